from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.access import organizers
from programs.actions import settings
from programs.forms.faq import Faq
from programs.views.settings.frame import address, is_conflict, show


@organizers
def settings_faq(request, cycle):
    rows = [
        {"question": entry.question, "answer": entry.answer, "place": place}
        for place, entry in enumerate(cycle.faq.all(), start=1)
    ]
    entries = Faq(request.POST if request.method == "POST" else None, prefix="faq", initial=rows)
    conflict = None
    if request.method == "POST" and entries.is_valid():
        base = request.POST.get("base", "")
        try:
            settings.save_faq(cycle, entries.items(), base=base, by=request.user, at=timezone.now())
        except ValidationError as error:
            conflict = error if is_conflict(error) else None
        else:
            messages.success(request, _("Saved."))
            return redirect(address(cycle, "programs:settings_faq"))
    return show(request, cycle, "faq", "programs/settings_faq", {"faq": entries}, conflict=conflict)
