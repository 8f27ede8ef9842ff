"""Who an opportunity is for, as facts beside the person who reads them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from growth.opportunities.models import Opportunity
from growth.plans.rules import months_later
from people.models import User


@dataclass(frozen=True)
class Fact:
    """One thing asked of people, and what is on record of this person.

    fits is None where nothing on record tells: then the people who run it decide.
    """

    words: str
    about_you: str
    fits: bool | None


@dataclass(frozen=True)
class Standing:
    """Whether somebody belongs to those it is for."""

    facts: list[Fact]

    @property
    def fits(self) -> bool | None:
        """False as soon as one fact speaks against it; None while something is not known."""
        answers = {fact.fits for fact in self.facts}
        if False in answers:
            return False
        return True if answers == {True} else None

    @property
    def missing(self) -> Fact | None:
        return next((fact for fact in self.facts if fact.fits is False), None)


def standing(
    opportunity: Opportunity, person: User, *, today: date, starts: Collection[date]
) -> Standing:
    """starts: first days of the dates that can be chosen; whoever fits by the latest may apply."""
    if person.is_guest:
        return Standing([Fact(_("Open to guests"), _("You are here as a guest"), True)])
    facts = [
        _months(opportunity.min_months, person, today, starts) if opportunity.min_months else None,
        _level(opportunity.min_level, person) if opportunity.min_level else None,
        _only(opportunity.only_divisions, person) if opportunity.only_divisions else None,
        _but(opportunity.not_divisions, person) if opportunity.not_divisions else None,
    ]
    return Standing([fact for fact in facts if fact is not None])


def _months(months: int, person: User, today: date, starts: Collection[date]) -> Fact:
    words = ngettext("Everyone with a month here", "Everyone with %(n)s months here", months)
    words %= {"n": months}
    if months % 12 == 0:
        words = ngettext(
            "Everyone with a year here", "Everyone with %(n)s years here", months // 12
        )
        words %= {"n": months // 12}
    if person.started_on is None:
        return Fact(words, _("Your first day here is not on record"), None)
    full_on = months_later(person.started_on, months)
    if full_on <= today:
        since = formats.date_format(person.started_on, "F Y")
        return Fact(words, _("You have been here since %(month)s") % {"month": since}, True)
    day = formats.date_format(full_on, "j F Y")
    if full_on <= min(starts, default=today):
        return Fact(words, _("Yours is full on %(day)s, before the first day") % {"day": day}, True)
    if full_on <= max(starts, default=today):
        said = _("Yours is full on %(day)s: choose dates that begin later")
        return Fact(words, said % {"day": day}, True)
    return Fact(words, _("Yours is full on %(day)s") % {"day": day}, False)


def _level(level: int, person: User) -> Fact:
    words = _("Level %(level)s and above") % {"level": level}
    if person.level is None:
        return Fact(words, _("Your level is not on record"), None)
    return Fact(words, _("You are on level %(n)s") % {"n": person.level}, person.level >= level)


def _only(divisions: Collection[str], person: User) -> Fact:
    words = _("Only %(divisions)s") % {"divisions": ", ".join(divisions)}
    return _division(words, person, fits=person.division in divisions)


def _but(divisions: Collection[str], person: User) -> Fact:
    words = _("Any division but %(divisions)s") % {"divisions": ", ".join(divisions)}
    return _division(words, person, fits=person.division not in divisions)


def _division(words: str, person: User, *, fits: bool) -> Fact:
    if not person.division:
        return Fact(words, _("Your division is not on record"), None)
    return Fact(words, _("You work in %(name)s") % {"name": person.division}, fits)
