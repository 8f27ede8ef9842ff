from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from mentorship.celery import app as celery_app  # so that every shared task belongs to this app

__all__ = ["MentorshipConfig", "celery_app"]


class MentorshipConfig(AppConfig):
    name = "mentorship"
    verbose_name = _("Mentorship")
