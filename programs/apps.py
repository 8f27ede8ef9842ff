from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgramsConfig(AppConfig):
    name = "programs"
    verbose_name = _("Programs")

    def ready(self):
        from notifications import due
        from notifications.queries import add_planned
        from programs import receivers  # noqa: F401 - receivers connect when imported
        from programs.actions import surveys
        from programs.news import texts
        from programs.queries.survey_invitations import openings_of

        texts.register()
        add_planned(openings_of)
        due.register("surveys", surveys.open_due)
