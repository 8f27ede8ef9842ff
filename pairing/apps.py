from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PairingConfig(AppConfig):
    name = "pairing"
    verbose_name = _("Pairing")

    def ready(self) -> None:
        from notifications import due
        from pairing import tasks
        from pairing.news import publication, repairs, signatures, votes

        publication.register()
        repairs.register()
        signatures.register()
        votes.register()
        due.register("silent runs", tasks.take_up_silent_runs)
