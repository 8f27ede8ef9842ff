"""The manager is asked whether somebody can be spared: dates and cover, nothing else."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from growth.opportunities.actions import applications
from growth.opportunities.forms.applying import CoverForm
from growth.opportunities.permissions import cover_requests
from growth.setup.access import everybody_in_growth


@everybody_in_growth
def opportunity_cover(request, pk):
    application = get_object_or_404(cover_requests(request.user), pk=pk)
    known = {"words": application.cover_words, "seen": application.changed_at.isoformat()}
    form = CoverForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        try:
            applications.answer_cover(
                application,
                form.cleaned_data["answer"],
                words=form.cleaned_data["words"],
                by=request.user,
                at=timezone.now(),
                seen=form.cleaned_data["seen"],
            )
        except ValidationError as error:
            form.refuse(error)
        else:
            said = _("%(name)s reads your answer.")
            messages.success(request, said % {"name": application.person.get_short_name()})
            return redirect("growth:opportunity_cover", pk=pk)
    context = {
        "application": application,
        "person": application.person,
        "opportunity": application.opportunity,
        "owners": [
            row.person for row in application.opportunity.owner_rows.select_related("person")
        ],
        "form": form,
        "nav_current": "growth",
    }
    return render(request, "growth/opportunities/cover.html", context)
