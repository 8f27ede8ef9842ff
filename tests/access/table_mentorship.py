from tests.access.rows import EVERYBODY, Row

TABLE = {
    "healthz": Row(get=EVERYBODY),
}
