"""How the pages of sessions answer: back to the pair, or with what was refused."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone

from people import refusals


def act(request, pair, action, session, said):
    with refusals.shown(request):
        action(session, by=request.user, at=timezone.now())
        messages.success(request, said)
    return redirect("pairs:pair_detail", pair=pair.pk)


def explain(form, error):
    """Put the refusal where it belongs if the form has that field, else on top."""
    if hasattr(error, "error_dict"):
        for name, problems in error.error_dict.items():
            form.add_error(name if name in form.fields else None, problems)
        return
    days = {"future", "before_start", "pair_ended"} & {error.code}
    form.add_error("day" if days and "day" in form.fields else None, error)
