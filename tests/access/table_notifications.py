from tests.access.rows import EVERYBODY, SIGNED_IN, Row

TABLE = {
    "notifications:mail_choices": Row(get=SIGNED_IN, post=SIGNED_IN),
    "notifications:switch_off": Row(
        get=EVERYBODY, post=EVERYBODY, path={"token": "switch_off_token"}
    ),
}
