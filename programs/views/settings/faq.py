from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.access import organizers
from programs.actions import settings
from programs.forms.faq import Faq
from programs.forms.lines import differing
from programs.views.settings.frame import address, is_conflict, show


@organizers
def settings_faq(request, cycle):
    typed = request.POST if request.method == "POST" else None
    entries = _entries(cycle, typed)
    context, conflict = {"faq": entries}, None
    if typed is not None and entries.is_valid():
        base = typed.get("base", "")
        try:
            settings.save_faq(cycle, entries.items(), base=base, by=request.user, at=timezone.now())
        except ValidationError as error:
            conflict = error if is_conflict(error) else None
            context["differing"] = differing((entries, _entries(cycle, None)))
        else:
            messages.success(request, _("Saved."))
            return redirect(address(cycle, "programs:settings_faq"))
    return show(request, cycle, "faq", "programs/settings_faq", context, conflict=conflict)


def _entries(cycle, typed):
    rows = [
        {"question": entry.question, "answer": entry.answer, "place": place}
        for place, entry in enumerate(cycle.faq.all(), start=1)
    ]
    return Faq(typed, prefix="faq", initial=rows)
