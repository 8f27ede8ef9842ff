from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgramsConfig(AppConfig):
    name = "programs"
    verbose_name = _("Programs")

    def ready(self):
        from notifications import due
        from programs import tasks
        from programs.actions import learning as learning_actions
        from programs.actions import outreach as outreach_actions
        from programs.actions import waitlist as waitlist_actions
        from programs.news import (
            applications,
            consents,
            dates,
            events,
            learning,
            outreach,
            reviews,
            surveys,
            texts,
            waitlist,
        )

        applications.register()
        consents.register()
        dates.register()
        events.register()
        learning.register()
        outreach.register()
        reviews.register()
        surveys.register()
        texts.register()
        waitlist.register()
        due.register("open calls", outreach_actions.tell_of_open_calls)
        due.register("imports of applications", tasks.look_after_imports)
        due.register("place offers", waitlist_actions.expire_offers)
        due.register("resources", learning_actions.post_resources)
        due.register("training reminders", learning_actions.remind_of_trainings)
