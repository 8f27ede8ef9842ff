from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as lazy

from pairing.edits._base import About, Draft, Edit, EditForm, Names, PairedAnew
from pairing.engine.scoring import OFF
from pairing.rules.offered import rule_choices, rule_label
from pairing.runs.cohort import Entries
from programs.actions import settings
from programs.models import Cycle, PairingRule


class RuleForm(EditForm):
    rule = forms.ChoiceField(choices=rule_choices)


@dataclass(frozen=True)
class DropRule(Edit):
    """Switch a rule off for everybody, in this draft and in every run after it."""

    rule: str

    key = "rule"
    form = RuleForm
    asked_about = About.EVERYBODY
    heading = lazy("Without the rule “%(rule)s”")
    paired_anew = PairedAnew(
        history=lazy("switched a rule off and paired again"),
        cause=lazy("Without the rule “%(rule)s”"),
        subject=lazy("Dropping the rule “%(rule)s”"),
        button=lazy("Switch off and re-pair"),
    )

    @property
    def fields(self) -> dict[str, Any]:
        return {"rule": self.rule}

    def placeholders(self, names: Names) -> dict[str, Any]:
        return {"rule": rule_label(self.rule)}

    def into(self, entries: Entries) -> Entries:
        choices = {**entries.rules.choices, self.rule: OFF}
        return replace(entries, rules=replace(entries.rules, choices=choices))

    def settings_of_run(self, before: dict[str, Any]) -> dict[str, Any]:
        return {**before, "rules": {**before.get("rules", {}), self.rule: asdict(OFF)}}

    def write_beside_pairs(self, draft: Draft) -> dict[str, Any]:
        with _changing(draft) as cycle:
            row = cycle.pairing_rules.filter(name=self.rule).first()
            cycle.pairing_rules.update_or_create(
                name=self.rule, defaults={"strength": PairingRule.Strength.OFF}
            )
        return {"rule": {"name": self.rule, "strength": row.strength if row else ""}}

    @classmethod
    def undo(cls, draft: Draft, data: Mapping[str, Any]) -> None:
        """A rule without a strength had no row."""
        before = data["rule"]
        with _changing(draft) as cycle:
            rows = cycle.pairing_rules.filter(name=before["name"])
            if before["strength"]:
                rows.update(strength=before["strength"])
            else:
                rows.delete()


def _changing(draft: Draft) -> AbstractContextManager[Cycle]:
    return settings.changing(draft.board.cycle, "pairing", base=None, by=draft.by, at=draft.at)
