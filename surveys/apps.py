from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SurveysConfig(AppConfig):
    name = "surveys"
    verbose_name = _("Surveys")

    def ready(self):
        from notifications import due
        from surveys.actions import anonymity

        due.register("anonymous answers", anonymity.mix_due)
