"""Pages of one pair."""

from django.urls import reverse


def page(name, pair, *rest):
    return reverse(f"pairs:{name}", args=[pair.pk, *rest])
