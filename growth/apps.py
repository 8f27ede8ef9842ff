from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GrowthConfig(AppConfig):
    name = "growth"
    verbose_name = _("Growth")

    def ready(self) -> None:
        """Each subject registers its messages and due work, and connects its receivers, here."""
        from growth.conversations import due as talks_due
        from growth.conversations import news as talks_news
        from growth.sharing import actions as sharing
        from growth.sharing import news as sharing_news
        from notifications import due

        sharing_news.register()
        talks_news.register()
        due.register("shares that ended with their manager", sharing.end_outlived)
        due.register("reminders of growth", talks_due.remind)
