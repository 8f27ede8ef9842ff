import json
from dataclasses import asdict, dataclass, field
from datetime import timedelta

from django.conf import settings
from django.db import models

KEPT_FOR = timedelta(days=7)
LIKE_TEXT_FROM = 16  # characters: shorter values without a space are choices, dates and numbers


@dataclass(frozen=True)
class PostedForm:
    """What a browser sent, so that it can be shown and sent again."""

    address: str  # where it was sent to, with its query
    page: str = ""  # where it was written, as far as the browser told
    fields: list[tuple[str, str]] = field(default_factory=list)
    had_files: bool = False  # a file cannot be kept: it has to be chosen again
    is_part: bool = False  # sent by a script of the page, so the answer is no whole page

    @property
    def texts(self) -> list[str]:
        """What somebody wrote, by which they know it again."""
        return [value for _name, value in self.fields if _is_text(value)]

    @property
    def choices(self) -> int:
        """How many short entries there are beside the texts."""
        return sum(1 for _name, value in self.fields if value and not _is_text(value))

    def as_text(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def from_text(cls, text: str) -> "PostedForm":
        values = json.loads(text)
        return cls(**{**values, "fields": [(name, value) for name, value in values["fields"]]})


def _is_text(value: str) -> bool:
    return len(value) >= LIKE_TEXT_FROM or " " in value.strip()


class UnsentForm(models.Model):
    """A form that came in after its sender's session had ended, kept until they send it again.

    Only the same person in the same browser gets it back: the contents are sealed with a key that
    is in a cookie of that browser, and the row does not even say which page it was.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="unsent_forms"
    )
    browser = models.CharField(max_length=64, help_text="A hash of the browser's key.")
    sealed = models.TextField(help_text="A PostedForm.")
    was_tried = models.BooleanField(default=False, help_text="Sent again, but not taken yet.")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["created_at", "pk"]
        indexes = [models.Index(fields=["created_at"], name="unsent_forms_by_age")]

    def __str__(self) -> str:
        return f"unsent form {self.pk}"

    @property
    def kept_until(self):
        return self.created_at + KEPT_FOR
