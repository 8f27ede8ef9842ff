from django.db import models

from applications.models.application import Application


class ApplicationDraft(models.Model):
    """What an applicant has typed and not submitted, exactly as typed, valid or not.

    Theirs alone to read. Beside a submitted application it holds changes not sent yet, so that
    reviewers only ever see answers that were submitted as a whole. Submitting removes it.
    """

    application = models.OneToOneField(
        Application, primary_key=True, on_delete=models.CASCADE, related_name="draft"
    )
    typed = models.JSONField(default=dict, help_text="Name of the field -> list of values.")
    written_in = models.JSONField(
        default=dict, help_text="Name of the field -> the open window that wrote it last."
    )
    second = models.JSONField(
        default=dict,
        help_text="As typed, but what another window wrote into the same fields at the same time; "
        "it waits for a choice.",
    )
    saved_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"draft of {self.application_id}"
