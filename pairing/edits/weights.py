from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as lazy

from pairing.edits._base import About, Draft, Edit, EditForm, PairedAnew
from pairing.engine.scoring.criteria import MOST_WEIGHT
from pairing.rules.offered import criterion_choices
from pairing.runs.cohort import Entries, weights_of
from programs.actions import settings
from programs.models import Cycle


class WeightsForm(EditForm):
    """The points of each criterion; what counts is how they stand to each other."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        for criterion, label in criterion_choices():
            self.fields[f"w_{criterion}"] = forms.IntegerField(
                label=label, min_value=0, max_value=MOST_WEIGHT
            )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not self.errors and not any(given[f"w_{key}"] for key, _label in criterion_choices()):
            raise forms.ValidationError(lazy("At least one of them must count."), code="no_weight")
        return given

    def values(self) -> dict[str, Any]:
        keys = [key for key, _label in criterion_choices()]
        return {"weights": tuple((key, self.cleaned_data[f"w_{key}"]) for key in keys)}


@dataclass(frozen=True)
class ChangeWeights(Edit):
    """Let criteria count otherwise, in this draft and in every run after it."""

    weights: tuple[tuple[str, int], ...]

    key = "weights"
    form = WeightsForm
    asked_about = About.EVERYBODY
    heading = lazy("How much each criterion counts")
    controls = "pairing/_pane_weights.html"
    remark = lazy("Both totals use the new weights.")
    paired_anew = PairedAnew(
        history=lazy("changed the weights and paired again"),
        cause=lazy("New weights"),
        subject=lazy("Using these weights"),
        button=lazy("Use them and re-pair"),
    )

    @classmethod
    def as_now(cls, cycle: Cycle) -> dict[str, Any]:
        return {f"w_{key}": points for key, points in weights_of(cycle).items()}

    @property
    def fields(self) -> dict[str, Any]:
        return {f"w_{key}": points for key, points in self.weights}

    def into(self, entries: Entries) -> Entries:
        return replace(entries, weights=dict(self.weights))

    def settings_of_run(self, before: dict[str, Any]) -> dict[str, Any]:
        return {**before, "weights": dict(self.weights)}

    def write_beside_pairs(self, draft: Draft) -> dict[str, Any]:
        return {"weights": _set_weights(draft, dict(self.weights))}

    @classmethod
    def undo(cls, draft: Draft, data: Mapping[str, Any]) -> None:
        _set_weights(draft, data["weights"])


def _set_weights(draft: Draft, weights: Mapping[str, int]) -> dict[str, int]:
    """The cycle's weights become these; returns those of before. No weights: the engine's own."""
    changing = settings.changing(draft.board.cycle, "pairing", base=None, by=draft.by, at=draft.at)
    with changing as cycle:
        before = dict(cycle.pairing_weights.values_list("criterion", "points"))
        cycle.pairing_weights.exclude(criterion__in=weights).delete()
        for criterion, points in weights.items():
            cycle.pairing_weights.update_or_create(criterion=criterion, defaults={"points": points})
    return before
