from tests.access.rows import ORGANIZERS, ORGANIZERS_WRITE, Row

EVENT = {"pk": "event"}

TABLE = {
    "programs:event_list": Row(get=ORGANIZERS),
    "programs:event_create": Row(get=ORGANIZERS, post=ORGANIZERS_WRITE),
    "programs:event_edit": Row(get=ORGANIZERS, post=ORGANIZERS_WRITE, path=EVENT),
    "programs:event_delete": Row(post=ORGANIZERS_WRITE, path=EVENT),
    "programs:attendance_list": Row(get=ORGANIZERS, path=EVENT),
    "programs:attendance_mark": Row(post=ORGANIZERS_WRITE, path=EVENT),
    "programs:event_replay": Row(
        post=ORGANIZERS_WRITE, path={**EVENT, "slot": "slot"}, data={"replay_link": ""}
    ),
}
