"""Kinds whose parts make one sentence."""
