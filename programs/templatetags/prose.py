"""`{% load prose %}`, then

{{ text|markdown }}            Markdown of organizers as safe HTML
{{ text|markdown_text }}       the same as plain text, for mails
{{ role.name|midsentence }}    a name as it stands within a sentence: “Mentor” becomes “mentor”, “QA lead” stays
"""

from django import template
from django.utils.safestring import SafeString

from programs.rules import prose

register = template.Library()


@register.filter
def markdown(text: str | None) -> SafeString:
    return prose.to_html(text or "")


@register.filter
def markdown_text(text: str | None) -> str:
    return prose.to_text(text or "")


@register.filter
def midsentence(name: str) -> str:
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]
