from tests.access.rows import EVERYBODY, Row

TABLE = {
    "home": Row(get=EVERYBODY),
    "healthz": Row(get=EVERYBODY),
}
