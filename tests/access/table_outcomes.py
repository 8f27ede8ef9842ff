from tests.access.rows import EVERYBODY_AND_GUESTS, ORGANIZERS, ORGANIZERS_WRITE, Row, opens

FIGURE_READERS = opens("organizer", "other_organizer", "administrator")

TABLE = {
    "outcomes:figures": Row(get=FIGURE_READERS),
    "outcomes:figures_export": Row(get=FIGURE_READERS),
    "outcomes:dashboard": Row(get=ORGANIZERS),
    "outcomes:cycle_line": Row(get=ORGANIZERS),
    "outcomes:need_take": Row(post=ORGANIZERS_WRITE, path={"key": "silent"}),
    "outcomes:need_give_back": Row(post=ORGANIZERS_WRITE, path={"key": "silent"}),
    "outcomes:report": Row(get=ORGANIZERS),
    "outcomes:report_export": Row(get=ORGANIZERS),
    "outcomes:report_file": Row(get=ORGANIZERS),
    "outcomes:report_table": Row(get=ORGANIZERS, path={"key": "figures"}),
    "outcomes:share_list": Row(get=ORGANIZERS, post=ORGANIZERS_WRITE),
    "outcomes:share_withdraw": Row(post=ORGANIZERS_WRITE, path={"pk": "report_share"}),
    "outcomes:share_open": Row(
        get=EVERYBODY_AND_GUESTS, post=EVERYBODY_AND_GUESTS, path={"code": "share_code"}
    ),
    "outcomes:frozen_list": Row(get=ORGANIZERS, post=ORGANIZERS_WRITE),
    "outcomes:frozen_report": Row(get=ORGANIZERS, path={"number": "frozen_number"}),
    "outcomes:frozen_file": Row(get=ORGANIZERS, path={"number": "frozen_number"}),
    "outcomes:frozen_table": Row(
        get=ORGANIZERS, path={"number": "frozen_number", "key": "figures"}
    ),
}
