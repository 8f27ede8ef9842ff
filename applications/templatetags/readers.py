"""Who reads an answer, as the permissions say it."""

from django import template

from programs.permissions import readers_of_answer

register = template.Library()
register.filter("readers", readers_of_answer)
