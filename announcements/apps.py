from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AnnouncementsConfig(AppConfig):
    name = "announcements"
    verbose_name = _("Announcements")

    def ready(self):
        from announcements.actions import announcements
        from announcements.queries.announcements import planned_of
        from notifications import due
        from notifications.queries import add_planned

        add_planned(planned_of)
        due.register("announcements", announcements.send_due)
