"""Addresses of what a cycle offers everybody: events, attendance, trainings, resources."""

from events.urls import events, feeds, learning

app_name = "events"

urlpatterns = [*events.urlpatterns, *learning.urlpatterns, *feeds.urlpatterns]
