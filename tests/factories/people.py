import factory
from allauth.account.models import EmailAddress

from people.models import User


class UserFactory(factory.django.DjangoModelFactory):
    """A person with a verified address and no password; sign in with client.force_login."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Person {n}")
    email = factory.Sequence(lambda n: f"person{n}@example.com")
    password = "!"

    @factory.post_generation
    def verified(self, create, extracted, **kwargs):
        if create and extracted is not False:
            EmailAddress.objects.create(user=self, email=self.email, verified=True, primary=True)
