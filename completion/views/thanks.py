"""Thanks, a public line and feedback: what the members of a pair give each other."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from completion.actions import kudos, thanks
from completion.forms.thanks import AnswerForm, FeedbackForm, KudosForm, ThanksForm
from completion.models import Kudos, ThankYou
from completion.permissions import others
from completion.queries import thanks as queries
from completion.queries.thanks import Between
from completion.views import MemberRequest
from pairs.access import pair_members
from pairs.models import Pair
from pairs.rules.afterwards import may_write, writable_until
from people import refusals
from people.models import User

FORMS: dict[str, type[forms.ModelForm]] = {
    "note": ThanksForm,
    "line": KudosForm,
    "feedback": FeedbackForm,
}
SAID = {
    "note": gettext_lazy("Your thanks are there. %(name)s gets a message."),
    "line": gettext_lazy("%(name)s is asked whether everyone may read it."),
    "feedback": gettext_lazy("%(name)s can read your feedback now."),
}
ANSWERED = {
    "yes": gettext_lazy("Everyone here can read it now. You can take your yes back at any time."),
    "no": gettext_lazy("Nobody but you two reads it."),
    "back": gettext_lazy("Your line is gone."),
}


@pair_members
def thanks_page(request: MemberRequest, pair: Pair) -> HttpResponse:
    """What each gave the other, and forms for more: thanks, one line for everyone, feedback."""
    sent: dict[tuple[int, str], forms.ModelForm] = {}
    if request.method == "POST":
        to, what = _other(pair, request), request.POST.get("what", "")
        if to is None or what not in FORMS:
            return _explained(request, pair)
        form = FORMS[what](request.POST, prefix=_prefix(what, to))
        if form.is_valid() and _done(request, pair, form, what, to):
            return redirect("completion:thanks", pair=pair.pk)
        sent[to.pk, what] = form
    at = timezone.now()
    context = {
        "pair": pair,
        "betweens": [
            {"between": one, **_forms(one, sent)} for one in queries.between(pair, request.user)
        ],
        "may_write": may_write(pair, at),
        "last_day": writable_until(pair),
        "error_form": next(iter(sent.values()), None),
    }
    return render(request, "completion/thanks.html", context)


@require_POST
@pair_members
def note_remove(request: MemberRequest, pair: Pair, note: int) -> HttpResponse:
    found = get_object_or_404(ThankYou, pair=pair, giver=request.user, pk=note)
    thanks.take_back(found)
    messages.success(request, _("Your note is gone."))
    return redirect("completion:thanks", pair=pair.pk)


@require_POST
@pair_members
def kudos_answer(request: MemberRequest, pair: Pair, line: int) -> HttpResponse:
    """Who is praised says yes or no; who praises may take it back."""
    mine = Q(giver=request.user) | Q(receiver=request.user)
    found = get_object_or_404(Kudos.objects.filter(mine), pair=pair, pk=line)
    form = AnswerForm(request.POST)
    is_giver = found.giver_id == request.user.pk
    if not form.is_valid() or is_giver != (form.cleaned_data["answer"] == "back"):
        raise Http404
    said, at = form.cleaned_data["answer"], timezone.now()
    with refusals.shown(request):
        if is_giver:
            kudos.take_back(found, at=at)
        else:
            kudos.answer(found, agrees=said == "yes", seen=form.cleaned_data["seen"], at=at)
        messages.success(request, str(ANSWERED[said]))
    return redirect("completion:thanks", pair=pair.pk)


@require_POST
@pair_members
def feedback_ask(request: MemberRequest, pair: Pair) -> HttpResponse:
    to = _other(pair, request)
    if to is None:
        return _explained(request, pair)
    with refusals.shown(request):
        thanks.ask_for_feedback(pair, of=to, by=request.user, at=timezone.now())
        messages.success(request, _("%(name)s is asked.") % {"name": to})
    return redirect("completion:thanks", pair=pair.pk)


def _other(pair: Pair, request: MemberRequest) -> User | None:
    """The member of the pair that the form is for."""
    said = request.POST.get("to", "")
    return next((one for one in others(pair, request.user) if str(one.pk) == said), None)


def _explained(request: MemberRequest, pair: Pair) -> HttpResponse:
    messages.error(request, _("Say whom it is for, in the form of this page."))
    return redirect("completion:thanks", pair=pair.pk)


def _prefix(what: str, to: User) -> str:
    return f"{what}-{to.pk}"


def _done(request: MemberRequest, pair: Pair, form: forms.ModelForm, what: str, to: User) -> bool:
    """Whether it was written; what refuses it stands on the form."""
    said = form.cleaned_data
    between: dict[str, Any] = {"to": to, "by": request.user, "at": timezone.now()}
    try:
        if what == "note":
            thanks.thank(pair, said["text"], form_key=said["form_key"], **between)
        elif what == "line":
            kudos.say(pair, said["line"], **between)
        else:
            thanks.give_feedback(pair, said, **between)
    except ValidationError as error:
        form.add_error(None, error.messages)
        return False
    messages.success(request, SAID[what] % {"name": to.get_short_name()})
    return True


def _forms(
    between: Between, sent: dict[tuple[int, str], forms.ModelForm]
) -> dict[str, forms.ModelForm | Any]:
    known = {"line": between.own_kudos, "feedback": between.own_feedback}
    return {
        f"{what}_form": sent.get((between.other.pk, what))
        or form(instance=known.get(what), prefix=_prefix(what, between.other))
        for what, form in FORMS.items()
    }
