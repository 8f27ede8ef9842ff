from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AnnouncementsConfig(AppConfig):
    name = "announcements"
    verbose_name = _("Announcements")

    def ready(self):
        from announcements.actions import announcements
        from notifications import due

        due.register("announcements", announcements.send_due)
