from django import forms
from django.forms import formset_factory
from django.utils.translation import gettext_lazy as _

from programs.forms.lines import RowLine
from programs.forms.settings import PlainLines, short
from programs.models import FaqEntry
from programs.programfile import schema
from programs.programfile.shape import Item, make


class FaqForm(RowLine, PlainLines, forms.ModelForm):
    line_fields = "programs/_faq_fields.html"
    line_adds = _("Add a question")

    place = short(forms.IntegerField(required=False, min_value=0, max_value=9999), _("Place"))
    remove = forms.BooleanField(required=False, label=_("Remove"))

    class Meta:
        model = FaqEntry
        fields = ["question", "answer"]
        widgets = {
            "question": forms.TextInput(attrs={"class": "form-control", "data-line-title": ""}),
            "answer": forms.Textarea(attrs={"rows": 4, "class": "form-control"}),
        }

    @property
    def line_title(self) -> str:
        return self["question"].value() or ""

    @property
    def line_about(self) -> str:
        return self["answer"].value() or ""

    def is_row(self) -> bool:
        return bool(self.cleaned_data.get("question")) and not self.cleaned_data.get("remove")

    def item(self) -> Item:
        values = {name: self.cleaned_data[name] for name in ("question", "answer")}
        return make(schema.FAQ, values)


class BaseFaq(forms.BaseFormSet):
    def items(self) -> list[Item]:
        """In the order of the numbers; lines without one come last, as they stand."""
        rows = [form for form in self.forms if form.is_row()]
        rows.sort(key=lambda form: form.cleaned_data.get("place") or 9999)
        return [form.item() for form in rows]


Faq = formset_factory(FaqForm, formset=BaseFaq, extra=2, max_num=100, absolute_max=120)
