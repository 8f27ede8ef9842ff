"""Every address as every person, by GET and by POST, against the tables in `tests/access/`."""

import importlib
import pkgutil
import re
from copy import copy

import pytest
import time_machine
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse, HttpResponseForbidden, HttpResponseNotFound
from django.urls import reverse

from directory.queries import switch as directory
from growth.setup import queries as growth
from mentorship.addresses import all_addresses
from tests import access, made_once
from tests.access import table_opportunities as opportunities
from tests.access.cast import is_thing, make_things, sessions_in_cookies
from tests.access.directory import OF_ONE, OF_TWO, READERS
from tests.access.rows import ADMINISTRATORS, CAST, LOGIN, OPENS, UNKNOWN, Row

pytestmark = pytest.mark.django_db
ADDRESSES = {address.name: address for address in all_addresses()}
ADMIN = sorted(name for name in ADDRESSES if name.startswith("admin:"))
ADMIN_NEEDS_A_QUESTION = {"admin:autocomplete", "admin:logout"}  # asked from within a page only
TABLE = {}
for module in pkgutil.iter_modules(access.__path__):
    if module.name.startswith("table_"):
        TABLE |= importlib.import_module(f"tests.access.{module.name}").TABLE


def _arguments(name):
    return re.findall(r"<(?:\w+:)?(\w+)>", ADDRESSES[name].route)


def _can_be_mixed(name):
    """The address names a cycle and a thing of it; a role's slug or a plain word fits any cycle."""
    words = {word for key, word in TABLE[name].path.items() if key != "role"}
    return {"program", "cycle"} < set(_arguments(name)) and any(map(is_thing, words))


KNOWN = sorted(set(TABLE) & set(ADDRESSES))
MIXABLE = [name for name in KNOWN if _can_be_mixed(name)]
PLAIN_ADMIN = [
    name for name in ADMIN if not _arguments(name) and name not in ADMIN_NEEDS_A_QUESTION
]


@pytest.fixture(scope="module")
def _made(django_db_setup, django_db_blocker):
    """Made once: `_outcome` undoes whatever a request changes, and the whole goes at the end."""
    in_june = time_machine.travel("2021-06-15T12:00Z")
    with in_june, sessions_in_cookies(), made_once.rows(django_db_blocker):
        made = make_things()
        assert made.clients, "signed in before the first test, which undoes what it does"
        yield made


@pytest.fixture(autouse=True)
def _short_refusals(monkeypatch):
    """Most answers here are the same few pages, which `test_error_pages` reads: drawing them takes half the
    time."""
    monkeypatch.setattr("mentorship.urls.handler404", _not_found, raising=False)
    monkeypatch.setattr("mentorship.urls.handler403", _forbidden, raising=False)
    monkeypatch.setattr("mentorship.web.errors.method_not_allowed", _only_forms)


def _not_found(_request, exception):
    return HttpResponseNotFound()


def _forbidden(_request, exception):
    return HttpResponseForbidden()


def _only_forms(_request):
    return HttpResponse(status=405)


@pytest.fixture
def things(_made):
    """The cast, with the cache as on their site: it is emptied between tests."""
    cache.delete(directory.KEY)
    cache.delete(growth.KEY)  # on for the cast; other tests find it off
    return _made


def test_every_address_stands_in_a_table_and_nothing_else_does():
    names = set(ADDRESSES) - set(ADMIN)
    assert sorted(names - set(TABLE)) == [], "addresses without a row"
    assert sorted(set(TABLE) - names) == [], "rows without an address"


@pytest.mark.parametrize("name", KNOWN)
def test_address_opens_to_whom_the_table_says(name, things):
    row = TABLE[name]
    url = _address(name, row, things)
    read = {who: _outcome(things, who, "get", url) for who in CAST}
    wrote = {who: _outcome(things, who, "post", url, row.data) for who in _writers(row)}

    if row.get is None:
        assert {who: got for who, got in read.items() if got == OPENS} == {}, "it only writes"
    else:
        assert _differences(read, row.get) == ""
    if row.post is None:
        assert {
            who: got for who, got in wrote.items() if got == OPENS and row.get[who] != OPENS
        } == {}
    else:
        assert _differences(wrote, row.post) == ""


def test_private_words_are_there_for_those_who_may_read_them(things):
    """Or finding them nowhere else would say nothing."""
    request = _address("directory:request", TABLE["directory:request"], things)
    for who, url, words in (
        ("applicant", request, OF_TWO),
        ("grower", request, OF_TWO),
        ("applicant", reverse("directory:looking"), OF_ONE),
    ):
        assert words in things.clients[who].get(url).text


def _writers(row):
    """All, but for a page that takes no input: of those who read it the first one stands for the others."""
    if row.post is not None:
        return CAST
    readers = [who for who in CAST if row.get[who] == OPENS]
    return [who for who in CAST if who not in readers[1:]]


@pytest.mark.parametrize(("name", "path", "reads"), opportunities.ALSO)
def test_what_somebody_else_applied_for_or_guests_may_not_see(name, path, reads, things):
    url = _address(name, Row(path=path), things)
    read = {who: _outcome(things, who, "get", url) for who in CAST}
    if TABLE[name].get is None:
        assert OPENS not in read.values()
    else:
        assert _differences(read, reads) == ""


@pytest.mark.parametrize("name", [name for name in ADMIN if name != "admin:"])
def test_guests_find_nothing_of_the_administration(name, things):
    values = dict.fromkeys(_arguments(name), "1") | {"app_label": "people"}
    url = reverse(name, kwargs={argument: values[argument] for argument in _arguments(name)})
    for method in ("get", "post"):
        assert _outcome(things, "guest", method, url) == UNKNOWN


@pytest.mark.parametrize("name", MIXABLE)
def test_another_programs_organizer_reaches_nothing_by_mixing_addresses(name, things):
    """Their own program and cycle in the address, the rest from a cycle they have no part in."""
    row = TABLE[name]
    url = _address(name, row, things, cycle=things.other_cycle)
    for method in ("get", "post"):
        assert _outcome(things, "other_organizer", method, url, row.data) != OPENS


@pytest.mark.parametrize("name", PLAIN_ADMIN)
def test_admin_opens_to_administrators_only(name, things):
    read = {who: _outcome(things, who, "get", reverse(name)) for who in CAST}
    assert _differences(read, ADMINISTRATORS) == ""


def _address(name, row, things, cycle=None):
    cycle = cycle or things.cycle
    values = {"program": cycle.program.slug, "cycle": cycle.slug}
    values |= {argument: things.argument(thing) for argument, thing in row.path.items()}
    return reverse(name, kwargs={argument: values[argument] for argument in _arguments(name)})


def _differences(got, expected):
    """In one line of words, so that a failing test shows all of them."""
    wrong = [who for who in CAST if got[who] != expected[who]]
    return ", ".join(f"{who} gets {got[who]}, not {expected[who]}" for who in wrong)


def _outcome(things, who, method, url, data=None):
    """What this person gets; whatever the request changed is undone, in their browser too."""
    client = things.clients[who]
    cookies = copy(client.cookies)
    with transaction.atomic():
        response = getattr(client, method)(url, data or {})
        transaction.set_rollback(True)
    client.cookies = cookies
    body = _body(response)
    overheard = [
        words for words, readers in READERS.items() if words.encode() in body and who not in readers
    ]
    assert overheard == [], f"{who} reads it at {url}"
    if response.status_code in (403, 404, 405):
        return response.status_code
    if response.status_code == 302 and response.url.startswith(f"{reverse('account_login')}?"):
        return LOGIN
    return OPENS


def read_whole(response):
    """A file that is sent is closed when it was read."""
    _body(response)
    return response


def _body(response):
    return b"".join(response.streaming_content) if response.streaming else response.content
