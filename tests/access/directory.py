"""What two of the cast have to do with each other in the directory: see `Things`."""

from directory.models import Availability, MentoringRequest, PairRegistration, Seeking
from directory.rules import links
from notifications.actions import outbox
from people.models import User
from tests.factories.directory import AvailabilityFactory, RegistrationFactory, RequestFactory

# Words that stand nowhere else, and who of the cast reads them.
OF_TWO, OF_ONE = "written between these two", "sought by one alone"
READERS = {OF_TWO: {"applicant", "grower"}, OF_ONE: {"applicant"}}


def write_in_private(people: dict[str, User | None]) -> None:
    """The applicant asks the grower, who asks back; and looks for something that is not said to them."""
    applicant, grower = people["applicant"], people["grower"]
    row = RequestFactory(
        mentee=applicant, mentor=grower, who_i_am=OF_TWO, goal=OF_TWO, why_you=OF_TWO
    )
    row.entries.create(author=grower, text=OF_TWO, created_at=row.created_at)
    outbox.tell(grower, "mentoring_requested", about=row, at=row.created_at)
    Seeking.objects.create(person=applicant, topics=[OF_ONE], changed_at=row.created_at)


class DirectoryThings:
    """Mixed into `Things`: the applicant asks the grower."""

    people: dict[str, User | None]

    @property
    def directory_offer(self) -> Availability:
        found = Availability.objects.filter(person__name="Ilse Marrowby").first()
        return found or AvailabilityFactory(person__name="Ilse Marrowby")

    @property
    def available_mentor(self) -> User:
        return self.directory_offer.person

    @property
    def still_right_token(self) -> str:
        return links.made(self.directory_offer.pk, self.directory_offer.round)

    @property
    def mentoring_request(self) -> MentoringRequest:
        return MentoringRequest.objects.get(
            mentee=self.people["applicant"], mentor=self.people["grower"]
        )

    @property
    def registration(self) -> PairRegistration:
        two = {"mentee": self.people["applicant"], "mentor": self.people["grower"]}
        return PairRegistration.objects.filter(**two).first() or RegistrationFactory(**two)
