from django import forms

from pairs.actions.agenda.points import TEMPLATES
from pairs.programfile import problem_with
from programs.forms.lines import Line, lines_of
from programs.forms.settings import PlainLines
from programs.models.details import Stage


class AgendasForm(PlainLines, forms.Form):
    """The program's own points of each stage; the usual ones stand below as an example."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for stage in Stage:
            usual = "\n".join(str(point) for point in TEMPLATES[stage])
            self.fields[stage.value] = forms.CharField(
                label=stage.label,
                required=False,
                widget=forms.Textarea(attrs={"rows": 5, "placeholder": usual}),
            )

    def lines(self) -> list[Line]:
        return lines_of(self, self.fields)

    def clean(self):
        cleaned = super().clean()
        for stage, points in list(cleaned.items()):
            if points and (problem := problem_with(points)):
                self.add_error(stage, problem)
        return cleaned
