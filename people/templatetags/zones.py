"""Time zones on pages and in mails: {{ cycle.zone|zone_in_words }} is "Vienna time"."""

from django import template

from people import zones

register = template.Library()
register.filter("zone_in_words", zones.zone_in_words)
