"""Addresses of programs, one module per noun."""

from programs.urls import messages, public, settings, surveys

app_name = "programs"

urlpatterns = [
    *public.urlpatterns,
    *surveys.urlpatterns,
    *messages.urlpatterns,
    *settings.urlpatterns,
]
