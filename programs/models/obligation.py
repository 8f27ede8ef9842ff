from django.db import models
from django.utils.translation import gettext_lazy as _


class Obligation(models.TextChoices):
    """Whether an element of a program is required. Only "required" ever blocks."""

    REQUIRED = "required", _("Required")
    EXPECTED = "expected", _("Expected")
    STRONGLY_ENCOURAGED = "strongly_encouraged", _("Strongly encouraged")
    ENCOURAGED = "encouraged", _("Encouraged")
    OPTIONAL = "optional", _("Optional")
