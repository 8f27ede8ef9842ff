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
        from events.queries.learning import postings_of
        from notifications import due
        from notifications.queries import add_planned
        from programs.queries import message_samples, public

        programfile.register()
        add_planned(postings_of)
        public.add_events(with_slots)
        message_samples.add_samples(learning.sample)
        due.register("resources", learning_actions.post_resources)
