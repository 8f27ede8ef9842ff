"""The pages of the directory as tests use them."""

from django.urls import reverse

WORDS = {"who_i_am": "I work in support.", "goal": "Read a trace.", "why_you": "Your talk."}


def text(answer):
    return " ".join(answer.content.decode().split())


def post(client, person, name, *args, **values):
    client.force_login(person)
    return client.post(reverse(f"directory:{name}", args=args), values)
