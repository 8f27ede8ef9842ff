from django import forms
from django.utils.translation import gettext_lazy as _

from outcomes.models import FrozenReport


class FreezeForm(forms.Form):
    """Nothing to say for the first version; what is corrected for every further one."""

    reason = forms.CharField(
        label=_("What does this version correct?"),
        max_length=FrozenReport._meta.get_field("reason").max_length,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args, is_correction, **kwargs):
        super().__init__(*args, **kwargs)
        if not is_correction:
            del self.fields["reason"]
