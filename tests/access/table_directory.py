"""The directory of mentors: open to everybody who works here; a request to its two people."""

from tests.access.rows import ADMINISTRATORS, EVERYBODY, GROWER, OWNER, SIGNED_IN, Row, opens

_MENTOR = {"pk": "available_mentor"}
_REQUEST = {"pk": "mentoring_request"}
_BOTH = opens("applicant", "grower")

TABLE = {
    "directory:mentor_list": Row(get=SIGNED_IN),
    "directory:suggested": Row(get=SIGNED_IN),
    "directory:looking": Row(get=SIGNED_IN, post=SIGNED_IN),
    "directory:for_application": Row(get=OWNER, path={"pk": "application"}),
    "directory:mentor": Row(get=SIGNED_IN, path=_MENTOR),
    "directory:mark": Row(post=SIGNED_IN, path=_MENTOR),
    "directory:offer": Row(get=SIGNED_IN, post=SIGNED_IN),
    "directory:offer_state": Row(post=SIGNED_IN),
    "directory:still_right": Row(
        get=EVERYBODY, post=EVERYBODY, path={"token": "still_right_token"}
    ),
    # Read by the two people of it alone: no organizer, no administrator, no manager.
    "directory:request_list": Row(get=SIGNED_IN),
    "directory:ask": Row(get=SIGNED_IN, post=SIGNED_IN, path=_MENTOR),
    "directory:request": Row(get=_BOTH, path=_REQUEST),
    "directory:request_write": Row(post=OWNER, path=_REQUEST),
    "directory:take_back": Row(post=OWNER, path=_REQUEST),
    "directory:request_answer": Row(post=GROWER, path=_REQUEST),
    "directory:register": Row(get=SIGNED_IN, post=SIGNED_IN),
    "directory:registration": Row(get=_BOTH, post=_BOTH, path={"pk": "registration"}),
    # Organizers with an open call for mentors invite to it; administrators see numbers.
    "directory:invite": Row(post=opens("organizer"), path=_MENTOR),
    "directory:setup": Row(get=ADMINISTRATORS, post=ADMINISTRATORS),
}
