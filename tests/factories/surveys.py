import factory

from surveys.models import Question, Questionnaire, Response
from tests.factories.people import UserFactory


class QuestionnaireFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Questionnaire

    title = factory.Sequence(lambda n: f"Questionnaire {n}")


class QuestionFactory(factory.django.DjangoModelFactory):
    """A short text question; choices=["a", "b"] makes choices with these values and labels."""

    class Meta:
        model = Question
        skip_postgeneration_save = True

    questionnaire = factory.SubFactory(QuestionnaireFactory)
    key = factory.Sequence(lambda n: f"question-{n}")
    kind = "text"
    text = factory.Sequence(lambda n: f"Question {n}?")
    position = factory.Sequence(lambda n: n)

    @factory.post_generation
    def choices(self, create, extracted, **kwargs):
        for position, value in enumerate(extracted or []):
            self.choices.create(value=value, label=value.title(), position=position)


class ResponseFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Response

    questionnaire = factory.SubFactory(QuestionnaireFactory)
    person = factory.SubFactory(UserFactory)
