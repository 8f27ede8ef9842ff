"""Whatever somebody puts behind the `?` of any address: an answer, never a failure."""

from copy import copy
from urllib.parse import urlencode

import pytest
import time_machine
from django.core.handlers.wsgi import WSGIRequest
from django.db import transaction
from django.http import QueryDict
from django.utils.functional import cached_property

from tests.access.cast import make_things, sessions_in_cookies
from tests.access.rows import OPENS
from tests.test_access import TABLE, _address, read_whole

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
HOSTILE = [
    "", " ", "-1", "0", "1.5", "9" * 19, "9" * 400, "1e309", "NaN", "²", "٣", "0x10", "None", "[]",
    "0000-00-00", "0001-01-01", "9999-12-31", "10000-01-01", "2021-02-30", "31/12/2021",
    "'", '"', "\\", "%", "_%", "{", "}}", "' OR 1=1 --", "<script>", "../../etc/passwd",
    "\ud800", "\u202ereversed", "e\u0301" * 40, "İıſß", "x" * 5000, "__class__", "user__password", "-pk",
]  # fmt: skip
ROUNDS = 3  # a parameter may be read only where another one is there


class Recorder(QueryDict):
    """Knows which names it was asked for."""

    asked: set[str] = set()

    def __getitem__(self, key):
        self.asked.add(key)
        return super().__getitem__(key)

    def __contains__(self, key):
        self.asked.add(key)
        return super().__contains__(key)

    def get(self, key, default=None):
        self.asked.add(key)
        return super().get(key, default)

    def getlist(self, key, default=None):
        self.asked.add(key)
        return super().getlist(key, default)


@pytest.fixture
def asked(monkeypatch):
    def parameters(request):
        return Recorder(request.META.get("QUERY_STRING", ""), encoding=request.encoding)

    recording = cached_property(parameters)
    recording.__set_name__(WSGIRequest, "GET")
    monkeypatch.setattr(WSGIRequest, "GET", recording)
    Recorder.asked = set()
    return Recorder


@pytest.fixture
def things():
    with time_machine.travel("2021-06-15T12:00Z", tick=False), sessions_in_cookies():
        yield make_things()


def test_every_parameter_of_every_address_takes_everything(things, asked):
    problems, read = [], {}
    for number, (name, row) in enumerate(sorted(TABLE.items())):
        who = next((one for one in reversed(row.get or ()) if row.get[one] == OPENS), None)
        if who is None:
            continue
        get = _getter(things.clients[who], _address(name, row, things), problems)
        read[name] = _names(get, asked)
        for place, one in enumerate(sorted(read[name])):
            get({one: "a\x00b"})
            for turn in range(3):
                get({one: HOSTILE[(3 * (number + 7 * place) + turn) % len(HOSTILE)]})
    assert problems == []
    assert {"q", "page", "sort"} <= set().union(*read.values()), "nothing was recorded"


def _getter(client, url, problems):
    def get(parameters):
        query = urlencode(
            {key: value.encode("utf-8", "surrogatepass") for key, value in parameters.items()}
        )
        cookies = copy(client.cookies)
        with transaction.atomic():
            try:
                status = read_whole(client.get(f"{url}?{query}")).status_code
            except Exception as error:  # the test tells all of them at once
                problems.append(f"{url}?{query[:80]}: {type(error).__name__}: {error}"[:300])
            else:
                if status == 500:
                    problems.append(f"{url}?{query[:80]}: {status}")
            transaction.set_rollback(True)
        client.cookies = cookies

    return get


def _names(get, asked):
    names = set()
    for _round in range(ROUNDS):
        asked.asked = set()
        get(dict.fromkeys(names, "1"))
        if asked.asked <= names:
            break
        names |= asked.asked
    return names
