from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApplicationsConfig(AppConfig):
    name = "applications"
    verbose_name = _("Applications")

    def ready(self):
        from applications import post_office, programfile, receivers, tasks  # noqa: F401 - receivers connect
        from applications.actions import outreach as outreach_actions
        from applications.actions import waitlist as waitlist_actions
        from applications.news import applications
        from applications.queries.applications import concerned_by_dates, own_applications
        from notifications import due
        from programs import sections
        from programs.queries import known_dates, message_samples, public

        programfile.register()
        sections.register(
            sections.Section("review", "applications:settings_review", _("Review")), after="surveys"
        )
        known_dates.add_concerned(concerned_by_dates)
        public.add_applications(own_applications)
        message_samples.add_samples(applications.sample)
        due.register("replies by mail", post_office.take_in)
        due.register("open calls", outreach_actions.tell_of_open_calls)
        due.register("imports of applications", tasks.look_after_imports)
        due.register("place offers", waitlist_actions.expire_offers)
