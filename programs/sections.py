"""The sections of a cycle's settings. An app further up registers those whose rows it writes."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Section:
    """One page of the settings: its key, its address by name, and what it is called."""

    key: str
    url_name: str
    label: str | Promise


_sections = [
    Section("overview", "programs:settings", _("Overview")),
    Section("timeline", "programs:settings_timeline", _("Timeline")),
    Section("texts", "programs:settings_texts", _("Texts and basics")),
    Section("roles", "programs:settings_roles", _("Roles and requirements")),
    Section("questions", "programs:settings_questions", _("Questions")),
    Section("surveys", "programs:settings_surveys", _("Surveys")),
    Section("messages", "programs:settings_messages", _("Message texts")),
    Section("faq", "programs:settings_faq", _("FAQ")),
    Section("staff", "programs:settings_staff", _("People and rights")),
    Section("file", "programs:settings_file", _("Program file")),
]


def register(section: Section, *, after: str) -> None:
    """Put a section behind the one with the key `after`."""
    if section not in _sections:
        places = [known.key for known in _sections]
        _sections.insert(places.index(after) + 1, section)


def registered() -> list[Section]:
    return list(_sections)
