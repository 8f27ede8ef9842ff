import json

from django.core.management import call_command


def test_urls_prints_who_may_open_every_address(capsys):
    call_command("urls", as_json=True)
    rows = {row["address"]: row["opens_to"] for row in json.loads(capsys.readouterr().out)}
    assert rows["/healthz"] == "everybody"
    assert rows["/account/password/change/"] == "signed-in people"
    assert rows["/admin/"] == "administrators"
    assert all(rows.values())
