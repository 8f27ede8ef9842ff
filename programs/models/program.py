from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ProgramQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Programs whose public page this person may open; user may be anonymous."""
        seen = Q(visibility=Program.Visibility.PUBLIC)
        if user.is_authenticated:
            seen |= Q(visibility=Program.Visibility.SIGNED_IN) | Q(staff__person=user)
        if getattr(user, "is_staff", False):
            return self
        return self.filter(seen).distinct()

    def organized_by(self, user):
        return self.filter(staff__person=user, staff__role=Staff.Role.ORGANIZER)


class Program(models.Model):
    """What stays the same from cycle to cycle: name, mission, hosts, audience."""

    class Visibility(models.TextChoices):
        PUBLIC = "public", _("Everybody")
        SIGNED_IN = "signed_in", _("Signed-in people")
        HIDDEN = "hidden", _("Only people with a role in it")

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(max_length=60, unique=True)
    lead = models.TextField(_("what it is for, in a sentence or two"), max_length=600, blank=True)
    mission = models.TextField(_("mission"), blank=True, help_text=_("Markdown."))
    audience = models.TextField(_("who it is for"), blank=True, help_text=_("Markdown."))
    hosts = models.TextField(_("hosts"), blank=True, help_text=_("One host group per line."))
    visibility = models.CharField(
        _("who sees it"), max_length=10, choices=Visibility, default=Visibility.PUBLIC
    )
    is_independent = models.BooleanField(
        default=False, help_text="The built-in home of pairs that found each other."
    )
    archived_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ProgramQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_independent"],
                condition=Q(is_independent=True),
                name="one_independent_program",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def audit_scope(self) -> str:
        """Whose organizers may read in the audit trail what happened to this program."""
        return f"program:{self.pk}"

    @property
    def host_names(self) -> list[str]:
        return [line.strip() for line in self.hosts.splitlines() if line.strip()]


class Staff(models.Model):
    """A person's right in a program. Removing the row ends the right with the next request."""

    class Role(models.TextChoices):
        ORGANIZER = "organizer", _("Organizer")
        CONFIRMER = "confirmer", _("Confirmer")
        COMMITTEE = "committee", _("Committee member")

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="staff")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="staff_roles"
    )
    role = models.CharField(max_length=10, choices=Role)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["program", "person", "role"], name="one_staff_row_per_person_and_role"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_role_display()}"

    @property
    def audit_scope(self) -> str:
        """Whose organizers may read in the audit trail what happened to this right."""
        return f"program:{self.program_id}"
