from django.urls import path

from events.views import feeds

urlpatterns = [
    path("account/calendar/", feeds.calendar, name="calendar"),
    path("calendar/<str:token>.ics", feeds.feed, name="feed"),
]
