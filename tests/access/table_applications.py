from tests.access.rows import OWNER, SIGNED_IN, Row, opens

ROLE = {"role": "role"}

TABLE = {
    "applications:application_apply": Row(get=SIGNED_IN, post=SIGNED_IN, path=ROLE),
    "applications:application_draft": Row(post=SIGNED_IN, path=ROLE),
    "applications:application_text": Row(post=SIGNED_IN, path=ROLE),
    "applications:application_withdraw": Row(post=OWNER, path=ROLE),
    "applications:application_status": Row(get=SIGNED_IN),
    # Asked of the stranger, as the applicant's manager.
    "applications:consent": Row(
        get=opens("stranger"), post=opens("stranger"), path={"pk": "consent"}
    ),
}
