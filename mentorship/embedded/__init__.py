"""Private Postgres and Redis for a machine that has neither: first look, demo, development, tests.

The servers come from wheels. Nothing in this package imports Django, because settings, `manage.py`
and the tests ask it for addresses before Django is set up.
"""
