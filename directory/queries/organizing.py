"""What organizers of programs do in the directory: ask mentors to apply to a call."""

from datetime import datetime

from applications.models import Application, Nomination
from people.models import User
from programs.models import Call, Cycle, Role


def calls_to_invite_to(organizer: User, mentor: User, at: datetime) -> list[Call]:
    """Calls for mentors of the programs this person organizes that take applications now, and that
    the mentor has neither applied to nor been invited to by them."""
    if mentor.pk == organizer.pk:
        return []
    calls = Call.objects.filter(
        cycle__in=Cycle.objects.organized_by(organizer),
        cycle__published_at__isnull=False,
        cycle__archived_at__isnull=True,
        role__side=Role.Side.MENTOR,
    ).select_related("cycle__program", "role")
    open_calls = [call for call in calls.order_by("closes_at", "pk") if call.takes_applications(at)]
    if not open_calls:
        return []
    roles = [call.role_id for call in open_calls]
    applied = Application.objects.filter(person=mentor, role__in=roles)
    invited = Nomination.objects.filter(nominee=mentor, nominated_by=organizer, role__in=roles)
    busy = {*applied.values_list("role", flat=True), *invited.values_list("role", flat=True)}
    return [call for call in open_calls if call.role_id not in busy]
