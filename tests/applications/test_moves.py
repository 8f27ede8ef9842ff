"""How the status of an application changes: by one action, as the table of moves allows."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction

from applications.actions import moves
from applications.models import Application, ApplicationMove
from tests.factories import ApplicationFactory

pytestmark = pytest.mark.django_db
Status = Application.Status
AT = datetime(2021, 6, 20, 12, tzinfo=UTC)


def move(*applications, to, **more):
    with transaction.atomic():
        return moves.move(applications, to, by=None, at=AT, **more)


def statuses():
    return list(Application.objects.order_by("pk").values_list("status", flat=True))


def test_each_move_is_written_with_its_history(cycle):
    one, two = ApplicationFactory(cycle=cycle), ApplicationFactory(cycle=cycle)
    lines = move(one, two, to=Status.ELIGIBLE, told_at=AT)
    assert [line.application_id for line in lines] == [one.pk, two.pk]
    assert (one.status, one.told_at) == (Status.ELIGIBLE, AT)
    assert statuses() == ["eligible", "eligible"]
    assert ApplicationMove.objects.filter(to_status="eligible", at=AT).count() == 2


def test_one_that_may_not_go_there_refuses_all(cycle):
    one = ApplicationFactory(cycle=cycle)
    paired = ApplicationFactory(cycle=cycle, status=Status.PAIRED)
    with pytest.raises(ValidationError) as caught:
        move(one, paired, to=Status.ELIGIBLE)
    assert caught.value.code == "wrong_status"
    assert statuses() == ["submitted", "paired"]
    assert not ApplicationMove.objects.exists()


def test_one_that_may_not_go_there_can_be_left_out(cycle):
    one = ApplicationFactory(cycle=cycle)
    left = ApplicationFactory(cycle=cycle, status=Status.LEFT)
    [line] = move(one, left, to=Status.WITHDRAWN, leave_out=True)
    assert line.application == one
    assert statuses() == ["withdrawn", "left"]


def test_the_table_is_asked_about_the_row_as_it_is_now(cycle):
    stale = ApplicationFactory(cycle=cycle)
    Application.objects.update(status=Status.WITHDRAWN)
    with pytest.raises(ValidationError):
        move(stale, to=Status.ELIGIBLE)


def test_only_undoing_leads_back_from_an_outcome(cycle):
    paired = ApplicationFactory(cycle=cycle, status=Status.PAIRED)
    with pytest.raises(ValidationError):
        move(paired, to=Status.ELIGIBLE)
    move(paired, to=Status.ELIGIBLE, is_undo=True)
    assert statuses() == ["eligible"]


def test_no_other_code_writes_a_line_of_history():
    root = Path(settings.BASE_DIR)
    writing = re.compile(r"ApplicationMove(\.objects\.(bulk_)?create)?\(")
    files = [
        path.relative_to(root).as_posix()
        for app in ("applications", "pairs", "pairing", "programs", "outcomes", "mentorship")
        for path in sorted((root / app).rglob("*.py"))
        if "migrations" not in path.parts and writing.search(path.read_text())
    ]
    assert files == ["applications/actions/moves.py", "applications/models/application.py"]
