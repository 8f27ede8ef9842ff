from django.db import models

from people.models import ImportFile
from programs.models.cycle import Cycle, Role


class ApplicationImport(ImportFile):
    """An uploaded file of applications from elsewhere, kept for who uploaded it."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="application_imports")
    role = models.ForeignKey(
        Role,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text="Everybody in the file applies in this role; empty: a column says it.",
    )
