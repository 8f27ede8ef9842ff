"""The pair's own pages, and what organizers see of pairs."""

from tests.access.rows import ORGANIZERS, ORGANIZERS_WRITE, PAIR, Row

_PAIR = {"pair": "pair"}
_SESSION = {"pair": "pair", "session": "session"}
_CASE = {"pair": "pair", "case": "case"}

TABLE = {
    "pairing:pair_detail": Row(get=PAIR, path=_PAIR),
    "pairing:pair_meeting": Row(get=PAIR, post=PAIR, path=_PAIR),
    "pairing:agreement_propose": Row(get=PAIR, post=PAIR, path=_PAIR),
    "pairing:agreement_answer": Row(post=PAIR, path={"pair": "pair", "agreement": "agreement"}),
    "pairing:session_calendar": Row(get=PAIR, path=_PAIR),
    "pairing:pair_end": Row(get=PAIR, post=PAIR, path=_PAIR),
    "pairing:session_list": Row(get=PAIR, path=_PAIR),
    "pairing:session_log": Row(get=PAIR, post=PAIR, path=_PAIR),
    "pairing:session_plan": Row(get=PAIR, post=PAIR, path=_PAIR),
    "pairing:session_detail": Row(get=PAIR, post=PAIR, path=_SESSION),
    "pairing:session_edit": Row(get=PAIR, post=PAIR, path=_SESSION),
    "pairing:session_remove": Row(post=PAIR, path=_SESSION),
    "pairing:session_answer": Row(post=PAIR, path=_SESSION),
    "pairing:session_move": Row(get=PAIR, post=PAIR, path={"pair": "pair", "session": "planned"}),
    "pairing:session_cancel": Row(post=PAIR, path={"pair": "pair", "session": "planned"}),
    "pairing:goal_add": Row(get=PAIR, post=PAIR, path=_PAIR),
    "pairing:goal_edit": Row(get=PAIR, post=PAIR, path={"pair": "pair", "goal": "goal"}),
    "pairing:agenda_add": Row(post=PAIR, path=_PAIR),
    "pairing:agenda_start": Row(post=PAIR, path=_PAIR),
    "pairing:agenda_change": Row(
        post=PAIR, path={"pair": "pair", "item": "agenda_item"}, data={"change": "tick"}
    ),
    "pairing:pair_list": Row(get=ORGANIZERS),
    "pairing:pair_export": Row(get=ORGANIZERS),
    "pairing:pair_overview": Row(get=ORGANIZERS, path=_PAIR),
    "pairing:pair_release": Row(post=ORGANIZERS_WRITE, path=_PAIR),
    "pairing:case_change": Row(post=ORGANIZERS_WRITE, path=_CASE),
}
