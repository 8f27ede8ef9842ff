from mentorship import health, tasks


def test_health_is_good_when_every_part_was_seen_in_the_last_minute(client, db):
    health.note("beat")
    tasks.heartbeat()

    response = client.get("/healthz")

    assert response.status_code == 200
    assert response.json() == {
        "ok": True,
        "database": True,
        "broker": True,
        "worker": True,
        "beat": True,
    }


def test_health_is_bad_and_names_the_part_that_was_not_seen(client, db):
    health.note("beat")

    response = client.get("/healthz")

    assert response.status_code == 503
    assert response.json() == {
        "ok": False,
        "database": True,
        "broker": True,
        "worker": False,
        "beat": True,
    }
