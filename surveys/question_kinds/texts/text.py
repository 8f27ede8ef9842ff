from django.utils.translation import gettext_lazy as _

from surveys.question_kinds.texts._base import Words


class ShortText(Words):
    name, label, icon, place = "text", _("Short text"), "text-cursor-input", 1
    longest = 300


KIND = ShortText()
