"""A mentor asks what the two will talk about, while nothing is on the agenda."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from notifications.actions import outbox
from pairs.actions.sessions import plans
from pairs.models import MentoringSession
from pairs.queries.agenda.empty import ASKED, bring_questions, occasion_of
from people.models import User
from people.models.columns import known


@transaction.atomic
def ask(session: MentoringSession, *, by: User, at: datetime) -> None:
    """Tell who brings the questions, once for each time the session is planned for."""
    pair = plans.locked(session.pair)
    session = plans.planned(pair, session)
    plans.check_ahead(pair, known(session.planned_at), at)
    if pair.role_of(by) != "mentor":
        raise ValidationError(_("The questions are yours to bring."), code="own")
    if pair.agenda.open().exists():
        message = _("There is something on the agenda by now.")
        raise ValidationError(message, code="not_empty")
    people = bring_questions(pair)
    outbox.tell_many(
        people, ASKED, about=session, scope=pair.cycle, occasion=occasion_of(session), at=at
    )
