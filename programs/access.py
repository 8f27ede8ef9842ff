"""Marks for the pages of a cycle: they fetch the cycle and decide who goes on.

The view gets the cycle (with its program) instead of the two slugs, and `request.roles`, the
person's staff roles in the program.
"""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404

from people.access import say
from programs.models import Cycle, Program, Staff
from programs.permissions import ORGANIZER, may_create_programs, roles_in

_READING = {"GET", "HEAD"}


def organizers(view: Callable) -> Callable:
    """Organizers of the program, read and write; administrators read."""
    return staff(ORGANIZER, administrators_read=True)(view)


def staff(*allowed: str, administrators_read: bool = False) -> Callable:
    """People with one of these roles in the program. Outsiders get 404, other staff 403."""

    def mark(view: Callable) -> Callable:
        @wraps(view)
        def opened(request, program: str, cycle: str, **kwargs):
            found = get_object_or_404(
                Cycle.objects.select_related("program"), program__slug=program, slug=cycle
            )
            request.roles = roles_in(request.user, found.program)
            reads = administrators_read and request.method in _READING
            if not request.roles & set(allowed) and not (reads and request.user.is_staff):
                if request.roles or request.user.is_staff:
                    raise PermissionDenied
                raise Http404
            return view(request, found, **kwargs)

        vars(opened).update(staff_roles=frozenset(allowed), administrators_read=administrators_read)
        who = ", ".join(f"{role}s" for role in allowed)
        return say(opened, who + (" (administrators read)" if administrators_read else ""))

    return mark


def program_makers(view: Callable) -> Callable:
    """People who may create programs. For everybody else the address does not exist."""

    @wraps(view)
    def opened(request, **kwargs):
        if not may_create_programs(request.user):
            raise Http404
        return view(request, **kwargs)

    return say(opened, "people who may create programs")


def program_organizers(view: Callable) -> Callable:
    """Organizers of the program in the address; the view gets the program."""

    @wraps(view)
    def opened(request, program: str, **kwargs):
        found = get_object_or_404(Program, slug=program, is_independent=False)
        request.roles = roles_in(request.user, found)
        if ORGANIZER not in request.roles:
            if request.roles or request.user.is_staff:
                raise PermissionDenied
            raise Http404
        return view(request, found, **kwargs)

    return say(opened, "organizers")


def applicants(view: Callable) -> Callable:
    """Anybody signed in who may see the cycle's public page, or has applied to it before.

    The view gets the cycle and fetches only what is this person's own.
    """

    @wraps(view)
    def opened(request, program: str, cycle: str, **kwargs):
        seen = Cycle.objects.visible_to(request.user).values("pk")
        mine = request.user.applications.values("cycle")
        found = get_object_or_404(
            Cycle.objects.select_related("program").filter(Q(pk__in=seen) | Q(pk__in=mine)),
            program__slug=program,
            slug=cycle,
        )
        return view(request, found, **kwargs)

    return say(opened, "signed-in people who may see the cycle")


def visitors(view: Callable) -> Callable:
    """Everybody who may see the cycle's public page; the view gets the cycle.

    Signed-out people are sent to sign in for a cycle they cannot see, whether it exists or not.
    """

    @wraps(view)
    def opened(request, program: str, cycle: str, **kwargs):
        found = (
            Cycle.objects.visible_to(request.user)
            .select_related("program")
            .filter(program__slug=program, slug=cycle)
            .first()
        )
        if found is None:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            raise Http404
        return view(request, found, **kwargs)

    return say(login_not_required(opened), "everybody who may see the cycle")


def participants(view: Callable) -> Callable:
    """People who take part in the cycle, mentor or mentee, also when they left it later."""

    @wraps(view)
    def opened(request, program: str, cycle: str, **kwargs):
        taking_part = Q(pk__in=request.user.participations.values("cycle"))
        return view(request, _one_of(taking_part, program, cycle), **kwargs)

    return say(opened, "participants of the cycle")


def participants_and_organizers(view: Callable) -> Callable:
    """Participants, and organizers who look at what participants see."""

    @wraps(view)
    def opened(request, program: str, cycle: str, **kwargs):
        organized = Staff.objects.filter(person=request.user, role=ORGANIZER)
        who = Q(pk__in=request.user.participations.values("cycle")) | Q(
            program__in=organized.values("program")
        )
        return view(request, _one_of(who, program, cycle), **kwargs)

    return say(opened, "participants and organizers of the cycle")


def _one_of(who: Q, program: str, cycle: str) -> Cycle:
    found = Cycle.objects.select_related("program").filter(who)
    return get_object_or_404(found, program__slug=program, slug=cycle)
