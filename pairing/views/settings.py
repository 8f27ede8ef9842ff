from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from pairing import programfile
from pairing.actions import settings
from pairing.forms.settings import PairingForm, RuleForm
from pairing.models import Board
from pairing.queries.board import whatif
from pairing.rules.offered import offered_rules
from pairing.runs.cohort import weights_of
from programs.access import organizers
from programs.forms import lines
from programs.programfile.shape import Item, make
from programs.views.settings.frame import address, is_conflict, show


@organizers
def settings_pairing(request, cycle):
    typed = request.POST if request.method == "POST" else None
    form = PairingForm(typed, instance=cycle, weights=weights_of(cycle))
    rules = _rule_forms(cycle, typed)
    conflict = None
    differing: list[lines.Difference] = []
    is_right = typed is not None and form.is_valid() and all(rule.is_valid() for rule in rules)
    is_trial = typed is not None and "check" in typed
    if is_trial and request.htmx:
        if not is_right:
            return HttpResponse(status=204)
        trial = _trial(request, cycle, form)
        return render(request, "pairing/_weights_trial.html", {"cycle": cycle, **trial})
    if typed is not None and is_right and not is_trial:
        try:
            settings.save_pairing(
                cycle,
                _item(cycle, form, rules),
                base=typed.get("base", ""),
                by=request.user,
                at=timezone.now(),
            )
        except ValidationError as error:
            conflict = error if is_conflict(error) else None
            form.add_error(None, error)
            cycle.refresh_from_db()
            saved = PairingForm(instance=cycle, weights=weights_of(cycle))
            differing = lines.differing(
                (form, saved), *zip(rules, _rule_forms(cycle, None), strict=True)
            )
        else:
            messages.success(request, _("Saved. The next run uses it."))
            return redirect(address(cycle, "pairing:settings_pairing"))
    context = {"form": form, "rules": rules, "differing": differing}
    if is_right:
        context |= _trial(request, cycle, form)
    return show(request, cycle, "pairing", "pairing/settings_pairing", context, conflict=conflict)


def _trial(request, cycle, form):
    """Which pairs of the draft these weights would change; nothing is changed."""
    board = Board.objects.select_related("run").filter(cycle=cycle, published_at=None).first()
    if board is None or not board.proposals.standing().exists():
        return {"is_tried": True}
    board.cycle = cycle
    found = whatif.new_weights(board, form.weights(), viewer=request.user, at=timezone.now())
    return {"is_tried": True, "has_draft": True, "trial": found}


def _rule_forms(cycle, typed):
    """One for each rule, as the cycle takes it; one without a row is taken as usual."""
    saved = {row.name: row for row in cycle.pairing_rules.all()}
    found = []
    for rule in offered_rules():
        initial = {"strength": rule.usual.mode, "points": 0, "value": None}
        if row := saved.get(rule.key):
            initial = {"strength": row.strength, "points": row.points, "value": row.value}
        found.append(RuleForm(typed, rule=rule, initial=initial))
    return found


def _item(cycle, form, rules) -> Item:
    named = Item()
    named.update({one.rule.key: one.item() for one in rules})
    values = form.cleaned_data
    return make(
        programfile.PAIRING,
        {
            "objective": values["objective"],
            "shortage": values["shortage"],
            "seed": cycle.pairing_seed,
            "two_signatures": values["needs_two_signatures"],
            "rules": named,
            "weights": form.weights(),
        },
    )
