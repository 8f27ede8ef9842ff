"""A day in the middle of a pair's time; the fixture `july` lets the clock stand on it."""

from datetime import UTC, datetime

AT = datetime(2021, 7, 15, 12, tzinfo=UTC)
TODAY = AT.date()
