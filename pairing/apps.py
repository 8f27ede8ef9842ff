from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PairingConfig(AppConfig):
    name = "pairing"
    verbose_name = _("Pairing")

    def ready(self) -> None:
        from notifications import due
        from pairing import receivers, tasks  # noqa: F401 - receivers connect when imported
        from pairing.actions import endings, reminders
        from pairing.news import pairs, publication, repairs, sessions, signatures, votes
        from pairing.permissions import partners_of
        from pairing.queries import dates
        from programs.permissions import add_partners
        from programs.queries.dates import add_dates

        add_partners(partners_of)
        add_dates(dates.sessions_of)
        publication.register()
        due.register("silent runs", tasks.take_up_silent_runs)
        pairs.register()
        repairs.register()
        signatures.register()
        sessions.register()
        votes.register()
        due.register("pairs that are complete", endings.end_with_the_cycle)
        due.register("session reminders", reminders.remind_of_sessions)
        due.register("quiet pairs", reminders.open_quiet_cases)
