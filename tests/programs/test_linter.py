"""What the linter says about dates."""

from dataclasses import replace
from datetime import date, timedelta

from programs.rules.linter import Plan, Window, look

WOMEN_2021 = Plan(
    zone="UTC",
    starts_on=date(2021, 7, 7),
    ends_on=date(2021, 9, 30),
    calls=(
        Window("mentors", date(2021, 5, 20), date(2021, 6, 7), "mentor"),
        Window("mentees", date(2021, 6, 7), date(2021, 6, 23), "mentee"),
    ),
    pairs_on=date(2021, 6, 29),
    training_on=date(2021, 7, 12),
    check_in=Window("Check-in", date(2021, 8, 7), date(2021, 8, 21)),
    end_survey=Window("End survey", date(2021, 9, 20), date(2021, 10, 11)),
    coarse=("Mid-program AMA",),
)


def said(plan, *levels):
    return [(f.rule, f.days) for f in look(plan) if f.level in (levels or ("warn",))]


def test_the_plan_of_2021_has_one_warning_its_gap_of_six_days():
    assert said(WOMEN_2021) == [("pairing_time", 6)]
    (finding,) = [f for f in look(WOMEN_2021) if f.level == "warn"]
    assert finding.title == "Pairing by hand gets 6 days"
    assert "at least 7 days" in finding.text


def test_the_first_and_the_last_day_of_a_call_both_count():
    assert [days for rule, days in said(WOMEN_2021, "ok") if rule == "call_length"] == [19, 17]


def test_training_after_the_start_and_open_dates_are_hints():
    assert said(WOMEN_2021, "info") == [("training", 5), ("undecided", 1)]


def test_six_windows_of_fourteen_days_fit():
    assert ("sessions", 6) in said(WOMEN_2021, "ok")


def test_one_day_left_over_is_said_in_the_singular():
    plan = replace(WOMEN_2021, ends_on=WOMEN_2021.starts_on + timedelta(days=85))
    [text] = [finding.text for finding in look(plan) if finding.rule == "sessions"]
    assert text == "The last day does not make a full fortnight."


def call(**given):
    return replace(WOMEN_2021.calls[0], **given)


def test_a_call_of_thirteen_days_is_too_short():
    plan = replace(WOMEN_2021, calls=(call(closes=date(2021, 6, 1)),), pairs_on=None)
    assert said(plan) == [("call_length", 13)]
    plan = replace(plan, calls=(call(closes=date(2021, 6, 2)),))
    assert said(plan) == []


def test_seven_days_to_pair_are_enough():
    assert said(replace(WOMEN_2021, pairs_on=date(2021, 6, 30))) == []


def test_pairs_cannot_be_announced_before_the_call_closes_or_after_the_start():
    assert said(replace(WOMEN_2021, pairs_on=date(2021, 6, 20))) == [("pairing_time", -3)]
    assert said(replace(WOMEN_2021, pairs_on=date(2021, 7, 9))) == [("told_before_start", 2)]


def test_an_end_survey_of_twenty_days_is_too_short():
    short = Window("End survey", date(2021, 9, 20), date(2021, 10, 9))
    plan = replace(WOMEN_2021, end_survey=short, pairs_on=None)
    assert said(plan) == [("end_survey", 20)]


def test_missing_check_in_and_survey_are_said():
    plan = replace(WOMEN_2021, check_in=None, end_survey=None, pairs_on=None)
    assert said(plan) == [("check_in", None), ("end_survey", None)]


def test_a_check_in_after_two_months_is_late():
    late = Window("Check-in", date(2021, 9, 7), date(2021, 9, 21))
    assert said(replace(WOMEN_2021, check_in=late, pairs_on=None)) == [("check_in", 62)]


def test_days_on_which_clocks_change_are_named():
    plan = replace(WOMEN_2021, zone="Europe/Vienna", ends_on=date(2021, 11, 30))
    titles = [f.title for f in look(plan) if f.rule == "clock_change"]
    assert titles == ["Clocks change in Europe/Vienna on 31 October 2021"]


def test_a_gap_between_calls_and_a_call_into_the_cycle_are_said():
    mentees = Window("mentees", date(2021, 6, 15), date(2021, 7, 8), "mentee")
    plan = replace(WOMEN_2021, calls=(WOMEN_2021.calls[0], mentees), pairs_on=None)
    assert ("gap", 8) in said(plan, "info")
    assert ("overlap", 1) in said(plan)


def test_a_check_in_behind_the_last_day_asks_nobody_and_a_short_cycle_needs_none():
    short = replace(WOMEN_2021, ends_on=date(2021, 8, 6), pairs_on=None)
    assert ("check_in", 1) in said(short)
    assert "check_in" not in dict(said(replace(short, check_in=None)))


def test_days_of_a_cycle_nobody_has_seen_must_lie_ahead():
    """As a program from a template begins when its first day is chosen too near."""
    plan = replace(WOMEN_2021, pairs_on=date(2021, 7, 1), today=date(2021, 7, 8))
    assert [rule for rule, _days in said(plan)] == [
        "past_call",
        "past_call",
        "past_day",
        "past_day",
    ]
    titles = [f.title for f in look(plan) if f.level == "warn"]
    assert titles[0] == "The call for mentors closes on 7 June 2021, which is over"
    assert titles[2] == "Pairs are announced on 1 July 2021, which is over"
    assert said(replace(plan, is_public=True)) == []


def test_what_is_proposed_can_still_be():
    """No way out lies behind today, and after publication nothing is said of making pairs."""
    early = replace(WOMEN_2021.calls[0], closes=date(2021, 6, 1), field="calls-0")
    plan = replace(
        WOMEN_2021, calls=(early, WOMEN_2021.calls[1]), pairs_field="dates-0", is_public=True
    )

    def proposed(today):
        return [fix.day for f in look(replace(plan, today=today)) for fix in f.fixes]

    assert proposed(date(2021, 6, 1)) == [date(2021, 6, 2), date(2021, 6, 30)]
    assert proposed(date(2021, 6, 29)) == [date(2021, 6, 30)]
    assert proposed(date(2021, 7, 1)) == []
    late = replace(plan, pairs_on=date(2021, 7, 20), is_paired=True)
    assert {"pairing_time", "told_before_start"}.isdisjoint(dict(said(late)))


def test_an_empty_plan_raises_nothing():
    assert said(Plan(zone="UTC")) == [("end_survey", None)]
