from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models.work import Work


class ImportFile(Work):
    """An uploaded file: previewed first, then applied as a whole by a job. Kept 30 days."""

    class OnError(models.TextChoices):
        STOP = "stop", _("Stop: import nothing while any row is wrong")
        LEAVE_OUT = "leave_out", _("Leave wrong rows out and list them")

    file_name = models.CharField(max_length=200)
    content = models.BinaryField()
    mapping = models.JSONField(default=dict, help_text="field -> column")
    on_error = models.CharField(max_length=12, choices=OnError, default=OnError.STOP)
    outcome = models.JSONField(
        default=dict, help_text="Counts of new, changed, unchanged; errors by line and column."
    )
    is_applied = models.BooleanField(default=False)

    class Meta:
        abstract = True
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_being_looked_at(self) -> bool:
        """A job reads the rows for the preview."""
        return self.state == self.State.RUNNING and not self.is_applied


class PeopleImport(ImportFile):
    as_of = models.DateField(help_text="The day from which years at the company count back.")
