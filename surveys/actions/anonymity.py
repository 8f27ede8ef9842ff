"""Writing anonymous answers so that a reader of the database cannot tell whose they are.

Postgres keeps with every row the transaction that wrote it and the place it stands at. Two rows of
one transaction, or of two that follow each other, name the person as well as a key would. So rows
of invitations and rows of answers are written anew many at a time, each table in an order of its
own: docs/anonymity.md says what that holds against, and what it does not.
"""

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F, Model, Q, QuerySet

from surveys.models import AnonymousAnswer, AnonymousSheet, Invitation, Questionnaire, Survey

DAY = timedelta(days=1)
# An answer hides among so many others, or among all there are; more would make answering slow.
MIXED_WITH = 100


def lock(survey_id: int) -> Survey:
    """Answers to one survey are taken one after the other, and never while it is mixed.

    Before any of its invitations is read: what was locked before a mixing is gone after it.
    """
    surveys = Survey.objects.select_for_update(of=("self",), no_key=True)
    return surveys.select_related("questionnaire").get(pk=survey_id)


def mix_in(invitation: Invitation, sheet: AnonymousSheet) -> None:
    """Hide what was just written among other answers of the survey. In its transaction."""
    answered = _answered(invitation.survey_id).exclude(pk=invitation.pk)
    sheets = AnonymousSheet.objects.filter(survey=invitation.survey_id).exclude(pk=sheet.pk)
    _mix(
        [invitation.pk, *answered.order_by("?").values_list("pk", flat=True)[:MIXED_WITH]],
        [sheet.pk, *sheets.order_by("?").values_list("pk", flat=True)[:MIXED_WITH]],
    )


def mix_due(at: datetime) -> dict[str, int]:
    """Mix surveys as a whole: daily while they are open, and once after the close."""
    found = list(_to_mix(at).values_list("pk", flat=True))
    return {"anonymous surveys mixed": sum(_mix_whole(pk, at) for pk in found)}


def _to_mix(at: datetime) -> QuerySet[Survey]:
    is_over = Q(closes_at__lte=at)
    return Survey.objects.filter(
        Q(mixed_at=None)
        | Q(is_over, mixed_at__lt=F("closes_at"))
        | Q(~is_over, mixed_at__lte=at - DAY)
        | Q(mixed_at__gt=at + DAY),  # by a command that played a later day
        questionnaire__mode=Questionnaire.Mode.ANONYMOUS,
        opens_at__lte=at,
    )


@transaction.atomic
def _mix_whole(survey_id: int, at: datetime) -> bool:
    lock(survey_id)
    if not _to_mix(at).filter(pk=survey_id).exists():  # another run was there first
        return False
    sheets = AnonymousSheet.objects.filter(survey=survey_id)
    _mix(
        list(_answered(survey_id).values_list("pk", flat=True)),
        list(sheets.values_list("pk", flat=True)),
    )
    Survey.objects.filter(pk=survey_id).update(mixed_at=at)
    return True


def _answered(survey_id: int) -> QuerySet[Invitation]:
    return Invitation.objects.filter(survey=survey_id, has_answered=True)


def _mix(invitations: list, sheets: list) -> None:
    answers = AnonymousAnswer.objects.filter(sheet__in=sheets).values_list("pk", flat=True)
    _write_anew(AnonymousAnswer, list(answers))
    _write_anew(AnonymousSheet, sheets)
    _write_anew(Invitation, invitations)


def _write_anew(model: type[Model], keys: list) -> None:
    """The same rows, last written by this transaction, standing in an order drawn by lot.

    An UPDATE would leave them in the order in which they stand. Foreign keys to them are checked
    at the end of the transaction, when all rows are back.
    """
    table = model._meta.db_table
    statement = f"""
        WITH gone AS (DELETE FROM {table} WHERE id = ANY(%s) RETURNING *)
        INSERT INTO {table} SELECT * FROM gone ORDER BY gen_random_uuid()
    """  # noqa: S608 the table of a model
    with connection.cursor() as cursor:
        cursor.execute(statement, [keys])
