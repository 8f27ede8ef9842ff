from functools import lru_cache
from zoneinfo import available_timezones

from django import forms
from django.contrib.postgres.forms import SimpleArrayField
from django.utils.translation import gettext_lazy as _

from people.forms.fields import NameField
from people.models import User
from people.names import tidy

MOST_LISTED = 10


@lru_cache
def zone_choices() -> list:
    """Zones people live in, by continent; links such as US/Pacific are left to imports."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for name in sorted(available_timezones()):
        continent, slash, place = name.partition("/")
        if slash and continent not in {"Etc", "posix", "right", "SystemV", "US"}:
            groups.setdefault(continent, []).append((name, place.replace("_", " ")))
    return [("UTC", "UTC"), *groups.items()]


class CommaList(SimpleArrayField):
    """Words with commas between them; twice the same counts once."""

    def __init__(self, *, word_length: int, **options):
        base = NameField(max_length=word_length)
        super().__init__(base, required=False, max_length=MOST_LISTED, **options)

    def prepare_value(self, value):
        return ", ".join(value) if isinstance(value, list) else value

    def to_python(self, value):
        words = value if isinstance(value, list) else str(value or "").replace("\n", ",").split(",")
        return super().to_python(",".join(dict.fromkeys(filter(None, map(tidy, words)))))


class GuestProfileForm(forms.ModelForm):
    """Of somebody from outside: what the people read whom they apply to, and their zone."""

    time_zone = forms.ChoiceField(
        label=_("Time zone"), help_text=_("All times are shown to you in this zone.")
    )

    class Meta:
        model = User
        fields = ["name", "time_zone"]
        field_classes = {"name": NameField}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        choices = list(zone_choices())
        known = {name for _group, names in choices[1:] for name, _label in names} | {"UTC"}
        if self.instance.time_zone not in known:
            choices.insert(0, (self.instance.time_zone, self.instance.time_zone))
        self.fields["time_zone"].choices = choices


class ProfileForm(GuestProfileForm):
    languages = CommaList(
        word_length=40,
        label=_("Languages"),
        help_text=_("Separate them with commas, for example: English, Deutsch."),
    )
    focus_areas = CommaList(
        word_length=60,
        label=_("Focus areas"),
        help_text=_("What you can help with or want to learn, separated by commas, up to ten."),
    )

    class Meta:
        model = User
        fields = [
            "name",
            "pronouns",
            "name_sounds",
            "chat_handle",
            "location",
            "time_zone",
            "languages",
            "focus_areas",
            "about",
            "is_available_as_mentor",
            "dense_tables",
        ]
        field_classes = dict.fromkeys(
            ("name", "pronouns", "name_sounds", "chat_handle", "location"), NameField
        )
        widgets = {"about": forms.Textarea(attrs={"rows": 5})}
        help_texts = {
            "name_sounds": _("As you would spell it out: “mar-guh-REET”. Shown beside your name."),
            "chat_handle": _("Where partners find you in the company chat, for example “@marga”."),
            "about": _("Everybody who is signed in can read this."),
            "is_available_as_mentor": _("Shown on your page, also outside of programs."),
            "dense_tables": _("More rows on the screen in long lists."),
        }
