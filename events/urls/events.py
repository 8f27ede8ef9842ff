from django.urls import path

from events.views import attendance, events, exports, my_events

_BASE = "organize/<slug:program>/<slug:cycle>/events/"
_CYCLE = "programs/<slug:program>/<slug:cycle>/"
_MINE = f"{_CYCLE}events/<int:pk>/"

urlpatterns = [
    path(_BASE, events.event_list, name="event_list"),
    path(f"{_BASE}new/", events.event_create, name="event_create"),
    path(f"{_BASE}<int:pk>/", events.event_edit, name="event_edit"),
    path(f"{_BASE}<int:pk>/delete/", events.event_delete, name="event_delete"),
    path(f"{_BASE}<int:pk>/attendance/", attendance.attendance_list, name="attendance_list"),
    path(
        f"{_BASE}<int:pk>/attendance/export/", exports.attendance_export, name="attendance_export"
    ),
    path(f"{_BASE}<int:pk>/attendance/mark/", attendance.attendance_mark, name="attendance_mark"),
    path(f"{_BASE}<int:pk>/replay/<int:slot>/", attendance.event_replay, name="event_replay"),
    path(_MINE, my_events.event_detail, name="event_detail"),
    path(f"{_MINE}place/", my_events.event_place, name="event_place"),
    path(f"{_MINE}here/", my_events.event_check_in, name="event_check_in"),
    path(f"{_MINE}slots/<int:slot>.ics", my_events.event_calendar, name="event_calendar"),
    path(f"{_CYCLE}dates.ics", my_events.cycle_dates, name="cycle_dates"),
]
