"""What is on the board: made, changed, published and closed by those who run it."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from growth.opportunities.models import (
    Opportunity,
    OpportunityApplication,
    OpportunityDate,
    OpportunityOwner,
    OpportunityWatch,
)
from growth.opportunities.models.opportunity import new_code
from growth.setup.actions import one_at_a_time
from notifications.actions import outbox
from people.actions import audit
from people.models import User
from surveys.models import Question, Questionnaire

FIELDS = (
    "kind", "title", "lead", "text", "team", "time", "place", "url",
    "audience", "min_months", "min_level", "only_divisions", "not_divisions",
    "needs_cover", "open_to_guests",
    "apply_from", "apply_until", "zone", "answers_by", "places",
)  # fmt: skip
RESERVED = {"link"}  # stands at the place of a slug in an address of its own
State = OpportunityApplication.State


@transaction.atomic
def add(values: dict, *, owner: User, by: User, at: datetime) -> Opportunity:
    """Begin an opportunity that nobody sees yet but its owner."""
    one_at_a_time()
    made = Opportunity(
        slug=_free_slug(values["title"]), zone=owner.time_zone, created_by=by, created_at=at
    )
    _write(made, values, at)
    audit.note("opportunity_added", made, by=by, at=at)
    add_owner(made, owner, by=by, at=at)
    return made


@transaction.atomic
def change(
    opportunity: Opportunity,
    values: dict,
    *,
    by: User,
    at: datetime,
    seen: datetime | None,
    dates: list[dict] | None = None,
    questions: list[dict] | None = None,
) -> Opportunity:
    """Save what it says, unless somebody else did so since it was looked at.

    dates are dicts of `row` (an OpportunityDate, or None for a new one), `starts_on`, `ends_on` and
    `places`; questions of `row`, `text`, `help_text`, `kind` and `is_required`. Those left out go.
    """
    locked = lock(opportunity)
    if seen is not None and locked.changed_at != seen:
        message = _(
            "Somebody changed this meanwhile. Open it once more beside this page, and put what you "
            "typed in there."
        )
        raise ValidationError(message, code="changed_meanwhile")
    _write(locked, values, at)
    if dates is not None:
        _put_dates(locked, dates)
    if questions is not None:
        _put_questions(locked, questions)
    _check_places(locked)
    audit.note("opportunity_changed", locked, by=by, at=at)
    return locked


@transaction.atomic
def publish(opportunity: Opportunity, *, by: User, at: datetime) -> Opportunity:
    """Put it on the board, or back on it. Somebody has to be there who reads the applications."""
    locked = lock(opportunity)
    if not locked.owner_rows.filter(person__is_active=True).exists():
        message = _("Nobody runs it yet. First add somebody who reads the applications.")
        raise ValidationError(message, code="no_owner")
    if locked.published_at is None or locked.closed_at is not None:
        locked.published_at, locked.closed_at = locked.published_at or at, None
        locked.save(update_fields=["published_at", "closed_at"])
        audit.note("opportunity_published", locked, by=by, at=at)
    return locked


@transaction.atomic
def close(opportunity: Opportunity, *, by: User, at: datetime) -> Opportunity:
    """Take it off the board. Whoever applied gets an answer first; places given stay."""
    locked = lock(opportunity)
    if locked.applications.filter(state__in=OpportunityApplication.UNDECIDED).exists():
        message = _("People wait for an answer. Give them one first.")
        raise ValidationError(message, code="undecided")
    if locked.closed_at is None:
        locked.closed_at = at
        locked.save(update_fields=["closed_at"])
        audit.note("opportunity_closed", locked, by=by, at=at)
    return locked


@transaction.atomic
def add_owner(
    opportunity: Opportunity, person: User, *, by: User, at: datetime
) -> OpportunityOwner:
    """Let somebody run it: they edit it, and read what people wrote. They are told, and so is
    everybody else who runs it, since those who look after growth may let themselves in."""
    if person.is_guest or not person.is_active:
        message = _("Only people of the organization can run an opportunity.")
        raise ValidationError(message, code="not_ours")
    opportunity = lock(opportunity)
    if opportunity.applications.filter(
        person=person, state__in=OpportunityApplication.STANDING
    ).exists():
        message = _("%(name)s applied for it, and nobody answers their own application.")
        raise ValidationError(message, code="applied", params={"name": person})
    row, is_new = OpportunityOwner.objects.get_or_create(
        opportunity=opportunity, person=person, defaults={"added_by": by, "added_at": at}
    )
    if is_new:
        audit.note("opportunity_owner_added", person, by=by, at=at)
        if person != by:
            outbox.tell(person, "growth_opportunity_owner", about=row, at=at)
        others = opportunity.owner_rows.filter(person__is_active=True).exclude(
            person__in=[person, by]
        )
        told = [other.person for other in others.select_related("person")]
        outbox.tell_many(told, "growth_opportunity_joined", about=row, at=at)
    return row


@transaction.atomic
def remove_owner(row: OpportunityOwner, *, by: User, at: datetime) -> None:
    """From the next request on they read no application. One on the board keeps an owner."""
    locked = lock(row.opportunity)
    others = locked.owner_rows.filter(person__is_active=True).exclude(pk=row.pk)
    if locked.published_at and not locked.closed_at and not others.exists():
        message = _("Somebody has to run it while it is on the board. Add somebody else first.")
        raise ValidationError(message, code="last_owner")
    deleted, _rows = OpportunityOwner.objects.filter(pk=row.pk).delete()
    if deleted:
        audit.note("opportunity_owner_removed", row.person, by=by, at=at)


@transaction.atomic
def watch(opportunity: Opportunity, person: User, *, is_on: bool, at: datetime) -> None:
    """Hear of it by mail once applications are taken, or no longer."""
    if is_on:
        OpportunityWatch.objects.get_or_create(
            opportunity=opportunity, person=person, defaults={"since": at}
        )
    else:
        OpportunityWatch.objects.filter(opportunity=opportunity, person=person).delete()


def lock(opportunity: Opportunity) -> Opportunity:
    """Everything about places happens one after the other."""
    return Opportunity.objects.select_for_update(of=("self",)).get(pk=opportunity.pk)


def _free_slug(title: str) -> str:
    base = slugify(title)[:60] or "opportunity"
    slug, number = base, 1
    while slug in RESERVED or Opportunity.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{base}-{number}"
    return slug


def _write(opportunity: Opportunity, values: dict, at: datetime) -> None:
    for name in FIELDS:
        if name in values:
            setattr(opportunity, name, values[name])
    if opportunity.open_to_guests and opportunity.guest_code is None:
        opportunity.guest_code = new_code()
    opportunity.changed_at = at
    opportunity.full_clean(exclude=["questionnaire", "created_by"])
    opportunity.save()


def _put_dates(opportunity: Opportunity, dates: list[dict]) -> None:
    days = [(values["starts_on"], values["ends_on"]) for values in dates]
    if len(set(days)) < len(days):
        message = _("The same dates are there twice. Give them more places instead.")
        raise ValidationError(message, code="dates_twice")
    rows = _rows_for(opportunity, dates)
    kept = {row.pk for row in rows}
    for row in opportunity.dates.exclude(pk__in=[pk for pk in kept if pk]):
        if row.applications.exists():
            message = _("Somebody applied for the dates from %(day)s. They stay.")
            params = {"day": f"{row.starts_on:%d.%m.%Y}"}
            raise ValidationError(message, code="dates_in_use", params=params)
        row.delete()
    for row, values in zip(rows, dates, strict=True):
        row.starts_on, row.ends_on = values["starts_on"], values["ends_on"]
        row.places = values["places"]
        row.full_clean(exclude=["opportunity"])
        row.save()


def _rows_for(opportunity: Opportunity, dates: list[dict]) -> list[OpportunityDate]:
    """The row of each: the one that has these days already, wherever it stood in the form, since
    people applied for days; else the one that stood there; else a new one."""
    by_days = {(row.starts_on, row.ends_on): row for row in opportunity.dates.all()}
    same = [by_days.get((values["starts_on"], values["ends_on"])) for values in dates]
    taken = {row.pk for row in same if row}
    rows: list[OpportunityDate] = []
    for found, values in zip(same, dates, strict=True):
        stood = values.get("row")
        if stood is None or stood.pk in taken:
            stood = OpportunityDate(opportunity=opportunity)
        rows.append(found or stood)
    return rows


def _check_places(opportunity: Opportunity) -> None:
    """Nobody loses a place because a number was lowered."""
    placed = opportunity.applications.filter(state=State.PLACED, date__isnull=True).count()
    taken = [(row.places, row.taken) for row in opportunity.dates.with_taken()]
    if opportunity.places is not None:
        taken.append((opportunity.places, placed))
    if any(places < given for places, given in taken):
        message = _("More places are given already. Take them back first.")
        raise ValidationError(message, code="places_given")


def _put_questions(opportunity: Opportunity, questions: list[dict]) -> None:
    """Its own short form. A question that was answered is archived, so that answers keep its words."""
    if opportunity.questionnaire is None:
        if not questions:
            return
        opportunity.questionnaire = Questionnaire.objects.create(title=opportunity.title)
        opportunity.save(update_fields=["questionnaire"])
    form = opportunity.questionnaire
    rows = [_question(form, position, values) for position, values in enumerate(questions, start=1)]
    for row in form.questions.asked().exclude(pk__in=[row.pk for row in rows]):
        _stop_asking(row)


def _question(form: Questionnaire, position: int, values: dict) -> Question:
    row = values.get("row")
    if row is not None and row.kind != values["kind"] and row.answers.exists():
        row = None  # another kind of answer is another question
    row = row or Question(questionnaire=form, key=_free_key(form))
    row.position = position
    for name in ("text", "help_text", "kind", "is_required"):
        setattr(row, name, values[name])
    row.full_clean(exclude=["questionnaire"])
    row.save()
    return row


def _free_key(form: Questionnaire) -> str:
    taken = set(form.questions.values_list("key", flat=True))
    number = len(taken) + 1
    while f"question-{number}" in taken:
        number += 1
    return f"question-{number}"


def _stop_asking(question: Question) -> None:
    if question.answers.exists():
        question.is_archived = True
        question.save(update_fields=["is_archived"])
    else:
        question.delete()
