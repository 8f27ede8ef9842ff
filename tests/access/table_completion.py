"""The end of a mentorship and after: the two people's own, and records for whoever has the code."""

from tests.access.rows import (
    EVERYBODY_AND_GUESTS,
    MENTEE,
    ORGANIZERS,
    PAIR,
    SIGNED_IN,
    Row,
    opens,
)

_PAIR = {"pair": "pair"}

TABLE = {
    "completion:record_check": Row(get=EVERYBODY_AND_GUESTS),
    "completion:record": Row(get=EVERYBODY_AND_GUESTS, path={"code": "record_code"}),
    # The two of the pair, each their own: no organizer, no administrator.
    "completion:ending": Row(get=PAIR, path=_PAIR),
    "completion:summary": Row(get=PAIR, post=PAIR, path=_PAIR),
    "completion:summary_name": Row(post=PAIR, path=_PAIR, data={"name": "ask"}),
    "completion:summary_share": Row(get=PAIR, post=PAIR, path=_PAIR),
    "completion:share_end": Row(post=MENTEE, path={**_PAIR, "share": "summary_share"}),
    # Whoever the mentee lets read it: no partner, no organizer.
    "completion:shared_summary": Row(get=opens("mentee", "manager"), path={"pk": "summary_share"}),
    "completion:shared_list": Row(get=SIGNED_IN),
    "completion:ending_step": Row(get=PAIR, post=PAIR, path={**_PAIR, "step": "reached"}),
    "completion:thanks": Row(get=PAIR, post=PAIR, path=_PAIR),
    "completion:note_remove": Row(post=MENTEE, path={**_PAIR, "note": "thank_you"}),
    "completion:kudos_answer": Row(
        post=opens("mentor"), path={**_PAIR, "line": "kudos"}, data={"answer": "no"}
    ),
    "completion:feedback_ask": Row(post=PAIR, path=_PAIR),
    "completion:words": Row(get=ORGANIZERS),
    "completion:record_own": Row(get=PAIR, post=PAIR, path=_PAIR),
}
