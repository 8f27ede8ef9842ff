from tests.access.rows import OWNER, SIGNED_IN, Row

ROLE = {"role": "role"}

TABLE = {
    "programs:application_apply": Row(get=SIGNED_IN, post=SIGNED_IN, path=ROLE),
    "programs:application_draft": Row(post=SIGNED_IN, path=ROLE),
    "programs:application_withdraw": Row(post=OWNER, path=ROLE),
    "programs:application_status": Row(get=SIGNED_IN),
}
