"""Everything hostile into every field of the forms people fill in: no failure, nothing alive in the
answer, and what was typed is still there."""

import re
from copy import copy

import pytest
import time_machine
from django.core.cache import cache
from django.db import transaction
from django.utils.html import escape

from directory.queries import switch as directory
from growth.setup import queries as growth
from surveys.question_kinds import KINDS
from tests import made_once
from tests.access.cast import make_things, sessions_in_cookies
from tests.access.rows import OPENS
from tests.factories import QuestionFactory
from tests.hostile import MARK, PAYLOADS, Page, encoded
from tests.test_access import TABLE, _address, read_whole

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
ANSWERS = {200, 204, 302, 400, 403, 404, 409}
_FORM = "application/x-www-form-urlencoded"
FIRST, LONG = 3, 20_000

# Pages whose largest form gets every payload in every field.
FORMS = (
    ("applicant", "applications:application_apply"),
    ("applicant", "people:profile"),
    ("organizer", "events:event_edit"),
    ("mentee", "surveys:answer"),
    ("mentee", "pairs:session_log"),
    ("organizer", "programs:settings_texts"),
)
# Every other page with a form gets some of them.
NOT_WALKED = re.compile(r"^(account|mfa|usersessions|socialaccount|admin)")


@pytest.fixture(scope="module")
def _made(django_db_setup, django_db_blocker):
    """Made once: every attack is undone, and each test's own transaction undoes the rest."""
    in_june = time_machine.travel("2021-06-15T12:00Z", tick=False)
    with in_june, sessions_in_cookies(), made_once.rows(django_db_blocker):
        made = make_things()
        for kind in list(KINDS):
            _ask(made.role.questionnaire, kind)
            _ask(made.planned_survey.survey.questionnaire, kind)
        assert made.clients, "signed in before the first test, which undoes what it does"
        yield made


@pytest.fixture
def things(_made):
    """The cast, with the cache as on their site: it is emptied between tests."""
    cache.delete_many([directory.KEY, growth.KEY])
    cookies = {who: copy(client.cookies) for who, client in _made.clients.items()}
    yield _made
    for who, client in _made.clients.items():
        client.cookies = cookies[who]


def _ask(questionnaire, kind):
    more = {"choices": ["a", "b"]} if kind in {"one", "several", "ranking"} else {}
    more |= {"low": 1, "high": 5} if kind == "scale" else {}
    more |= {"sentence": "I care about [x]."} if kind == "blanks" else {}
    key = f"kind-{kind.replace('_', '-')}"
    QuestionFactory(questionnaire=questionnaire, key=key, kind=kind, is_required=False, **more)


@pytest.mark.parametrize(
    "piece",
    [
        f"<script>{MARK}()</script>",
        f"<img src=x onerror={MARK}()>",
        f'<a href=" java\nscript:{MARK}()">x</a>',
        f"<{MARK}-tag>",
        f"<p {MARK}=1>",
        f"<iframe srcdoc='&lt;script>{MARK}()'>",
    ],
)
def test_what_is_alive_would_be_found(piece):
    assert Page(f"<body><p>{piece}").alive
    assert not Page(f"<body><p>{escape(piece)}<input value='{escape(piece)}'>").alive


@pytest.mark.parametrize(("who", "name"), FORMS, ids=lambda word: word)
def test_every_field_takes_everything(things, who, name):
    client, url = things.clients[who], _address(name, TABLE[name], things)
    form = max(_forms(client, url), key=lambda one: len(one.fields))
    problems = []
    for number in range(len(PAYLOADS)):
        problems += _attack(client, url, form, number, typed_only=number % 3 == 0)
    assert problems == []


def test_every_page_takes_some_of_it(things):
    problems = []
    for number, (name, row) in enumerate(sorted(TABLE.items())):
        who = next((one for one in reversed(row.get or ()) if row.get[one] == OPENS), None)
        if who is None or NOT_WALKED.match(name):
            continue
        client = things.clients[who]
        with transaction.atomic():
            url = _address(name, row, things)
            for form in _forms(client, url):
                for typed_only in (True, False):
                    problems += _attack(
                        client, url, form, 13 * number + typed_only, typed_only=typed_only
                    )
            transaction.set_rollback(True)
    assert problems == []


def _forms(client, url):
    answer = read_whole(client.get(url))
    if "html" not in answer.get("Content-Type", ""):
        return []
    forms = [form for form in Page(answer.text).forms if form.fields]
    return [form for form in forms if "logout" not in form.action]


def _attack(client, url, form, number, *, typed_only):
    """Post a form once, another payload in each field, undo it, and say what went wrong."""
    sent, pairs = {}, []
    for place, one in enumerate(form.fields.values()):
        payload = _payload(number + 7 * place, place)
        is_hostile = one.is_typed or not typed_only
        values = [payload] if is_hostile else one.values
        pairs += [(one.name, value) for value in values]
        if is_hostile and one.is_typed:
            sent[one.name] = payload
    where = form.action or url
    cookies = copy(client.cookies)
    with transaction.atomic():
        try:
            answer = client.post(where, encoded(pairs), content_type=_FORM, follow=True)
            read_whole(answer)
        except Exception as error:  # the test tells all of them at once
            transaction.set_rollback(True)
            return [f"{where} {number}: {type(error).__name__}: {error}"[:300]]
        finally:
            client.cookies = cookies
        transaction.set_rollback(True)
    return [f"{where} {number}: {problem}" for problem in _problems(answer, sent)]


def _payload(index, place):
    """The longest ones go into the first fields only: a form may not be larger than its limit."""
    payload = PAYLOADS[index % len(PAYLOADS)]
    return payload if place < FIRST else payload[:LONG]


def _problems(answer, sent):
    if answer.status_code not in ANSWERS:
        return [f"answers {answer.status_code}"]
    if "html" not in answer.get("Content-Type", ""):
        return []
    page = Page(answer.text)
    problems = [f"alive: {piece}" for piece in page.alive]
    if answer.status_code == 200 and not answer.redirect_chain:
        shown = {name: one for form in page.forms for name, one in form.fields.items()}
        problems += [
            f"{name} lost {text[:40]!r}, has {shown[name].values[-1][:40]!r}"
            for name, text in sent.items()
            if name in shown
            and shown[name].is_typed
            and _plain(text) != _plain(shown[name].values[-1])
        ]
    return problems


def _plain(text):
    """As far as a page can show it: no controls, one kind of blank, no halves of pairs."""
    text = text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    return re.sub(r"[\s\x00-\x1f\x7f-\x9f\ufffd]+", "", text)
