from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GrowthConfig(AppConfig):
    name = "growth"
    verbose_name = _("Growth")

    def ready(self) -> None:
        """Each subject registers its due work, and connects its receivers, here."""
        from events.queries.dates import add_dates
        from growth.binder import receivers as binder  # noqa: F401 - connects when imported
        from growth.binder.models import BinderItem
        from growth.binder.queries import add_source
        from growth.opportunities import queries as places
        from growth.opportunities import receivers as opportunities  # noqa: F401 - connects
        from growth.opportunities.actions import guests
        from growth.pathway import receivers as pathway  # noqa: F401 - connects when imported
        from growth.pathway.actions import totals
        from growth.plans import receivers  # noqa: F401 - connects when imported
        from growth.promotion import receivers as promotion  # noqa: F401
        from growth.promotion.actions import reviews
        from growth.sharing import actions as sharing
        from notifications import due

        add_source(BinderItem.Source.OPPORTUNITY, places.finished, places.as_evidence)
        add_dates(places.dates_for_calendar)
        due.register("guest accounts that nobody used", guests.forget_unused)
        due.register("shares that ended with their manager", sharing.end_outlived)
        due.register("totals of quarters", totals.work_out)
        due.register("reviews that ended with their manager", reviews.end_outlived)
