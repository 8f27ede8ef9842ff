"""What the two of a pair agree about working together: theirs alone."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pairs.access import pair_members
from pairs.actions import agreements
from pairs.forms.pairs import AgreementForm
from pairs.models import Agreement
from pairs.views.sessions.answers import explain
from people import refusals
from people.numbers import number


@pair_members
def agreement_propose(request, pair):
    """Propose, or propose something else than what stands there."""
    newest = pair.agreements.filter(replaced_at__isnull=True).first()
    form = AgreementForm(request.POST or None, initial=_begun(pair, newest))
    if request.method == "POST" and form.is_valid():
        facts = {"by": request.user, "at": timezone.now()}
        try:
            agreements.propose(pair, **form.agreed, **facts, seen=number(request.POST.get("seen")))
        except ValidationError as error:
            explain(form, error)
        else:
            messages.success(request, _("Your partner is asked to agree."))
            return redirect("pairs:pair_detail", pair=pair.pk)
    partner = pair.partner_of(request.user).person
    context = {"form": form, "pair": pair, "partner": partner, "newest": newest}
    return render(request, "pairs/agreement_form.html", context)


@require_POST
@pair_members
def agreement_answer(request, pair, agreement):
    """Accept the partner's proposal, or take one's own back."""
    row = get_object_or_404(pair.agreements, pk=agreement)
    facts = {"by": request.user, "at": timezone.now()}
    with refusals.shown(request):
        if request.POST.get("answer") == "take_back":
            agreements.take_back(row, **facts)
            said = _("Your proposal is taken back.")
        else:
            agreements.accept(row, **facts)
            said = _("You two agree.")
        messages.success(request, said)
    return redirect("pairs:pair_detail", pair=pair.pk)


def _begun(pair, newest):
    """What the form begins with: what stands there, else what the program asks for."""
    if newest is not None:
        return {name: getattr(newest, name) for name in AgreementForm.AGREED}
    form = Agreement.Form.ASYNC if pair.sessions_async else Agreement.Form.EITHER
    return {
        "minutes": pair.session_minutes,
        "form": form,
        "confidentiality": _("What we say stays between us, unless we both agree to share it."),
    }
