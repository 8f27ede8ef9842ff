from tests.access.rows import ORGANIZERS, ORGANIZERS_WRITE, Row, opens

IN_THE_CYCLE = ("mentor", "mentee", "other_mentor", "organizer")

DRAFT = {"pk": "announcement"}

TABLE = {
    "announcements:feed": Row(get=opens(*IN_THE_CYCLE)),
    "announcements:feed_mute": Row(post=opens(*IN_THE_CYCLE)),
    "announcements:feed_read": Row(post=opens(*IN_THE_CYCLE), data={"key": "all"}),
    "announcements:announcement_list": Row(get=ORGANIZERS),
    "announcements:announcement_create": Row(get=ORGANIZERS, post=ORGANIZERS_WRITE),
    "announcements:announcement_remind": Row(
        get=ORGANIZERS, post=ORGANIZERS_WRITE, path={"key": "open_reviews"}
    ),
    "announcements:announcement_for": Row(post=ORGANIZERS_WRITE),
    "announcements:announcement_detail": Row(get=ORGANIZERS, path=DRAFT),
    "announcements:announcement_edit": Row(get=ORGANIZERS, post=ORGANIZERS_WRITE, path=DRAFT),
    "announcements:announcement_plan": Row(post=ORGANIZERS_WRITE, path=DRAFT),
    "announcements:announcement_take_back": Row(post=ORGANIZERS_WRITE, path=DRAFT),
    "announcements:announcement_test": Row(post=ORGANIZERS_WRITE, path=DRAFT),
    "announcements:announcement_delete": Row(post=ORGANIZERS_WRITE, path=DRAFT),
}
