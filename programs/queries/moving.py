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
    found = [_("All other dates, events and surveys stay as they are.")]
    if last == cycle.ends_on:
        return found
    surveys = {one.kind: one.survey for one in cycle.cycle_surveys.select_related("survey")}
    if end := surveys.get(CycleSurvey.Kind.END):
        opens_on = cycle.day(end.opens_at)
        found.append(_("The end survey still opens on %s.") % date_format(opens_on, "j F Y"))
    check_in = surveys.get(CycleSurvey.Kind.CHECK_IN)
    if check_in and check_in.opened_at is None and last and cycle.day(check_in.opens_at) > last:
        opens_on = cycle.day(check_in.opens_at)
        text = _("The check-in opens on %s, when nobody has a partner any more: nobody is asked.")
        found.append(text % date_format(opens_on, "j F Y"))
    return found
