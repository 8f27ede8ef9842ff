from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from people import refusals
from programs.access import organizers
from programs.actions import settings
from programs.actions.programs import free_slug
from programs.forms.lines import differing
from programs.forms.settings import NewRoleForm, Requirements, RoleForm
from programs.programfile import schema
from programs.views.settings.frame import address, is_conflict, show


@organizers
def settings_roles(request, cycle):
    form = NewRoleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        found = form.cleaned_data
        slug = free_slug(found["name"], set(cycle.roles.values_list("slug", flat=True)), "role")
        role = settings.add_role(
            cycle,
            name=found["name"],
            side=found["side"],
            slug=slug,
            by=request.user,
            at=timezone.now(),
        )
        return redirect(address(cycle, "programs:settings_role", role=role.slug))
    roles = cycle.roles.prefetch_related("requirements")
    return show(request, cycle, "roles", "programs/settings_roles", {"roles": roles, "form": form})


@organizers
def settings_role(request, cycle, role):
    role = get_object_or_404(cycle.roles, slug=role)
    typed = request.POST if request.method == "POST" else None
    form, requirements = RoleForm(typed, instance=role), _requirements(role, typed)
    context, conflict = {"role": role, "form": form, "requirements": requirements}, None
    if typed is not None and form.is_valid() and requirements.is_valid():
        try:
            settings.save_role(
                cycle,
                role,
                values=form.cleaned_data,
                requirements=requirements.items(),
                base=typed.get("base", ""),
                by=request.user,
                at=timezone.now(),
            )
        except ValidationError as error:
            conflict = error if is_conflict(error) else None
            form.add_error(None, error)
            saved = cycle.roles.get(pk=role.pk)
            context["differing"] = differing(
                (form, RoleForm(instance=saved)), (requirements, _requirements(saved, None))
            )
        else:
            messages.success(request, _("Saved."))
            return redirect(address(cycle, "programs:settings_role", role=role.slug))
    return show(request, cycle, "roles", "programs/settings_role", context, conflict=conflict)


def _requirements(role, typed):
    names = [key.attribute for key in schema.REQUIREMENT.columns]
    rows = list(role.requirements.values(*names))
    numbered = [row | {"position": place} for place, row in enumerate(rows, start=1)]
    return Requirements(typed, prefix="requirements", initial=numbered)


@organizers
@require_POST
def settings_role_remove(request, cycle, role):
    role = get_object_or_404(cycle.roles, slug=role)
    with refusals.shown(request):
        settings.remove_role(cycle, role, by=request.user, at=timezone.now())
        messages.success(request, _("The role is removed."))
    return redirect(address(cycle, "programs:settings_roles"))
