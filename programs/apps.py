from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgramsConfig(AppConfig):
    name = "programs"
    verbose_name = _("Programs")

    def ready(self):
        from notifications import due
        from programs import receivers  # noqa: F401 - receivers connect when imported
        from programs.actions import surveys
        from programs.news import texts

        texts.register()
        due.register("surveys", surveys.open_due)
