from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = _("Events")

    def ready(self):
        from events import programfile
        from events.actions import learning as learning_actions
        from events.news import learning
        from events.queries.events import with_slots
        from notifications import due
        from programs.queries import message_samples, public

        programfile.register()
        public.add_events(with_slots)
        message_samples.add_samples(learning.sample)
        due.register("resources", learning_actions.post_resources)
