"""What two of the cast have to do with each other in the directory: see `Things`."""

from directory.models import Availability, MentoringRequest, PairRegistration
from directory.rules import links
from people.models import User
from tests.factories.directory import AvailabilityFactory, RegistrationFactory, RequestFactory


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
        two = {"mentee": self.people["applicant"], "mentor": self.people["grower"]}
        return MentoringRequest.objects.filter(**two).first() or RequestFactory(**two)

    @property
    def registration(self) -> PairRegistration:
        two = {"mentee": self.people["applicant"], "mentor": self.people["grower"]}
        return PairRegistration.objects.filter(**two).first() or RegistrationFactory(**two)
