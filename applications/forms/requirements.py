"""The part "Can you take part?" of an application."""

from dataclasses import dataclass

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from applications.actions.applications import Attested
from programs.models import Obligation, Requirement

Kind = Requirement.Kind


def _is_said(requirement):
    """Something to tick: not computed, not a certificate, not left to a reviewer."""
    return (
        requirement.kind not in {Kind.TENURE, Kind.CERTIFICATE, Kind.CONSENT}
        and requirement.check_by == Requirement.Check.ATTESTED
    )


def requirement_fields(requirements):
    fields: dict[str, forms.Field] = {}
    for requirement in requirements:
        name = f"r_{requirement.key}"
        if requirement.kind == Kind.CERTIFICATE:
            fields[f"{name}_on"] = forms.DateField(
                label=_("Completed on"),
                required=False,
                widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            )
            fields[f"{name}_link"] = forms.URLField(
                label=_("Link to the certificate"),
                required=False,
                max_length=200,
                assume_scheme="https",
                widget=forms.URLInput(attrs={"inputmode": "url"}),
            )
        elif _is_said(requirement):
            fields[name] = forms.BooleanField(
                label=requirement.text,
                required=requirement.obligation == Obligation.REQUIRED,
                error_messages={"required": _("Tick this to confirm it")},
            )
    return fields


def days_ahead(setting, cleaned):
    """The fields of certificates completed on a day still to come."""
    today = setting.cycle.day(setting.at)
    names = [f"r_{one.key}_on" for one in setting.requirements if one.kind == Kind.CERTIFICATE]
    return [name for name in names if cleaned.get(name) and cleaned[name] > today]


def requirement_values(fulfilments):
    """What the fields show of what was said before."""
    values = {}
    for fulfilment in fulfilments:
        name = f"r_{fulfilment.requirement.key}"
        values[name] = fulfilment.attested_at is not None
        values[f"{name}_on"] = fulfilment.done_on
        values[f"{name}_link"] = fulfilment.proof_link
    return values


def attested(requirements, cleaned):
    """What the checked form says about each requirement somebody was asked about."""
    said = []
    for requirement in requirements:
        name = f"r_{requirement.key}"
        if requirement.kind == Kind.CERTIFICATE:
            done_on = cleaned.get(f"{name}_on")
            link = cleaned.get(f"{name}_link") or ""
            said.append(Attested(requirement, done_on is not None, done_on, link))
        elif _is_said(requirement):
            said.append(Attested(requirement, bool(cleaned.get(name))))
    return said


@dataclass(frozen=True)
class AskedRequirement:
    """A requirement beside its fields; `first_day` for tenure not reached yet."""

    requirement: Requirement
    tick: BoundField | None = None
    done_on: BoundField | None = None
    link: BoundField | None = None

    @property
    def bounds(self):
        return [bound for bound in (self.tick, self.done_on, self.link) if bound is not None]

    @property
    def is_tenure(self):
        return self.requirement.kind == Kind.TENURE

    @property
    def is_consent(self):
        return self.requirement.kind == Kind.CONSENT

    @property
    def is_optional(self):
        return self.requirement.obligation != Obligation.REQUIRED


def beside_fields(requirements, form):
    def bound(name):
        return form[name] if name in form.fields else None

    return [
        AskedRequirement(
            requirement,
            bound(f"r_{requirement.key}"),
            bound(f"r_{requirement.key}_on"),
            bound(f"r_{requirement.key}_link"),
        )
        for requirement in requirements
    ]
