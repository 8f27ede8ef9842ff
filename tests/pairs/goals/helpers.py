"""Goals of a pair in July."""

from pairs.actions.goals import writing
from tests.pairs.addresses import page
from tests.pairs.july import AT


def shown(client, name, pair, *rest):
    return client.get(page(name, pair, *rest)).content.decode()


def shared_goal(pair, text="Lead one incident", **values):
    return writing.add(pair.mentee, {"text": text, **values}, at=AT, is_shared=True)


def change(client, pair, goal, what):
    return client.post(page("goal_change", pair, goal.pk), {"change": what})
