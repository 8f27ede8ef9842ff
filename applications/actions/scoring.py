"""What reviewers say about an application: a score for each criterion, a proposal and a note."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from applications.models import Application, Review, Score
from applications.queries.scoring import own_opinion
from people.models import User
from people.versions import Unchanged, as_it_is

Status = Application.Status
_REVIEWED = {Status.SUBMITTED, Status.ELIGIBLE, Status.WAITLISTED, Status.NOT_ELIGIBLE}


@dataclass(frozen=True)
class Opinion:
    """A checked form. `scores` holds points, or the answer that stands for none, by criterion."""

    scores: Mapping[int, int | str]
    proposal: str = ""
    note: str = ""


@transaction.atomic
def save(
    application: Application,
    said: Opinion,
    *,
    by: User,
    at: datetime,
    unchanged: Unchanged = as_it_is,
) -> Review:
    """Keep one reviewer's opinion; it replaces what the same reviewer said before.

    Every criterion of the role needs an answer, so that nobody sees what others gave halfway.
    """
    rows = Application.objects.select_related("cycle", "role").select_for_update(of=("self",))
    locked = rows.get(pk=application.pk)
    if locked.told_at is not None or locked.status not in _REVIEWED:
        raise ValidationError(_("This application is no longer under review."), code="wrong_status")
    _refuse_wrong(locked, said)
    unchanged(own_opinion(locked, by))
    review, _created = Review.objects.update_or_create(
        application=locked,
        reviewer=by,
        defaults={"proposal": said.proposal, "note": said.note, "saved_at": at},
    )
    Score.objects.bulk_create(
        [_score(review, criterion, given) for criterion, given in said.scores.items()],
        update_conflicts=True,
        unique_fields=["review", "criterion"],
        update_fields=["answer", "points"],
    )
    return review


def _refuse_wrong(application: Application, said: Opinion) -> None:
    criteria = set(application.role.criteria.values_list("pk", flat=True))
    if set(said.scores) != criteria:
        raise ValidationError(
            _("Score every criterion, abstain, or choose “Ask me”."), code="incomplete"
        )
    top = application.cycle.review_scale
    for given in said.scores.values():
        if isinstance(given, int) and not 1 <= given <= top:
            raise ValidationError(
                _("Scores go from 1 to %(top)s."), code="out_of_scale", params={"top": top}
            )


def _score(review: Review, criterion: int, given: int | str) -> Score:
    if isinstance(given, int):
        answer, points = Score.Answer.POINTS, given
    else:
        answer, points = Score.Answer(given), None
    return Score(review=review, criterion_id=criterion, answer=answer, points=points)
