from django import forms
from django.utils.translation import gettext_lazy as _

from applications.models import CycleQuestion, Nomination
from applications.queries.questions import organizers_of
from people.forms.fields import AddressField
from people.models import User
from programs.queries.calls import roles_applied_for


class AddressForm(forms.Form):
    address = AddressField(label=_("Your e-mail address"), max_length=254)


class QuestionForm(forms.ModelForm):
    class Meta:
        model = CycleQuestion
        fields = ["text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 4})}
        help_texts = {"text": _("Only the organizers of this program read it.")}


class ReplyForm(forms.Form):
    """Who asked adds something."""

    text = forms.CharField(
        label=_("Write back"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class OwnerForm(forms.Form):
    owner = forms.ModelChoiceField(
        label=_("Who answers"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Anyone on the team"),
    )

    def __init__(self, *args, question: CycleQuestion, **kwargs):
        super().__init__(*args, initial={"owner": question.owner_id}, **kwargs)
        self.fields["owner"].queryset = organizers_of(question.cycle.program)


class PublishForm(forms.Form):
    """A question and its answer as the FAQ shows them."""

    words = forms.CharField(
        label=_("The question, in general words"),
        max_length=250,
        help_text=_(
            "Leave out the name of the person who asked, and anything that identifies them."
        ),
    )
    answer = forms.CharField(
        label=_("Answer"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )


class AnswerForm(forms.Form):
    # The newest reply that was on the page: what has come since is read before anything is sent.
    seen = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("Answer"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    publish_as = forms.CharField(
        label=_("Publish in the FAQ as"),
        max_length=250,
        required=False,
        help_text=_("The question in general words, without the name of the person who asked."),
    )


class NominationForm(forms.ModelForm):
    email = AddressField(
        label=_("Their e-mail address"), help_text=_("They are invited and apply themselves.")
    )

    class Meta:
        model = Nomination
        fields = ["role", "reason"]
        widgets = {"role": forms.RadioSelect, "reason": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"reason": _("Only the organizers of this program read it.")}

    field_order = ["role", "email", "reason"]

    def __init__(self, *args, cycle, **kwargs):
        super().__init__(*args, **kwargs)
        roles = roles_applied_for(cycle)
        self.fields["role"].queryset = roles
        self.fields["role"].empty_label = None
        self.fields["role"].label = _("Suggest as")

    def clean_email(self):
        person = User.objects.members().by_email(self.cleaned_data["email"]).first()
        if person is None:
            raise forms.ValidationError(
                _("We know nobody with this address. Check how it is written."), code="unknown"
            )
        return person
