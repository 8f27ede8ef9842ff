"""The organization's facts about a person, for their own page and for administrators."""

from django import template

from people.facts import HR, Kind, in_words

register = template.Library()


@register.inclusion_tag("people/_facts.html")
def organization_facts(person):
    """Each as label, words and, where the fact is another person, that person."""
    values = [(fact, getattr(person, fact.name)) for fact in HR]
    lines = [
        (fact.label, in_words(value), value if fact.kind is Kind.PERSON else None)
        for fact, value in values
    ]
    return {"person": person, "lines": lines}
