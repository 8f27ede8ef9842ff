"""Pairs that an organizer makes: which rules hold, and the row they become."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from applications.models import Application
from pairing.edits._base import Draft
from pairing.models import Proposal
from pairing.runs import calculation


def refuse_unless_reason(draft: Draft, mentee: int, mentor: int, reason: str) -> bool:
    """Refuse what nothing sets aside, and what only a reason does where there is none.

    Returns whether the reason sets a rule aside.
    """
    refusals = draft.scored.rules_refusing(str(mentee), str(mentor))
    sentences = " ".join(refusal.sentence for refusal in refusals)
    if draft.board.vetoes.filter(mentee=mentee, mentor=mentor).exists():
        raise ValidationError(_("This pair is vetoed. Take the veto back first."), code="vetoed")
    if any(refusal.rule in calculation.NEVER for refusal in refusals):
        raise ValidationError(sentences, code="never")
    if refusals and not reason:
        raise ValidationError(
            _("This breaks a rule: %(rules)s Say why it may be broken, or choose other people."),
            code="rule",
            params={"rules": sentences},
        )
    return bool(refusals)


def refuse_own_pair(draft: Draft, mentee: Application, mentor: Application) -> None:
    if mentee.person_id == mentor.person_id:
        raise ValidationError(_("Nobody mentors themselves."), code="same_person")
    mutual = draft.board.proposals.filter(
        mentee__person=mentor.person_id, mentor__person=mentee.person_id
    )
    if mutual.exists():
        raise ValidationError(
            _("%(mentee)s is to mentor %(mentor)s already; nobody is paired both ways."),
            code="mutual",
            params={"mentee": mentee.name, "mentor": mentor.name},
        )


def pair_by_hand(
    draft: Draft, mentee: Application, mentor: Application, *, reason: str
) -> Proposal:
    """The new row, if the rules allow the pair or a reason sets them aside."""
    is_override = refuse_unless_reason(draft, mentee.pk, mentor.pk, reason)
    ids = str(mentee.pk), str(mentor.pk)
    parts = calculation.parts_of(draft.scored, *ids)
    return Proposal(
        board=draft.board,
        mentee=mentee,
        mentor=mentor,
        score=max(0, sum(part["points"] for part in parts)),
        parts=parts,
        origin=Proposal.Origin.HAND,
        is_locked=True,
        is_async=calculation.both_async(draft.scored, *ids),
        flags=calculation.flags_of(draft.scored, *ids, parts, is_override=is_override),
        override_reason=reason if is_override else "",
    )
