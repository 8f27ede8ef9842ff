from tests.access.rows import EVERYBODY_AND_GUESTS, SIGNED_IN_AND_GUESTS, Row

TABLE = {
    "home": Row(get=EVERYBODY_AND_GUESTS),
    "privacy": Row(get=EVERYBODY_AND_GUESTS),
    "accessibility": Row(get=EVERYBODY_AND_GUESTS),
    "healthz": Row(get=EVERYBODY_AND_GUESTS),
    "livez": Row(get=EVERYBODY_AND_GUESTS),
    "readyz": Row(get=EVERYBODY_AND_GUESTS),
    "unsent": Row(get=SIGNED_IN_AND_GUESTS),
    "unsent_discard": Row(post=SIGNED_IN_AND_GUESTS, path={"pk": "1"}),
}
