"""`{% load surveys %}`: {{ themes|of_question:question.pk }}, what comments on it speak of."""

from collections.abc import Mapping
from typing import Any

from django import template

register = template.Library()


@register.filter
def of_question(themes: Mapping[int, Any], number: int) -> Any:
    return themes.get(number)
