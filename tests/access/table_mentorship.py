from tests.access.rows import EVERYBODY, SIGNED_IN, Row

TABLE = {
    "home": Row(get=EVERYBODY),
    "healthz": Row(get=EVERYBODY),
    "livez": Row(get=EVERYBODY),
    "readyz": Row(get=EVERYBODY),
    "unsent": Row(get=SIGNED_IN),
    "unsent_discard": Row(post=SIGNED_IN, path={"pk": "1"}),
}
