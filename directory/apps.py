from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    name = "directory"
    verbose_name = _("Mentor directory")

    def ready(self) -> None:
        from directory import receivers  # noqa: F401 - receivers connect when imported
        from directory.actions import availability, registrations, requests, wishes
        from notifications import due

        due.register("requests without an answer", requests.expire_due)
        due.register("mentors to ask whether it is still right", availability.ask_to_confirm)
        due.register("mentors who did not confirm", availability.pause_unconfirmed)
        due.register("pairs nobody confirmed", registrations.expire_due)
        due.register("wishes for a mentor", wishes.tell_fitting)
