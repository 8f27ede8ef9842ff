from tests.access.rows import OWNER, SIGNED_IN, Row, opens

ROLE = {"role": "role"}

TABLE = {
    "programs:application_apply": Row(get=SIGNED_IN, post=SIGNED_IN, path=ROLE),
    "programs:application_draft": Row(post=SIGNED_IN, path=ROLE),
    "programs:application_withdraw": Row(post=OWNER, path=ROLE),
    "programs:application_status": Row(get=SIGNED_IN),
    # Asked of the stranger, as the applicant's manager.
    "programs:consent": Row(get=opens("stranger"), post=opens("stranger"), path={"pk": "consent"}),
}
