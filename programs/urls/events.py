from django.urls import path

from programs.views import attendance, events

_BASE = "organize/<slug:program>/<slug:cycle>/events/"

urlpatterns = [
    path(_BASE, events.event_list, name="event_list"),
    path(f"{_BASE}new/", events.event_create, name="event_create"),
    path(f"{_BASE}<int:pk>/", events.event_edit, name="event_edit"),
    path(f"{_BASE}<int:pk>/delete/", events.event_delete, name="event_delete"),
    path(f"{_BASE}<int:pk>/attendance/", attendance.attendance_list, name="attendance_list"),
    path(f"{_BASE}<int:pk>/attendance/mark/", attendance.attendance_mark, name="attendance_mark"),
    path(f"{_BASE}<int:pk>/replay/<int:slot>/", attendance.event_replay, name="event_replay"),
]
