from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from programs.access import organizers
from programs.actions import settings
from programs.forms.settings import FileForm
from programs.programfile import dump
from programs.views.settings.frame import address, show


@organizers
def settings_file(request, cycle):
    """Bring the cycle to a program file: first a look at what would change, then the change."""
    form = FileForm(request.POST or None, request.FILES or None)
    context: dict = {"form": form}
    if request.method == "POST" and form.is_valid():
        text, is_sure = form.cleaned_data["text"], "sure" in request.POST
        looked_at = settings.state_of_all(cycle)
        base = request.POST.get("base") or None if is_sure else None
        try:
            loaded = settings.load_file(
                cycle, text, by=request.user, at=timezone.now(), base=base, is_dry_run=not is_sure
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            if is_sure:
                messages.success(request, _("The cycle is as the file says."))
                return redirect(address(cycle, "programs:settings_file"))
            tally = loaded.tally
            context |= {"tally": tally, "text": text, "parts": _parts(tally), "base": looked_at}
            context["doubts"] = loaded.doubts
    return show(request, cycle, "file", "programs/settings_file", context)


def _parts(tally):
    named = {
        "created": _("New"),
        "changed": _("Changed"),
        "archived": _("Archived"),
        "removed": _("Removed"),
    }
    return [(label, tally.of(what)) for what, label in named.items() if tally.of(what)]


@organizers
@require_safe
def settings_download(request, cycle):
    name = f"{cycle.program.slug}-{cycle.slug}.yaml"
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(
        dump(cycle),
        content_type="text/yaml; charset=utf-8",
        headers={"Content-Disposition": disposition},
    )
