"""What members of a pair hear of thanks, lines and feedback: that it is there, never its words."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from completion.models import Kudos, PartnerFeedback, ThankYou
from completion.models.thanks import Given
from notifications.kinds import Kind
from notifications.models import Message


class _Given(Kind):
    lasts = timedelta(days=14)
    wait = timedelta(minutes=5)  # to think again, and take it back unheard

    def context(self, message: Message, given: Given, at: datetime) -> dict:
        address = reverse("completion:thanks", args=[given.pair_id])
        return {"giver": given.giver, "receiver": given.receiver, "address": address}


class ThankYouWritten(_Given):
    name = "thank_you_written"
    label = _("A thank-you note from your partner")
    rows = ThankYou.objects.select_related("giver", "receiver")


class KudosOffered(_Given):
    name = "kudos_offered"
    label = _("May everyone read what your partner says about you?")
    rows = Kudos.objects.select_related("giver", "receiver")

    def still_true(self, message: Message, kudos: Kudos, at: datetime) -> bool:
        return kudos.is_open


class KudosAgreed(_Given):
    name = "kudos_agreed"
    label = _("Your partner agrees to your line")
    rows = Kudos.objects.select_related("giver", "receiver")

    def still_true(self, message: Message, kudos: Kudos, at: datetime) -> bool:
        return kudos.agreed_at is not None


class FeedbackAsked(_Given):
    name = "feedback_asked"
    label = _("Your partner asks for feedback")
    rows = PartnerFeedback.objects.select_related("giver", "receiver")

    def still_true(self, message: Message, feedback: PartnerFeedback, at: datetime) -> bool:
        return feedback.given_at is None


class FeedbackGiven(_Given):
    name = "feedback_given"
    label = _("Feedback from your partner")
    rows = PartnerFeedback.objects.select_related("giver", "receiver")

    def still_true(self, message: Message, feedback: PartnerFeedback, at: datetime) -> bool:
        return feedback.given_at is not None
