"""Links to a frozen report: made by organizers, opened by whoever has one."""

from django.contrib import messages as flash
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from outcomes.actions import sharing
from outcomes.forms.report import PARTS, ShareForm
from outcomes.models import ReportShare
from outcomes.queries.frozen import newest_number
from outcomes.queries.report.public import for_everybody
from outcomes.views.report.sheet import context_of
from people.access import guests_too, public
from programs.access import organizers
from programs.permissions import ORGANIZER

OPENED_KEY = "reports_opened"  # those this browser was counted for


@organizers
def share_list(request, cycle):
    """All links, and the form for one more to the newest frozen version."""
    at = timezone.now()
    frozen = cycle.frozen_reports.first()
    sent = request.POST if request.method == "POST" else None
    form = frozen and ShareForm(sent, frozen=frozen, today=cycle.day(at))
    if form and request.method == "POST" and form.is_valid():
        try:
            sharing.share(frozen, **form.cleaned_data, by=request.user, at=at)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            flash.success(request, _("The link is ready to copy."))
            return redirect("outcomes:share_list", cycle.program.slug, cycle.slug)
    found = ReportShare.objects.filter(frozen__cycle=cycle).select_related("frozen", "made_by")
    context = {
        "cycle": cycle,
        "tab": "shares",
        "form": form,
        "shares": [
            (
                share,
                request.build_absolute_uri(reverse("outcomes:share_open", args=[share.code])),
                [PARTS[part] for part in share.parts],
                share.is_open(at),
            )
            for share in found.defer("frozen__document")
        ],
        "may_change": ORGANIZER in request.roles,
    }
    return render(request, "outcomes/report/share_list.html", context)


@organizers
@require_POST
def share_withdraw(request, cycle, pk):
    share = get_object_or_404(ReportShare, frozen__cycle=cycle, pk=pk)
    sharing.withdraw(share, by=request.user, at=timezone.now())
    flash.success(request, _("The link no longer works."))
    return redirect("outcomes:share_list", cycle.program.slug, cycle.slug)


@guests_too
@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def share_open(request, code):
    """A button first, which previews of links do not press: it counts, and then shows the report."""
    found = ReportShare.objects.select_related("frozen__cycle__program")
    share = get_object_or_404(found, code=code)
    if not share.is_open(timezone.now()):
        raise Http404
    opened = request.session.get(OPENED_KEY, [])
    if request.method == "POST":
        if share.pk not in opened:
            sharing.count_opening(share)
            request.session[OPENED_KEY] = [*opened, share.pk]
        return redirect("outcomes:share_open", code)
    if share.pk not in opened:
        response = render(request, "outcomes/report/share_gate.html", {"share": share})
    else:
        document = for_everybody(share.frozen.document, share.parts)
        newest = newest_number(share.frozen)
        context = context_of(document) | {"frozen": share.frozen, "share": share, "newest": newest}
        with timezone.override(share.frozen.cycle.tzinfo):
            response = render(request, "outcomes/report/shared.html", context)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
