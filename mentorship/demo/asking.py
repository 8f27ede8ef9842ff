"""What people ask the organizers, and what organizers make of the answers to surveys: marks on
comments, published results, and the final report of the cycle that is over."""

from datetime import datetime, timedelta

from applications.actions import outreach
from mentorship.demo import words
from outcomes.actions import freezing
from people.models import User
from programs.actions import published_results
from programs.models import Cycle, CycleSurvey, PublishedResults
from programs.queries.published_results import publishable
from surveys.actions import marks
from surveys.models import AnswerMark
from surveys.results import results_of

MARKED = 6  # comments that somebody has read and marked
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def play(
    finished: Cycle, running: Cycle, opened: Cycle, named: dict[str, User], *, at: datetime
) -> None:
    organizer = named["organizer"]
    _answered_for_everybody(opened, named["newcomer"], organizer, at)
    _talked_about(running, named["mentee"], organizer, at)
    _wait(opened, named["both roles"], named["first year"], at)
    _mark(finished, organizer, at)
    _publish(finished, organizer, at)
    freezing.freeze(finished, by=organizer, at=at - DAY)


def _answered_for_everybody(cycle: Cycle, asker: User, organizer: User, at: datetime) -> None:
    """A question whose answer helps others too, and has joined the FAQ."""
    asked, said = words.QUESTION_FOR_EVERYBODY
    question = outreach.ask(cycle, by=asker, text=asked, at=at - 6 * DAY)
    outreach.answer(question, by=organizer, text=said, publish_as=asked, at=at - 5 * DAY)
    outreach.close(question, by=organizer, at=at - 4 * DAY)


def _talked_about(cycle: Cycle, asker: User, organizer: User, at: datetime) -> None:
    """A conversation in which it is the organizers' turn again."""
    asked, said, added = words.CONVERSATION
    question = outreach.ask(cycle, by=asker, text=asked, at=at - 3 * DAY)
    outreach.answer(question, by=organizer, text=said, at=at - 2 * DAY)
    outreach.write_again(question, by=asker, text=added, at=at - 2 * DAY + HOUR)


def _wait(cycle: Cycle, first: User, second: User, at: datetime) -> None:
    for asker, text, days in zip((first, second), words.QUESTIONS_WAITING, (3, 1), strict=True):
        outreach.ask(cycle, by=asker, text=text, at=at - days * DAY)


def _mark(cycle: Cycle, organizer: User, at: datetime) -> None:
    """The first comments of the end survey, once there are enough for them to be shown."""
    end = cycle.cycle_surveys.filter(kind=CycleSurvey.Kind.END).select_related("survey").first()
    if end is None:
        return
    found = results_of(end.survey, at=at).questions
    comments = [comment for result in found if result.is_text for comment in result.comments]
    for number, comment in enumerate(comments[:MARKED]):
        theme = words.THEMES.get(comment.text)
        if theme:
            kind = AnswerMark.Kind.THEME
            marks.put(end.survey, comment.key, kind, theme=theme, by=organizer)
        if number % 3 == 0:
            marks.put(end.survey, comment.key, AnswerMark.Kind.STAR, by=organizer)


def _publish(cycle: Cycle, organizer: User, at: datetime) -> None:
    choice = published_results.Choice(
        questions=publishable(cycle),
        audience=PublishedResults.Audience.SIGNED_IN,
        shown_from=cycle.day(at - DAY),
        shows_changes=True,
        shows_quotes=True,
    )
    published_results.publish(cycle, choice, by=organizer, at=at - 2 * DAY)
