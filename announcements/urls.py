from django.urls import path

from announcements.views import announcements, feed

app_name = "announcements"

_BASE = "organize/<slug:program>/<slug:cycle>/messages/announcements/"
_ONE = f"{_BASE}<int:pk>/"

_FEED = "programs/<slug:program>/<slug:cycle>/feed/"

urlpatterns = [
    path(_FEED, feed.feed, name="feed"),
    path(f"{_FEED}mute/", feed.feed_mute, name="feed_mute"),
    path(f"{_FEED}read/", feed.feed_read, name="feed_read"),
    path(_BASE, announcements.announcement_list, name="announcement_list"),
    path(f"{_BASE}new/", announcements.announcement_create, name="announcement_create"),
    path(f"{_BASE}for/", announcements.announcement_for, name="announcement_for"),
    path(
        f"{_BASE}remind/<str:key>/", announcements.announcement_remind, name="announcement_remind"
    ),
    path(_ONE, announcements.announcement_detail, name="announcement_detail"),
    path(f"{_ONE}edit/", announcements.announcement_edit, name="announcement_edit"),
    path(f"{_ONE}plan/", announcements.announcement_plan, name="announcement_plan"),
    path(f"{_ONE}take-back/", announcements.announcement_take_back, name="announcement_take_back"),
    path(f"{_ONE}test/", announcements.announcement_test, name="announcement_test"),
    path(f"{_ONE}delete/", announcements.announcement_delete, name="announcement_delete"),
]
