"""Kinds about days and hours."""
