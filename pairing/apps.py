from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PairingConfig(AppConfig):
    name = "pairing"
    verbose_name = _("Pairing")

    def ready(self) -> None:
        from applications.queries.standing import add_outcomes
        from notifications import due
        from pairing import tasks
        from pairing.news.publication import outcomes_of

        add_outcomes(outcomes_of)
        due.register("silent runs", tasks.take_up_silent_runs)
