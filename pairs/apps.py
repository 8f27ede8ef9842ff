from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PairsConfig(AppConfig):
    name = "pairs"
    verbose_name = _("Pairs")

    def ready(self) -> None:
        from events.queries.dates import add_dates
        from notifications import due
        from pairs import programfile, receivers  # noqa: F401 - receivers connect when imported
        from pairs.actions import endings, reminders
        from pairs.permissions import partners_of
        from pairs.queries import dates
        from programs import sections
        from programs.permissions import add_partners

        programfile.register()
        sections.register(
            sections.Section("agendas", "pairs:settings_agendas", _("Agendas")), after="surveys"
        )
        add_partners(partners_of)
        add_dates(dates.sessions_of)
        due.register("pairs that are complete", endings.end_over)
        due.register("quiet pairs", reminders.open_quiet_cases)
