from django import forms
from django.utils.translation import gettext_lazy as _

from applications.models import InvitationLink
from programs.forms.settings import day_input
from programs.queries.calls import roles_applied_for
from programs.rules import days

Channel = InvitationLink.Channel


class LinkForm(forms.ModelForm):
    last_day = forms.DateField(
        label=_("Late entry: last day"),
        required=False,
        widget=day_input(),
        help_text=_("Only for late entry. It works until the end of that day."),
    )

    class Meta:
        model = InvitationLink
        fields = ["channel", "name", "role", "most_uses"]
        help_texts = {
            "name": _("Which channel, or whom you invite."),
            "most_uses": _("Only for late entry."),
        }

    field_order = ["channel", "name", "role", "last_day", "most_uses"]

    def __init__(self, *args, cycle, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.cycle, self.today = cycle, today
        self.fields["channel"].choices = Channel.choices
        self.fields["role"].queryset = roles_applied_for(cycle)
        self.fields["role"].empty_label = _("Any role")

    def clean(self):
        super().clean()
        found = self.cleaned_data
        if found.get("channel") != Channel.LATE:
            return found | {"most_uses": None, "last_day": None}
        for name, message in (
            ("role", _("Choose the role people may apply for late.")),
            ("last_day", _("Choose the last day.")),
        ):
            if not found.get(name) and name not in self.errors:
                self.add_error(name, message)
        if found.get("last_day") and found["last_day"] < self.today:
            self.add_error("last_day", _("This day is over."))
        return found | {"most_uses": found.get("most_uses") or 1}

    def _post_clean(self):
        """What makes a link whole is told by `clean` in better words than the database's."""

    @property
    def values(self):
        found = {name: self.cleaned_data[name] for name in ("channel", "name", "role", "most_uses")}
        last = self.cleaned_data["last_day"]
        return found | {"expires_at": days.ends(last, self.cycle.tzinfo) if last else None}
