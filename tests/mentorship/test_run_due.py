import json
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command

from mentorship import tasks
from notifications import due

MOMENT = datetime(2021, 7, 12, 9, tzinfo=UTC)


@pytest.fixture
def calls(monkeypatch):
    """Due work of our own beside what the apps registered: one reminder, the first time."""
    made = []

    def remind(at):
        made.append(at)
        return {"reminders": 1 if len(made) == 1 else 0, "check-ins": 0}

    monkeypatch.setattr(due, "_registered", {"test reminders": remind})
    return made


def test_run_due_says_what_it_did_and_then_does_nothing(calls, capsys):
    call_command("run_due", at="2021-07-12T09:00Z", as_json=True)
    call_command("run_due", at="2021-07-12T09:00Z")

    first, second = capsys.readouterr().out.splitlines()
    assert json.loads(first) == {
        "at": "2021-07-12T09:00:00+00:00",
        "done": {"test reminders": {"reminders": 1}},
    }
    assert second == "Nothing was due at 2021-07-12 09:00 UTC."
    assert calls == [MOMENT, MOMENT]


def test_beat_does_the_same_work(calls, settings):
    tasks.start_due()
    assert len(calls) == 1


def test_run_due_refuses_what_is_no_moment():
    with pytest.raises(CommandError, match="not a moment") as refused:
        call_command("run_due", at="next week")
    assert refused.value.returncode == 2


def test_two_kinds_of_due_work_cannot_share_a_name(calls):
    with pytest.raises(ValueError, match="twice"):
        due.register("test reminders", dict)


def test_everything_registered_can_run_on_an_empty_database(db):
    assert due.run_all(MOMENT) == {}
    assert due.run_all(MOMENT) == {}
