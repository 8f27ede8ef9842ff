from django import forms
from django.utils.translation import gettext_lazy as _

from pairs.forms.sessions.logs import NoteField


class _Kept(forms.CharField):
    """Words as they are, line breaks at their ends included."""

    def __init__(self):
        super().__init__(required=False, strip=False, max_length=20000, widget=forms.HiddenInput)


class MeetingNotesForm(forms.Form):
    """The two boxes of the meeting view, and what they held when the page was opened."""

    shared = NoteField(label=_("Shared note"), rows=4)
    private = NoteField(label=_("Private note"), rows=3)
    seen_shared = _Kept()
    seen_private = _Kept()
    page = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("shared", "private"):
            self.fields[name].widget.attrs["class"] = "form-control"

    @property
    def kept(self) -> dict:
        data = self.cleaned_data
        return {
            "shared": _plain(data["shared"]),
            "private": _plain(data["private"]),
            "page": data["page"],
            "seen": {
                True: _plain(data["seen_shared"]),
                False: _plain(data["seen_private"]),
            },
        }

    def begin_again(self, *, shared: str, private: str) -> None:
        """Somebody has now seen what stands there: saving once more replaces it."""
        sent = {name: self.data.get(name, "") for name in self.fields}
        self.data = {**sent, "seen_shared": shared, "seen_private": private}


def _plain(text: str) -> str:
    """As the box itself sends and the row keeps it."""
    return text.replace("\r\n", "\n").strip()
