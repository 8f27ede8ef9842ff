"""The end of a mentorship and after: the two people's own, and records for whoever has the code."""

from tests.access.rows import EVERYBODY_AND_GUESTS, ORGANIZERS, PAIR, Row

_PAIR = {"pair": "pair"}

TABLE = {
    "completion:record_check": Row(get=EVERYBODY_AND_GUESTS),
    "completion:record": Row(get=EVERYBODY_AND_GUESTS, path={"code": "record_code"}),
    # The two of the pair, each their own: no organizer, no administrator.
    "completion:ending": Row(get=PAIR, path=_PAIR),
    "completion:summary": Row(get=PAIR, post=PAIR, path=_PAIR),
    "completion:summary_name": Row(post=PAIR, path=_PAIR, data={"name": "ask"}),
    "completion:ending_step": Row(get=PAIR, post=PAIR, path={**_PAIR, "step": "reached"}),
    "completion:words": Row(get=ORGANIZERS),
    "completion:record_own": Row(get=PAIR, post=PAIR, path=_PAIR),
}
