from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.access import organizers
from programs.actions import settings
from programs.forms.settings import PairingForm, RuleForm
from programs.models import PairingRule
from programs.programfile import schema
from programs.programfile.shape import Item, make
from programs.views.settings.frame import address, is_conflict, show


@organizers
def settings_pairing(request, cycle):
    typed = request.POST if request.method == "POST" else None
    weights = dict(cycle.pairing_weights.values_list("criterion", "points"))
    form = PairingForm(typed, instance=cycle, weights=weights)
    rules = _rule_forms(cycle, typed)
    conflict = None
    if typed is not None and form.is_valid() and all(rule.is_valid() for _n, _l, rule in rules):
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
        else:
            messages.success(request, _("Saved. The next run uses it."))
            return redirect(address(cycle, "programs:settings_pairing"))
    context = {"form": form, "rules": rules}
    return show(request, cycle, "pairing", "programs/settings_pairing", context, conflict=conflict)


def _rule_forms(cycle, typed):
    saved = {rule.name: rule for rule in cycle.pairing_rules.all()}
    found = []
    for name, label in PairingRule.Name.choices:
        rule = saved.get(name) or PairingRule(name=name)
        initial = {"strength": rule.strength, "points": rule.points, "value": rule.value}
        found.append((name, label, RuleForm(typed, prefix=f"rule-{name}", initial=initial)))
    return found


def _item(cycle, form, rules) -> Item:
    named = Item()
    named.update({name: rule.item(name) for name, _label, rule in rules})
    values = form.cleaned_data
    return make(
        schema.PAIRING,
        {
            "objective": values["objective"],
            "shortage": values["shortage"],
            "seed": cycle.pairing_seed,
            "two_signatures": values["needs_two_signatures"],
            "rules": named,
            "weights": form.weights(),
        },
    )
