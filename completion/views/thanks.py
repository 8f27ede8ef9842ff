"""Thanks, a public line and feedback: what the members of a pair give each other."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from completion.actions import kudos, thanks
from completion.forms.thanks import AnswerForm, FeedbackForm, KudosForm, ThanksForm
from completion.models import Kudos, ThankYou
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
    "note": gettext_lazy("Your thanks are sent. %(name)s gets a message."),
    "line": gettext_lazy("%(name)s is asked whether everyone may read it."),
    "feedback": gettext_lazy("%(name)s can read your feedback now."),
}
ANSWERED = {
    "yes": gettext_lazy("Everyone here can read it now. You can take your yes back at any time."),
    "no": gettext_lazy("Nobody but you two reads it."),
    "back": gettext_lazy("Your line is deleted."),
}


@pair_members
def thanks_page(request: MemberRequest, pair: Pair) -> HttpResponse:
    """What each gave the other, and forms for more: thanks, one line for everyone, feedback."""
    betweens = queries.between(pair, request.user)
    sent: dict[tuple[int, str], forms.ModelForm] = {}
    if request.method == "POST":
        one, what = _meant(betweens, request), request.POST.get("what", "")
        if one is None or what not in FORMS:
            return _explained(request, pair)
        form = _form(what, one, request.POST)
        if form.is_valid() and _done(request, pair, form, what, one.other):
            return redirect("completion:thanks", pair=pair.pk)
        sent[one.other.pk, what] = form
    at = timezone.now()
    context = {
        "pair": pair,
        "betweens": [{"between": one, **_forms(one, sent)} for one in betweens],
        "may_write": may_write(pair, at),
        "last_day": writable_until(pair),
        "error_form": next(iter(sent.values()), None),
    }
    return render(request, "completion/thanks.html", context)


@require_POST
@pair_members
def note_remove(request: MemberRequest, pair: Pair, note: int) -> HttpResponse:
    found = ThankYou.objects.filter(pair=pair, pk=note).first()
    if found is not None:
        if found.giver_id != request.user.pk:
            raise Http404
        thanks.take_back(found)
    messages.success(request, _("Your note is deleted."))
    return redirect("completion:thanks", pair=pair.pk)


@require_POST
@pair_members
def kudos_answer(request: MemberRequest, pair: Pair, line: int) -> HttpResponse:
    """Who is praised says yes or no; who praises may take it back, also while the other reads it."""
    mine = Q(giver=request.user) | Q(receiver=request.user)
    found = Kudos.objects.filter(mine, pair=pair, pk=line).first()
    if found is None:
        messages.error(request, _("This line was taken back."))
        return redirect("completion:thanks", pair=pair.pk)
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
    one = _meant(queries.between(pair, request.user), request)
    if one is None:
        return _explained(request, pair)
    with refusals.shown(request):
        thanks.ask_for_feedback(pair, of=one.other, by=request.user, at=timezone.now())
        messages.success(request, _("%(name)s is asked.") % {"name": one.other})
    return redirect("completion:thanks", pair=pair.pk)


def _meant(betweens: list[Between], request: MemberRequest) -> Between | None:
    """Whom the form is for, among the other members of the pair."""
    said = request.POST.get("to", "")
    return next((one for one in betweens if str(one.other.pk) == said), None)


def _explained(request: MemberRequest, pair: Pair) -> HttpResponse:
    messages.error(request, _("Say who it is for, with the form on this page."))
    return redirect("completion:thanks", pair=pair.pk)


def _done(request: MemberRequest, pair: Pair, form: forms.ModelForm, what: str, to: User) -> bool:
    """Whether it was written; what refuses it stands on the form."""
    said = form.cleaned_data
    between: dict[str, Any] = {"to": to, "by": request.user, "at": timezone.now()}
    try:
        if isinstance(form, KudosForm):
            kudos.say(pair, said["line"], unchanged=form.unchanged, **between)
        elif isinstance(form, FeedbackForm):
            thanks.give_feedback(pair, said, unchanged=form.unchanged, **between)
        else:
            thanks.thank(pair, said["text"], form_key=said["form_key"], **between)
    except ValidationError as error:
        form.add_error(None, error.messages)
        return False
    messages.success(request, SAID[what] % {"name": to.get_short_name()})
    return True


def _form(what: str, between: Between, typed: QueryDict | None = None) -> forms.ModelForm:
    """A note is new every time; the line and the feedback are changed."""
    known = {"line": between.own_kudos, "feedback": between.own_feedback}.get(what)
    return FORMS[what](typed, instance=known, prefix=f"{what}-{between.other.pk}")


def _forms(
    between: Between, sent: dict[tuple[int, str], forms.ModelForm]
) -> dict[str, forms.ModelForm]:
    return {
        f"{what}_form": sent.get((between.other.pk, what)) or _form(what, between) for what in FORMS
    }
