from tests.access.rows import ORGANIZERS, ORGANIZERS_WRITE, Row, opens

EVENT = {"pk": "event"}
SLOT = {**EVENT, "slot": "slot"}
IN_THE_CYCLE = ("mentor", "mentee", "other_mentor")

TABLE = {
    "programs:event_list": Row(get=ORGANIZERS),
    "programs:event_create": Row(get=ORGANIZERS, post=ORGANIZERS_WRITE),
    "programs:event_edit": Row(get=ORGANIZERS, post=ORGANIZERS_WRITE, path=EVENT),
    "programs:event_delete": Row(post=ORGANIZERS_WRITE, path=EVENT),
    "programs:attendance_list": Row(get=ORGANIZERS, path=EVENT),
    "programs:attendance_export": Row(get=ORGANIZERS, path=EVENT),
    "programs:attendance_mark": Row(post=ORGANIZERS_WRITE, path=EVENT),
    "programs:event_replay": Row(post=ORGANIZERS_WRITE, path=SLOT, data={"replay_link": ""}),
    "programs:event_detail": Row(get=opens(*IN_THE_CYCLE, "organizer"), path=EVENT),
    "programs:event_place": Row(post=opens(*IN_THE_CYCLE), path=EVENT),
    "programs:event_check_in": Row(post=opens(*IN_THE_CYCLE), path=EVENT),
    "programs:event_calendar": Row(get=opens(*IN_THE_CYCLE, "organizer"), path=SLOT),
    "programs:cycle_dates": Row(get=opens(*IN_THE_CYCLE)),
}
