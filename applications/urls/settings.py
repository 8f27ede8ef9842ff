from django.urls import path

from applications.views import settings_review

_SETTINGS = "organize/<slug:program>/<slug:cycle>/settings/"

urlpatterns = [
    path(f"{_SETTINGS}review/", settings_review.settings_review, name="settings_review"),
]
