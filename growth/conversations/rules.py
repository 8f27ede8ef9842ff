"""When the next conversation is due."""

from datetime import date, timedelta

from growth.plans.rules import months_later

BEFORE_REVIEW = timedelta(days=14)  # people are reminded so long before the review opens
RECENT = timedelta(days=60)  # a talk this close before the review was the talk before the review


def a_year_later(day: date) -> date:
    return months_later(day, 12)


def is_before_review(today: date, review_on: date) -> bool:
    """In the two weeks before the review, when a reminder helps."""
    return review_on - BEFORE_REVIEW <= today < review_on
