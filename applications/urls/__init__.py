"""Addresses of getting in: reaching people, applying, reviewing, deciding."""

from applications.urls import applications, outreach, review, settings

app_name = "applications"

urlpatterns = [
    *outreach.urlpatterns,
    *applications.urlpatterns,
    *review.urlpatterns,
    *settings.urlpatterns,
]
