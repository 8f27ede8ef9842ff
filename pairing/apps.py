from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PairingConfig(AppConfig):
    name = "pairing"
    verbose_name = _("Pairing")

    def ready(self) -> None:
        from applications.queries.standing import add_outcomes
        from notifications import due
        from pairing import programfile, tasks
        from pairing.news.publication import outcomes_of
        from programs import sections

        programfile.register()
        sections.register(
            sections.Section("pairing", "pairing:settings_pairing", _("Pairing")), after="surveys"
        )
        add_outcomes(outcomes_of)
        due.register("silent runs", tasks.take_up_silent_runs)
        due.register("silent rehearsals", tasks.take_up_silent_rehearsals)
