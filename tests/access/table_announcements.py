from tests.access.rows import ORGANIZERS, ORGANIZERS_WRITE, Row

DRAFT = {"pk": "announcement"}

TABLE = {
    "announcements:announcement_list": Row(get=ORGANIZERS),
    "announcements:announcement_create": Row(get=ORGANIZERS, post=ORGANIZERS_WRITE),
    "announcements:announcement_for": Row(post=ORGANIZERS_WRITE),
    "announcements:announcement_detail": Row(get=ORGANIZERS, path=DRAFT),
    "announcements:announcement_edit": Row(get=ORGANIZERS, post=ORGANIZERS_WRITE, path=DRAFT),
    "announcements:announcement_plan": Row(post=ORGANIZERS_WRITE, path=DRAFT),
    "announcements:announcement_take_back": Row(post=ORGANIZERS_WRITE, path=DRAFT),
    "announcements:announcement_test": Row(post=ORGANIZERS_WRITE, path=DRAFT),
    "announcements:announcement_delete": Row(post=ORGANIZERS_WRITE, path=DRAFT),
}
