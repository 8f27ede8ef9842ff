"""Kinds that choose from a list."""
