"""Plans of Noor: a version with a year, and a template to begin from."""

from datetime import UTC, datetime, timedelta

from growth.plans.actions import goals, revisions

AT = datetime(2021, 6, 15, 12, tzinfo=UTC)
TODAY = AT.date()
LATER = AT + timedelta(days=365)


def add_goal(noor, text="Lead one incident", **values):
    return goals.add(noor, {"text": text, **values}, at=AT)


def begin(noor, template, **more):
    values = {"aim": "Be asked first", "texts": ["Listening", "Threat models"]}
    more = {"starts_on": TODAY, "after": 0, "at": AT} | more
    return revisions.begin(noor, template, values, **more)
