from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from programs.models.cycle import Cycle
from programs.models.details import Obligation, Stage
from programs.models.known_days import KnownDay


class Training(KnownDay):
    """Something to learn before or during a cycle: a course, or its slides instead."""

    SHOWN_THERE = frozenset({"title", "due_on"})

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="trainings")
    title = models.CharField(_("title"), max_length=150)
    description = models.TextField(_("description"), blank=True, help_text=_("Markdown."))
    course_link = models.URLField(_("link to the course"), blank=True)
    slides_link = models.URLField(_("link to slides or a text instead"), blank=True)
    obligation = models.CharField(
        _("is it required?"), max_length=20, choices=Obligation, default=Obligation.EXPECTED
    )
    due_on = models.DateField(_("done by"), null=True, blank=True)
    remind_days = models.PositiveSmallIntegerField(
        _("days before to send a reminder"), default=7, help_text=_("0 means no reminder.")
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def days_there(self) -> tuple[date, date | None] | None:
        return (self.due_on, None) if self.due_on else None

    def refuse_removal(self) -> None:
        """Nobody loses what they have done."""
        if self.done.exists():
            words = gettext("People have done “%s”, so it stays in the program.") % self
            raise ValidationError(words, code="in_use")


class TrainingDone(models.Model):
    """A person says that they did a training, by the course or by its slides."""

    class Way(models.TextChoices):
        COURSE = "course", _("Took the course")
        SLIDES = "slides", _("Read the slides")

    training = models.ForeignKey(Training, on_delete=models.CASCADE, related_name="done")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="trainings_done"
    )
    way = models.CharField(max_length=6, choices=Way, default=Way.COURSE)
    done_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["training", "person"], name="training_is_done_once_by_a_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} did {self.training_id}"


class Resource(models.Model):
    """An article, a prompt or a hint that participants get on its day and find later on the page."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="resources")
    title = models.CharField(_("title"), max_length=150)
    text = models.TextField(_("text"), blank=True, help_text=_("Markdown."))
    link = models.URLField(_("link"), blank=True)
    post_on = models.DateField(
        _("posted on"),
        null=True,
        blank=True,
        help_text=_("Left empty, it is there from the start and no mail is sent."),
    )
    posted_at = models.DateTimeField(null=True, blank=True)
    stage = models.CharField(
        _("recommended for"),
        max_length=7,
        choices=Stage,
        blank=True,
        help_text=_("Shown beside the agenda of pairs at this stage. Left empty, at any stage."),
    )
    topics = models.CharField(
        _("recommended for focus areas"),
        max_length=300,
        blank=True,
        help_text=_("As named in the form, separated by commas. Left empty, for any area."),
    )

    class Meta:
        ordering = [models.F("post_on").asc(nulls_first=True), "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text="") | ~Q(link=""), name="a_resource_has_a_text_or_a_link"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def topics_wanted(self) -> list[str]:
        """To compare with what people chose: without regard to capitals."""
        return [part.strip().casefold() for part in self.topics.split(",") if part.strip()]

    def refuse_removal(self) -> None:
        """What people were sent by mail stays where the mail leads."""
        if self.posted_at is not None:
            words = gettext("“%s” has been sent, so it stays in the program.") % self
            raise ValidationError(words, code="in_use")
