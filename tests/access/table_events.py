from tests.access.rows import (
    EVERYBODY,
    ORGANIZERS,
    ORGANIZERS_WRITE,
    SIGNED_IN,
    Row,
    opens,
)

EVENT = {"pk": "event"}
SLOT = {**EVENT, "slot": "slot"}
IN_THE_CYCLE = ("mentor", "mentee", "other_mentor")

TABLE = {
    "events:event_list": Row(get=ORGANIZERS),
    "events:event_create": Row(get=ORGANIZERS, post=ORGANIZERS_WRITE),
    "events:event_edit": Row(get=ORGANIZERS, post=ORGANIZERS_WRITE, path=EVENT),
    "events:event_delete": Row(post=ORGANIZERS_WRITE, path=EVENT),
    "events:attendance_list": Row(get=ORGANIZERS, path=EVENT),
    "events:attendance_export": Row(get=ORGANIZERS, path=EVENT),
    "events:attendance_mark": Row(post=ORGANIZERS_WRITE, path=EVENT),
    "events:event_replay": Row(post=ORGANIZERS_WRITE, path=SLOT, data={"replay_link": ""}),
    "events:event_detail": Row(get=opens(*IN_THE_CYCLE, "organizer"), path=EVENT),
    "events:event_place": Row(post=opens(*IN_THE_CYCLE), path=EVENT),
    "events:event_check_in": Row(post=opens(*IN_THE_CYCLE), path=EVENT),
    "events:event_calendar": Row(get=opens(*IN_THE_CYCLE, "organizer"), path=SLOT),
    # The address alone says whose dates they are: calendar programs do not sign in.
    "events:feed": Row(get=EVERYBODY, path={"token": "feed_token"}),
    "events:calendar": Row(get=SIGNED_IN, post=SIGNED_IN, data={"do": "make"}),
    "events:cycle_dates": Row(get=opens(*IN_THE_CYCLE)),
}
