from tests.access.rows import ORGANIZERS, ORGANIZERS_WRITE, Row, opens

TABLE = {
    "pairing:rehearsal": Row(get=ORGANIZERS, post=ORGANIZERS_WRITE),
    "pairing:rehearsal_shown": Row(get=ORGANIZERS, path={"number": "rehearsal_number"}),
    "pairing:rehearsal_cancel": Row(post=ORGANIZERS_WRITE),
    "pairing:board": Row(get=ORGANIZERS),
    "pairing:board_news": Row(get=ORGANIZERS),
    "pairing:board_undo": Row(post=ORGANIZERS_WRITE, path={"version": "1"}),
    "pairing:board_edit": Row(post=ORGANIZERS_WRITE, path={"kind": "lock"}),
    "pairing:run_start": Row(post=ORGANIZERS_WRITE),
    "pairing:run_cancel": Row(post=ORGANIZERS_WRITE),
    "pairing:run_list": Row(get=ORGANIZERS),
    "pairing:run_file": Row(get=ORGANIZERS, path={"number": "run_number"}),
    "pairing:run_draft": Row(post=ORGANIZERS_WRITE, path={"number": "run_number"}),
    "pairing:votes": Row(
        get=opens("organizer", "delegated", "committee", forbidden=("confirmer", "administrator"))
    ),
    "pairing:votes_open": Row(post=ORGANIZERS_WRITE),
    "pairing:votes_close": Row(post=ORGANIZERS_WRITE),
    "pairing:votes_count": Row(post=ORGANIZERS_WRITE, path={"pk": "closed_votes"}),
    "pairing:vote_cast": Row(
        post=opens("delegated", forbidden=("organizer", "confirmer", "administrator")),
        path={"pk": "ballot"},
        data={"choice": "either"},
    ),
    "pairing:publish": Row(get=ORGANIZERS, post=ORGANIZERS_WRITE),
    "pairing:repair": Row(get=ORGANIZERS, post=ORGANIZERS_WRITE),
    "pairing:publish_close_calls": Row(post=ORGANIZERS_WRITE),
    "pairing:publish_sign": Row(post=ORGANIZERS_WRITE),
    "pairing:late_tell": Row(post=ORGANIZERS_WRITE),
    "pairing:publish_undo": Row(post=ORGANIZERS_WRITE),
}
