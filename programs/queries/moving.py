"""What follows when the first or the last day of a running cycle moves."""

from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from programs.models import Cycle, CycleSurvey
from programs.signals import days_would_move


def consequences(cycle: Cycle, *, first: date | None, last: date | None, at: datetime) -> list[str]:
    """Sentences for the organizer; none before pairs are published, or when neither day moves.

    `cycle` holds its days as they are saved.
    """
    if cycle.pairs_published_at is None or (first, last) == (cycle.starts_on, cycle.ends_on):
        return []
    answers = days_would_move.send(Cycle, cycle=cycle, first=first, last=last, at=at)
    found = [sentence for _receiver, sentences in answers for sentence in sentences or ()]
    return found + _what_stays(cycle, last)


def _what_stays(cycle: Cycle, last: date | None) -> list[str]:
    found = [_("All other dates, events and surveys stay where they are.")]
    planned = cycle.cycle_surveys.filter(kind=CycleSurvey.Kind.END).select_related("survey").first()
    if planned is not None and last != cycle.ends_on:
        opens_on = date_format(cycle.day(planned.survey.opens_at), "j F Y")
        found.append(_("The end survey still opens on %s.") % opens_on)
    return found
