"""Kinds that are answered with a number."""
