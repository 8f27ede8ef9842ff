from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models.job_progress import Work
from people.tables.records import Choices


class ImportFile(Work):
    """An uploaded file: previewed first, then applied as a whole by a job. Kept 30 days."""

    class OnError(models.TextChoices):
        STOP = "stop", _("Stop: import nothing while any row is wrong")
        LEAVE_OUT = "leave_out", _("Leave wrong rows out and list them")

    file_name = models.CharField(max_length=200)
    content = models.BinaryField()
    mapping = models.JSONField(default=dict, help_text="field -> column")
    reading = models.JSONField(
        default=dict, help_text="How somebody wants the file to be read, where they chose."
    )
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
    def choices(self) -> Choices:
        return Choices.from_stored(self.reading)

    @property
    def is_being_looked_at(self) -> bool:
        """A job reads the rows for the preview."""
        return self.state == self.State.RUNNING and not self.is_applied


class PeopleImport(ImportFile):
    as_of = models.DateField(help_text="The day from which years at the company count back.")


class ReadingMemory(models.Model):
    """How the last file with these columns was read, so that nobody chooses twice."""

    purpose = models.CharField(max_length=80, help_text="people, or program:7 for applications")
    columns = models.CharField(max_length=64, help_text="A digest of their names.")
    mapping = models.JSONField(default=dict)
    reading = models.JSONField(default=dict)
    used_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["purpose", "columns"], name="one_memory_of_the_same_columns"
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.columns[:8]}"
