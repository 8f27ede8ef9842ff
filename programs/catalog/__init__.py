"""Program files that ship with the software: what new programs can start from."""

from dataclasses import dataclass
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Template:
    name: str
    label: str | Promise
    description: str | Promise

    def read(self) -> str:
        return (FOLDER / f"{self.name}.yaml").read_text(encoding="utf-8")


TEMPLATES = {
    template.name: template
    for template in (
        Template(
            "plain",
            _("A plain program"),
            _("A mentor and a mentee, every other week. A short form for each."),
        ),
        Template(
            "women-at-gitlab-2021",
            _("Women, across divisions"),
            _("Three months across divisions, with review, kickoffs, training and four surveys."),
        ),
        Template(
            "company-wide",
            _("Company-wide, async first"),
            _("Five months, in writing when both choose it, so that time zones do not matter."),
        ),
    )
}
