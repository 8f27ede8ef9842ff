import pytest
from django.db import connection

from mentorship import tasks
from mentorship.operations import health

FINE = {"ok": True, "database": True, "broker": True, "worker": True, "beat": True}
FROM_A_BALANCER = {"host": "10.0.3.7:8000"}


@pytest.fixture
def database_is_gone(monkeypatch, db):
    """The address of the database leads nowhere."""
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "HOST", "/nowhere")
    yield
    connection.close()


def test_health_is_good_when_every_part_was_seen_in_the_last_minute(client, db):
    health.note("beat")
    tasks.heartbeat()
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, FINE)


def test_health_is_bad_and_names_the_part_that_was_not_seen(client, db):
    health.note("beat")
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (503, FINE | {"ok": False, "worker": False})


def test_health_is_bad_without_a_broker(client, db, redis_is_gone):
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json() == FINE | {"ok": False, "broker": False, "worker": False, "beat": False}


def test_balancers_keep_a_server_that_can_serve_whatever_else_is_gone(client, db, redis_is_gone):
    """Nobody noted a worker or a beat, and there is no broker."""
    assert client.get("/livez").json() == {"ok": True}
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (200, {"ok": True, "database": True})


@pytest.mark.django_db(transaction=True)
def test_a_server_without_its_database_lives_and_is_not_ready(client, database_is_gone):
    assert client.get("/livez").status_code == 200
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (503, {"ok": False, "database": False})


@pytest.mark.parametrize("address", ["/livez", "/readyz", "/healthz"])
def test_probes_answer_to_any_host_and_without_https(client, db, settings, address):
    settings.SECURE_SSL_REDIRECT = True
    assert client.get(address, headers=FROM_A_BALANCER).status_code in (200, 503)
    assert client.head(address, headers=FROM_A_BALANCER).status_code in (200, 503)
    assert client.get("/", headers=FROM_A_BALANCER).status_code in (301, 400)
    assert client.post(address).status_code == 405
