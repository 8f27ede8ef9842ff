"""Every component on one page, for developers: there only with DEBUG=1."""

from datetime import UTC, date, datetime

from django import forms
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from people.access import public

COLORS = (
    *("paper", "surface", "sunken", "line", "line-strong", "ink", "ink-2", "ink-3", "focus"),
    *("spruce", "spruce-soft", "mentor", "mentor-soft", "mentor-fill"),
    *("mentee", "mentee-soft", "mentee-fill", "ok", "ok-soft", "warn", "warn-soft", "warn-fill"),
    *("bad", "bad-soft", "info", "info-soft", "h0", "h1", "h2", "h3", "h4"),
)
ICONS = ("lock", "clock", "mail", "users", "calendar-plus", "fingerprint", "chart-column", "sprout")
BARS = [
    (_("Focus"), 0.9),
    (_("Goal"), 0.7),
    (_("Hours"), 1.0),
    (_("Experience"), 0.8),
    (_("Division"), 1.0),
    (_("Wishes"), 0.3),
]


class SampleForm(forms.Form):
    """One field of each kind, with choices in each of the three looks."""

    role = forms.CharField(label=_("Your role"), help_text=_("As in the team directory"))
    goal = forms.CharField(
        label=_("How will you measure it?"),
        help_text=_("One line is enough"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    division = forms.ChoiceField(
        label=_("Division"), choices=[("", "–"), ("a", _("Support")), ("b", _("Security"))]
    )
    starts_on = forms.DateField(
        label=_("First day"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    topics = forms.MultipleChoiceField(
        label=_("What would you like help with?"),
        help_text=_("Choose up to two."),
        choices=[("v", _("Visibility")), ("n", _("Negotiation")), ("m", _("Another role"))],
        widget=forms.CheckboxSelectMultiple(attrs={"data-max": 2}),
    )
    form_of_work = forms.ChoiceField(
        label=_("How do you meet?"),
        choices=[("call", _("On a call")), ("async", _("Async"))],
        widget=forms.RadioSelect(attrs={"data-look": "seg"}),
        initial="call",
    )
    days = forms.MultipleChoiceField(
        label=_("Days"),
        required=False,
        choices=[("mo", _("Monday")), ("tu", _("Tuesday"))],
        widget=forms.CheckboxSelectMultiple(attrs={"data-look": "list"}),
    )
    agreed = forms.BooleanField(
        label=_("I talked to my manager"), help_text=_("It takes two hours a month.")
    )


@public
def page(request):
    form = SampleForm({"role": "", "form_of_work": "call"})
    return render(
        request,
        "mentorship/styleguide.html",
        {
            "colors": COLORS,
            "icons": ICONS,
            "bars": BARS,
            "low_bars": [(label, share / 3) for label, share in BARS],
            "labels": ["8 July", "22 July", "5 Aug", "19 Aug", "2 Sept", "23 Sept"],
            "windows": ["met", "async", "missed", "open", "now"],
            "moment": datetime(2021, 6, 7, 12, 30, tzinfo=UTC),
            "first": date(2021, 5, 20),
            "last": date(2021, 6, 7),
            "sample": form,
        },
    )
