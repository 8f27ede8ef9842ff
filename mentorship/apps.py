from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from mentorship.celery import app as celery_app  # so that every shared task belongs to this app
from mentorship.operations import reports

__all__ = ["MentorshipConfig", "celery_app"]


class MentorshipConfig(AppConfig):
    name = "mentorship"
    verbose_name = _("Mentorship")

    def ready(self):
        from directory import suggestions
        from mentorship import suggesting
        from mentorship.operations import checks, tidying  # noqa: F401 - the checks register themselves
        from mentorship.sign_in import news
        from notifications import due
        from people import tasks as people

        if settings.SENTRY_DSN:
            reports.start_sentry(settings.SENTRY_DSN)
        # People know nothing of what the clock causes; this is the app that knows both.
        due.register("imports of people", people.look_after_imports)
        due.register("what has run out", tidying.clear)
        suggestions.use(suggesting.choose)  # the engine and the directory do not know each other
        news.register()
