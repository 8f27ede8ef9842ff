from django.db import models


class Why(models.TextChoices):
    """Every reason for which somebody can be without a partner. The words stand in
    `pairing.rules.reasons`, how it is found out in `pairing.runs.without`."""

    # What a run says.
    RULES = "rules", "no allowed partner"
    SHORTAGE = "shortage", "every allowed mentor has a stronger claim"
    MENTOR_ONLY = "mentor_only", "placed as mentor only"
    NOT_NEEDED = "not_needed", "every allowed mentee has another mentor"
    AIM = "aim", "the aim of the run does better without"
    # What came after the run, on the board.
    VETOED = "vetoed", "a veto keeps them from an allowed partner"
    TAKEN_OFF = "taken_off", "the pair was taken off by hand"
    MOVED = "moved", "the mentee was given to another mentor by hand"
    PARTNER_LEFT = "partner_left", "the partner is not in pairing any more"
    MORE_PLACES = "more_places", "a place was added"
    CHANGED = "changed", "a place or a mentee became free"
    CAME_LATER = "came_later", "decided after the run"
    NO_RUN = "no_run", "there was no run"
    WAITLISTED = "waitlisted", "on the waiting list"
    # What came after pairs were published.
    PAIR_ENDED = "pair_ended", "the pair has ended"
    REPAIRED = "repaired", "a repair ended the pair"
