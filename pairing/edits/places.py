from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from applications.models import Application
from pairing.edits._base import About, Alone, Draft, Edit, EditForm, Names, PairedAnew, Written
from pairing.engine import changes
from pairing.models import Board
from pairing.runs.cohort import Entries
from programs.models import Role

MOST_PLACES = 50


class PlacesForm(EditForm):
    mentor = forms.IntegerField(min_value=1, max_value=2**62)
    places = forms.IntegerField(label=lazy("Places"), min_value=1, max_value=MOST_PLACES)


@dataclass(frozen=True)
class ChangePlaces(Edit):
    """Change how many mentees a mentor takes. Alone, not below those proposed now."""

    mentor: int
    places: int

    key = "places"
    form = PlacesForm
    asked_about = About.MENTOR
    alone = Alone(
        history=lazy("changed a mentor’s places"),
        done=lazy("Places changed."),
        subject=lazy("Changing only the places"),
        button=lazy("Change places only"),
    )
    paired_anew = PairedAnew(
        history=lazy("changed a mentor’s places, and paired the rest again"),
        cause=lazy("%(places)d places for %(mentor)s"),
        subject=lazy("Having %(places)d places with %(mentor)s"),
        button=lazy("Change and re-pair"),
    )

    @property
    def people(self) -> set[int]:
        return {self.mentor}

    @property
    def fields(self) -> dict[str, Any]:
        return {"mentor": self.mentor, "places": self.places}

    def placeholders(self, names: Names) -> dict[str, Any]:
        return {"mentor": names.get(self.mentor, ""), "places": self.places}

    def change(self) -> changes.Change:
        return changes.Capacity(str(self.mentor), self.places)

    def into(self, entries: Entries) -> Entries:
        mentors = [
            replace(person, capacity=self.places) if person.id == str(self.mentor) else person
            for person in entries.mentors
        ]
        return replace(entries, mentors=mentors)

    def fits_alone(self, board: Board) -> bool:
        return self.places >= board.proposals.standing().filter(mentor=self.mentor).count()

    def write_alone(self, draft: Draft) -> Written:
        taken = draft.board.proposals.filter(mentor=self.mentor).count()
        return Written(data=self._set_places(draft, least=max(1, taken)))

    def write_beside_pairs(self, draft: Draft) -> dict[str, Any]:
        return self._set_places(draft, least=1)

    def _set_places(self, draft: Draft, *, least: int) -> dict[str, Any]:
        """Lock the mentor's row and write the places."""
        row = (
            Application.objects.eligible()
            .filter(cycle=draft.board.cycle_id, role__side=Role.Side.MENTOR, pk=self.mentor)
            .select_for_update(of=("self",))
            .first()
        )
        if row is None:
            raise ValidationError(_("They are not in pairing any more."), code="not_eligible")
        if not least <= self.places <= MOST_PLACES:
            raise ValidationError(
                _("Choose between %(least)d and %(most)d places."),
                code="places",
                params={"least": least, "most": MOST_PLACES},
            )
        before, row.capacity = row.capacity, self.places
        row.save(update_fields=["capacity"])
        return {"capacity": [self.mentor, before], "places": self.places}

    @classmethod
    def undo(cls, draft: Draft, data: Mapping[str, Any]) -> None:
        application, places = data["capacity"]
        Application.objects.filter(pk=application).update(capacity=places)
