"""An invented organization for newcomers: one finished cycle, one that runs, one with an open call.

Everything is done by the same actions people use, at moments around the day it is loaded.
"""
