"""Writing a promotion document: the person's own until they ask for a review."""

from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from growth.binder import actions as binder
from growth.binder.models import BinderItem
from growth.plans.actions import goals
from growth.plans.models import PlanGoal
from growth.promotion.models import (
    Claim,
    Evidence,
    PromotionDocument,
    PromotionRound,
    PromotionTemplate,
)
from growth.promotion.rules.parts import own_gap_text
from people.models import User

State = PromotionDocument.State


@transaction.atomic
def begin(
    person: User, template: PromotionTemplate, values: dict, *, at: datetime
) -> PromotionDocument:
    """Start a document with the pillars of a template. Sending the form twice starts one; with
    other words while one of the same step is open, nothing is started."""
    User.objects.select_for_update(of=("self",)).get(pk=person.pk)
    documents = PromotionDocument.objects.filter(person=person, template=template)
    open_one = documents.exclude(state=State.CLOSED).first()
    if open_one is not None:
        _check_same(open_one, values)
        return open_one
    document = PromotionDocument(
        person=person,
        template=template,
        from_name=template.from_name,
        to_name=template.to_name,
        started_at=at,
    )
    _write(document, values, at)
    Claim.objects.bulk_create(
        Claim(
            document=document,
            position=position,
            title=part.title,
            question=part.question,
            criteria=part.criteria,
            examples=part.examples,
            wanted=part.wanted,
            changed_at=at,
        )
        for position, part in enumerate(template.parts.all(), start=1)
    )
    return document


@transaction.atomic
def change(
    document: PromotionDocument, values: dict, *, at: datetime, seen: datetime | None
) -> PromotionDocument:
    """Change title or summary, unless another window did so meanwhile."""
    locked = lock(document)
    _check_writable(locked)
    _check_seen(locked.changed_at, seen)
    return _write(locked, values, at)


@transaction.atomic
def write_claim(
    claim: Claim,
    text: str,
    items: Collection[BinderItem],
    *,
    new: dict | None = None,
    at: datetime,
    seen: datetime | None,
) -> Claim:
    """Say what one claims under a pillar, and by what of the binder it is shown.

    new is something that goes into the binder first.
    """
    document = lock(claim.document)
    _check_writable(document)
    locked = Claim.objects.select_for_update().get(pk=claim.pk)
    _check_seen(locked.changed_at, seen)
    chosen = [item for item in items if item.person_id == document.person_id]
    if new:
        chosen.append(binder.add_own(document.person, new, at=at))
    locked.text, locked.changed_at = text.strip(), at
    locked.full_clean(exclude=["document"])
    locked.save(update_fields=["text", "changed_at"])
    _show_by(locked, chosen, at)
    document.changed_at = at
    document.save(update_fields=["changed_at"])
    return locked


@transaction.atomic
def make_goal(claim: Claim, *, at: datetime) -> PlanGoal:
    """What the person sees is missing under a pillar becomes a goal of their plan."""
    values = {"text": own_gap_text(claim)}
    origin = PlanGoal.Origin.PROMOTION
    return goals.add(claim.document.person, values, at=at, origin=origin, claim=claim)


@transaction.atomic
def close(document: PromotionDocument, *, at: datetime) -> None:
    """Put it away: from now on nobody else reads it. Closing it twice changes nothing."""
    locked = lock(document)
    if locked.state == State.CLOSED:
        return
    if not locked.can_move_to(State.CLOSED):
        message = _("It is under review. Take it back first.")
        raise ValidationError(message, code="under_review")
    locked.state, locked.closed_at = State.CLOSED, at
    locked.save(update_fields=["state", "closed_at"])


@transaction.atomic
def reopen(document: PromotionDocument, *, at: datetime) -> None:
    """Go on writing, unless another one of the same step is open."""
    locked = lock(document)
    if locked.state != State.CLOSED:
        return
    User.objects.select_for_update(of=("self",)).get(pk=locked.person_id)
    others = PromotionDocument.objects.filter(person=locked.person_id, template=locked.template_id)
    if locked.template_id and others.exclude(state=State.CLOSED).exists():
        message = _("Another document for the same step is open. Close that one first.")
        raise ValidationError(message, code="another_is_open")
    locked.state, locked.closed_at, locked.changed_at = at_rest(locked), None, at
    locked.save(update_fields=["state", "closed_at", "changed_at"])


@transaction.atomic
def remove(document: PromotionDocument) -> None:
    """Delete a closed document for good, with its rounds. Binder and plan keep what is theirs."""
    locked = lock(document)
    if locked.state != State.CLOSED:
        raise ValidationError(_("Close the document first."), code="not_closed")
    locked.delete()


def lock(document: PromotionDocument) -> PromotionDocument:
    """The document alone, until the transaction ends."""
    rows = PromotionDocument.objects.select_for_update(of=("self",)).select_related("person")
    return rows.get(pk=document.pk)


def at_rest(document: PromotionDocument) -> str:
    """The state of a document nobody reviews: what the last answer still wants counts on."""
    last = document.rounds.filter(answered_at__isnull=False).order_by("number").last()
    wants_more = last is not None and last.outcome == PromotionRound.Outcome.MORE
    return State.MORE if wants_more else State.WRITING


def _check_same(open_one: PromotionDocument, values: dict) -> None:
    said = values["title"].strip(), values["summary"].strip()
    if (open_one.title, open_one.summary) != said:
        message = _("You have a document for this step already. Write there, or close it first.")
        raise ValidationError(message, code="another_is_open")


def _check_writable(document: PromotionDocument) -> None:
    if not document.can_be_changed:
        message = _("It cannot be changed now. Take it back from review, or open it again, first.")
        raise ValidationError(message, code="wrong_state")


def _check_seen(changed_at: datetime, seen: datetime | None) -> None:
    if changed_at != seen:
        message = _("You changed this in another window meanwhile. Compare both and save again.")
        raise ValidationError(message, code="changed_meanwhile")


def _write(document: PromotionDocument, values: dict, at: datetime) -> PromotionDocument:
    for name in ("title", "summary"):
        if name in values:
            setattr(document, name, values[name].strip())
    document.changed_at = at
    document.full_clean(exclude=["person", "template"], validate_constraints=False)
    document.save()
    return document


def _show_by(claim: Claim, chosen: Collection[BinderItem], at: datetime) -> None:
    claim.evidence.exclude(item__in=chosen).delete()
    known = set(claim.evidence.values_list("item", flat=True))
    last = max(claim.evidence.values_list("position", flat=True), default=0)
    new = [item for item in dict.fromkeys(chosen) if item.pk not in known]
    Evidence.objects.bulk_create(
        Evidence(claim=claim, item=item, position=last + number, added_at=at)
        for number, item in enumerate(new, start=1)
    )
