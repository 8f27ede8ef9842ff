"""A summary as its person shares it, and as a colleague reads it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from completion.actions import shares
from completion.forms.shares import ReaderForm
from completion.queries import shares as queries
from completion.queries import summaries
from completion.queries.sheets import as_read, sheet_of
from completion.views import MemberRequest, record_address
from pairs.access import pair_members
from pairs.models import Pair
from pairs.queries.pairs import card
from people.access import signed_in


@pair_members
def summary_share(request: MemberRequest, pair: Pair) -> HttpResponse:
    """The sheet as its reader gets it, beside the question who that is."""
    at = timezone.now()
    sheet = sheet_of(summaries.page(card(pair, request.user, at), at))
    manager = request.user.manager
    form = ReaderForm(
        request.POST or None,
        initial={"seen": sheet.version},
        manager=manager if manager is not None and manager.is_active else None,
    )
    if request.method == "POST" and form.is_valid():
        reader, seen = form.cleaned_data["reader"], form.cleaned_data["seen"]
        try:
            shares.share(pair, reader, seen=seen, by=request.user, at=at)
        except ValidationError as error:
            form.add_error(None, error)
            form.check_again(sheet.version)
        else:
            words = _("%(name)s can read your summary. You can take that back at any time.")
            messages.success(request, words % {"name": reader})
            return redirect("completion:summary", pair=pair.pk)
    context = {
        "pair": pair,
        "form": form,
        "sheet": sheet,
        "record_address": record_address(request),
    }
    return render(request, "completion/summary_share.html", context)


@require_POST
@pair_members
def share_end(request: MemberRequest, pair: Pair, share: int) -> HttpResponse:
    row = get_object_or_404(queries.readers(pair, request.user), pk=share)
    shares.take_back(row, at=timezone.now())
    messages.success(request, _("%(name)s can no longer read it.") % {"name": row.reader})
    return redirect("completion:summary", pair=pair.pk)


@signed_in
@require_safe
def shared_list(request: MemberRequest) -> HttpResponse:
    """What colleagues let this person read."""
    context = {"shares": queries.shared_with(request.user)}
    return render(request, "completion/shared_list.html", context)


@signed_in
@require_safe
def shared_summary(request: MemberRequest, pk: int) -> HttpResponse:
    """As its reader finds it; its person, too, sees exactly that."""
    share = get_object_or_404(queries.readable_by(request.user), pk=pk)
    context = {
        "share": share,
        "sheet": as_read(share),
        "is_own": share.reader_id != request.user.pk,
        "record_address": record_address(request),
    }
    return render(request, "completion/shared_summary.html", context)
