from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from programs.access import organizers
from programs.actions import message_texts as actions
from programs.forms import lines
from programs.forms.message_texts import MessageTextForm
from programs.models import MessageText
from programs.queries import message_samples
from programs.rules import message_texts
from programs.views.settings.frame import address, is_conflict, show


@organizers
@require_safe
def settings_messages(request, cycle):
    own = set(cycle.message_texts.values_list("kind", flat=True))
    found = [(kind, label, kind in own) for kind, label in MessageText.Kind.choices]
    return show(request, cycle, "messages", "programs/settings_messages", {"found": found})


@organizers
def settings_message(request, cycle, kind):
    text, typed, is_typed = _text(cycle, kind), request.POST, request.method == "POST"
    form, conflict = MessageTextForm(typed if is_typed else None, instance=text), None
    differing: list[lines.Difference] = []
    is_right = is_typed and form.is_valid()
    if is_right and "check" not in typed:
        try:
            actions.save(
                cycle,
                kind,
                **form.cleaned_data,
                base=typed.get("base", ""),
                by=request.user,
                at=timezone.now(),
            )
        except ValidationError as error:
            conflict = error if is_conflict(error) else None
            form.add_error(None, error)
            saved = MessageTextForm(instance=_text(cycle, kind))
            differing = lines.differing((form, saved)) if conflict else []
        else:
            messages.success(request, _("Saved. Messages not sent yet use these words."))
            return redirect(address(cycle, "programs:settings_message", kind=kind))
    if request.htmx and is_typed:
        if not is_right:
            return HttpResponse(status=204)
        return render(request, "programs/_message_preview.html", _preview(cycle, text))
    context = {
        "form": form,
        "differing": differing,
        "kind": kind,
        "label": text.get_kind_display(),
        "is_own": cycle.message_texts.filter(kind=kind).exists(),
        "placeholders": message_texts.placeholders(kind).items(),
        "standard": message_samples.standard(cycle, kind, at=timezone.now()),
        **_preview(cycle, text),
    }
    return show(request, cycle, "messages", "programs/settings_message", context, conflict=conflict)


@organizers
@require_POST
def settings_message_reset(request, cycle, kind):
    _text(cycle, kind)
    actions.back_to_standard(cycle, kind, by=request.user, at=timezone.now())
    messages.success(request, _("Standard text restored."))
    return redirect(address(cycle, "programs:settings_message", kind=kind))


def _text(cycle, kind):
    if kind not in MessageText.Kind:
        raise Http404
    text = cycle.message_texts.filter(kind=kind).first() or MessageText(kind=kind)
    text.cycle = cycle
    return text


def _preview(cycle, text):
    """`text` has what was typed by now: the form puts it on the row, unsaved."""
    return {"preview": message_samples.read(cycle, text, at=timezone.now())}
