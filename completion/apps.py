from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CompletionConfig(AppConfig):
    name = "completion"
    verbose_name = _("The end of a mentorship, and after")

    def ready(self) -> None:
        from completion.actions import going_on, shares
        from notifications import due

        due.register("pairs that go on", going_on.begin_agreed)
        due.register("shares of summaries that are over", shares.end_outlived)
