"""Kinds in free words."""
