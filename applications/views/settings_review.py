from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.actions import settings
from applications.forms.scoring import Criteria, ReviewSettingsForm
from programs.access import organizers
from programs.forms.lines import differing
from programs.queries.calls import roles_applied_for
from programs.views.settings.frame import address, is_conflict, show


@organizers
def settings_review(request, cycle):
    typed = request.POST if request.method == "POST" else None
    form = ReviewSettingsForm(typed, instance=cycle)
    roles = _roles(cycle, typed)
    context, conflict = {"form": form, "roles": roles}, None
    if typed is not None and form.is_valid() and all(rows.is_valid() for _role, rows in roles):
        try:
            settings.save_review(
                cycle,
                values=form.cleaned_data,
                criteria={role: rows.items() for role, rows in roles},
                base=typed.get("base", ""),
                by=request.user,
                at=timezone.now(),
            )
        except ValidationError as error:
            conflict = error if is_conflict(error) else None
            form.add_error(None, error)
            cycle.refresh_from_db()
            saved = zip(roles, _roles(cycle, None), strict=True)
            context["differing"] = differing(
                (form, ReviewSettingsForm(instance=cycle)),
                *[(mine, theirs) for (_role, mine), (_same, theirs) in saved],
            )
        else:
            messages.success(request, _("Saved."))
            return redirect(address(cycle, "applications:settings_review"))
    return show(
        request, cycle, "review", "applications/settings_review", context, conflict=conflict
    )


def _roles(cycle, typed):
    """Each role people apply for, with what is scored in it."""
    found = roles_applied_for(cycle).prefetch_related("criteria")
    return [(role, _criteria(role, typed)) for role in found]


def _criteria(role, typed):
    rows = [
        {
            "key": one.key,
            "name": one.name,
            "help_text": one.help_text,
            "weight": one.weight,
            "place": place,
        }
        for place, one in enumerate(role.criteria.all(), start=1)
    ]
    return Criteria(typed, prefix=f"criteria-{role.pk}", initial=rows)
