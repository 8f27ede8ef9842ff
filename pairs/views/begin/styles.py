"""How the two like to talk: a short list of each, read by both once both have said it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from pairs.access import pair_members
from pairs.actions.begin import styles
from pairs.forms.begin import StyleForm
from pairs.models import CommunicationStyle, Pair


@pair_members
def style_edit(request, pair):
    if pair.state != Pair.State.ACTIVE:
        raise Http404
    side, other = pair.side_of(request.user), pair.partner_of(request.user)
    rows = CommunicationStyle.objects.filter(participation__in=[side, other])
    said = {row.participation_id: row for row in rows}
    form = StyleForm(request.POST or None, instance=said.get(side.pk))
    if request.method == "POST" and form.is_valid():
        try:
            styles.save(pair, side, form.cleaned_data, at=timezone.now(), unchanged=form.unchanged)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("Your partner reads it once both of you have said it."))
            return redirect("pairs:pair_detail", pair=pair.pk)
    context = {
        "form": form,
        "pair": pair,
        "partner": other.person,
        "theirs": said.get(other.pk) if side.pk in said else None,
        "has_said": other.pk in said,
    }
    return render(request, "pairs/begin/style.html", context)
