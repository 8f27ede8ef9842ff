"""Addresses of programs, one module per noun."""

from programs.urls import (
    applications,
    events,
    learning,
    messages,
    outreach,
    public,
    review,
    settings,
    surveys,
)

app_name = "programs"

urlpatterns = [
    *outreach.urlpatterns,
    *public.urlpatterns,
    *applications.urlpatterns,
    *review.urlpatterns,
    *events.urlpatterns,
    *learning.urlpatterns,
    *surveys.urlpatterns,
    *messages.urlpatterns,
    *settings.urlpatterns,
]
