from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class SetupQuerySet(models.QuerySet):
    def on_for(self, division):
        """The one row, where growth is on for people of this division: a name, or an expression."""
        some = Q(state=GrowthSetup.State.SOME, divisions__contains=[division])
        return self.filter(Q(state=GrowthSetup.State.ON) | some)


class GrowthSetup(models.Model):
    """Whether the organization uses growth at all, and its few dates. One row, or none: then off."""

    class State(models.TextChoices):
        OFF = "off", _("Off")
        SOME = "some", _("On for some divisions")
        ON = "on", _("On for everyone")

    ONLY = 1  # the key of the one row

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY, editable=False)
    state = models.CharField(max_length=4, choices=State, default=State.OFF)
    divisions = ArrayField(
        models.CharField(max_length=120), verbose_name=_("divisions"), default=list, blank=True
    )
    review_on = models.DateField(
        _("next performance review"),
        null=True,
        blank=True,
        help_text=_("The day it opens. People are reminded two weeks before to talk first."),
    )
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    changed_at = models.DateTimeField(default=timezone.now)

    objects = SetupQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="growth_is_set_up_once"),
            models.CheckConstraint(
                condition=~Q(state="some") | ~Q(divisions=[]), name="some_divisions_are_named"
            ),
        ]

    def __str__(self) -> str:
        return self.get_state_display()


class GrowthOrganizer(models.Model):
    """Somebody who edits pathways, templates, levels and opportunities. They read nobody's own pages."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="growth_organizer"
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["person__sort_name", "pk"]

    def __str__(self) -> str:
        return str(self.person)
