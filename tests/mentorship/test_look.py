import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.contrib.messages.storage.base import Message
from django.template import Context, Template
from django.utils import timezone

from mentorship.templatetags import look, shell

ROOT = Path(settings.BASE_DIR)
EVIL = '<script>alert("x")</script>'


def draw(source, **context):
    return Template("{% load look shell crispy_forms_tags %}" + source).render(Context(context))


def icon_names():
    sprite = (ROOT / "static/vendor/icons.svg").read_text()
    return set(re.findall(r'<symbol id="i-([^"]+)"', sprite))


def test_icons_named_in_templates_are_in_the_sprite():
    named = {
        name
        for path in ROOT.glob("templates/**/*.html")
        for name in re.findall(r'{% icon "([^"]+)"', path.read_text())
    }
    assert named - icon_names() == set()


def test_icon_is_hidden_unless_it_has_a_label():
    assert 'aria-hidden="true"' in draw('{% icon "lock" %}')
    labelled = draw('{% icon "lock" label=word %}', word=EVIL)
    assert "<script>" not in labelled
    assert "aria-hidden" not in labelled


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Mia Mentee", "MM"),
        ("Marguerite-Anne Featherstonehaugh-Olusanya", "MO"),
        ("ólafur", "Ó"),
        ("李 小龍", "李小"),
        ("  ", "?"),
        ("(42) 7", "?"),
    ],
)
def test_initials_are_the_first_letters_of_first_and_last_word(name, letters):
    assert look.initials(name) == letters


def test_person_is_escaped_and_linked():
    html = draw('{% person name "mentor" sub=sub href="/people/1/" %}', name=EVIL, sub=EVIL)
    assert "<script>" not in html
    assert 'class="av mentor"' in html
    assert 'href="/people/1/"' in html


def test_chip_and_note_escape_what_people_wrote():
    html = draw(
        '{% chip text "warn" "clock" %}{% note title=text %}{{ text }}{% endnote %}', text=EVIL
    )
    assert "<script>" not in html
    assert html.count("&lt;script&gt;") == 3


@pytest.mark.parametrize(
    ("value", "goal", "tone"),
    [(95, 95, ""), (91, 95, "near"), (90, 95, "near"), (89, 95, "warn"), (50, None, "")],
)
def test_meter_is_amber_only_below_its_goal(value, goal, tone):
    html = draw("{% meter 'Sessions' value goal %}", value=value, goal=goal)
    assert f'<div class="meter {tone}"' in html
    assert f"--v:{value}%" in html


def test_meter_without_figures_says_so():
    assert "No figures yet" in draw("{% meter 'Sessions' None 95 %}")


def test_meter_never_grows_past_its_box():
    assert "--v:100%" in draw("{% meter 'Sessions' 130 95 %}")


def test_tight_leaves_line_breaks_out_and_keeps_spaces_and_attributes():
    text = """{% tight %}
        <b
          class="a"
          title="b">
          {{ words }}
        </b>
        {% if words %}, then{% endif %}
        {% for n in "12" %}
          {{ n }};
        {% endfor %}
      {% endtight %}"""
    assert draw(text, words="one\ntwo") == '<b class="a" title="b">one\ntwo</b>, then1;2;'


def test_nothing_yet_shows_a_button_only_with_an_address():
    assert "btn" not in draw("{% nothing_yet 'No pairs' 'Begin' '' %}Later{% endnothing_yet %}")
    assert 'href="/x/"' in draw(
        "{% nothing_yet 'No pairs' 'Begin' '/x/' %}Later{% endnothing_yet %}"
    )


@pytest.mark.parametrize("held", [0, 1, 4, 6])
def test_braid_draws_one_mark_per_meeting(held):
    html = draw("{% braid 6 held 60 labels %}", held=held, labels=["8 July", EVIL])
    assert html.count("<circle") == 6
    assert html.count('class="held"') == held
    assert f"{held} of 6 sessions held" in html
    assert "<script>" not in html


def test_braid_says_days_short():
    html = draw("{% braid 3 2 60 labels=days %}", days=[date(2021, 7, 7), date(2021, 8, 4)])
    assert re.findall(r"<text[^>]*>([^<]+)<", html) == ["7 Jul", "4 Aug"]


def test_braid_as_decoration_is_hidden():
    assert 'aria-hidden="true"' in draw("{% braid 6 6 plain=True %}{% braidband 6 %}")


def test_fit_says_every_bar_and_marks_the_low_ones():
    html = draw("{% fit bars %}", bars=[("Focus", 0.9), ("Hours", 0.2), ("Wishes", None)])
    assert 'aria-label="Focus 90%, Hours 20%, Wishes –"' in html
    assert html.count('class="low"') == 2


def test_strand_tells_locked_low_and_flagged():
    html = draw("{% strand 58 bars locked=True flag=True %}", bars=[])
    assert "is-locked" in html
    assert "bd-score low" in html
    assert "A rule to check" in html


def test_wins_says_every_fortnight():
    html = draw("{% wins states %}", states=["met", "async", "missed", "open", "now"])
    assert 'aria-label="met, in writing, nothing logged, still ahead, this one"' in html


def test_each_kind_of_fortnight_is_drawn_by_the_sheet_of_all_pages():
    sheet = (ROOT / "static/css/site.css").read_text()
    kinds = {css for css, _mark, _words in look.WINDOWS.values() if css}
    assert [kind for kind in kinds if f".wins .{kind} {{" not in sheet] == []


def test_localtime_is_in_the_persons_zone_and_can_name_it():
    moment = datetime(2021, 6, 7, 22, 30, tzinfo=UTC)
    with timezone.override("Europe/Vienna"):
        html = draw("{% localtime moment named=True %}", moment=moment)
    assert ">Tue 8 June, 00:30</time>" in html
    assert 'datetime="2021-06-07T22:30:00Z"' in html
    assert "Vienna time" in html


def test_localtime_of_nothing_is_empty():
    assert draw("{% localtime moment %}", moment=None) == ""


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2021, 6, 7), date(2021, 6, 7), "7 June 2021"),
        (date(2021, 6, 7), None, "7 June 2021"),
        (date(2021, 6, 7), date(2021, 6, 23), "7 to 23 June 2021"),
        (date(2021, 5, 20), date(2021, 6, 7), "20 May to 7 June 2021"),
        (date(2021, 12, 20), date(2022, 1, 7), "20 December 2021 to 7 January 2022"),
    ],
)
def test_dates_name_month_and_year_once(first, last, words):
    assert look.dates(first, last) == words


def test_percent_of_nothing_is_zero():
    assert look.percent_of(3, 7) == "42.9"
    assert look.percent_of(0, 0) == "0"


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/140 Safari/537.36", "Chrome on Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140 Safari/537 Edg/140", "Edge on Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19 like Mac OS X) Safari/604", "Safari on iPhone"),
        ("curl/8", "Unknown device"),
    ],
)
def test_device_is_named_in_words(agent, words):
    assert look.device(agent) == words


class Sample(forms.Form):
    name = forms.CharField(help_text=EVIL)
    note = forms.CharField(required=False, label="Note")
    topics = forms.MultipleChoiceField(
        choices=[("a", EVIL), ("b", "B")],
        widget=forms.CheckboxSelectMultiple(attrs={"data-max": 1}),
    )
    agreed = forms.BooleanField(label="I agree")


def test_field_order_is_label_hint_error_control():
    html = draw("{{ form|crispy }}", form=Sample({}))
    places = [
        html.index(part)
        for part in ("Name", "id_name_helptext", "id_name_error", '<input type="text" name="name"')
    ]
    assert places == sorted(places)
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'aria-invalid="true"' in html


def test_optional_fields_say_so_and_required_ones_do_not():
    html = draw("{{ form|crispy }}", form=Sample())
    assert html.count("(optional)") == 1


def test_texts_of_forms_are_escaped():
    assert "<script>" not in draw("{{ form|crispy }}", form=Sample())


def test_choices_with_a_maximum_are_counted():
    html = draw("{{ form|crispy }}", form=Sample())
    assert re.search(r'<div class="tiles"\s+data-max="1">', html)
    assert "data-count=" in html


def test_error_summary_links_to_the_control_of_every_error():
    html = draw('{% include "partials/_errsum.html" with form=form %}', form=Sample({}))
    assert "3 answers need another look" in html
    assert re.findall(r'href="#([^"]+)"', html) == ["id_name", "id_topics_0", "id_agreed"]


def test_error_summary_of_a_good_form_is_empty():
    form = Sample({"name": "x", "topics": ["a"], "agreed": "on"})
    assert draw('{% include "partials/_errsum.html" with form=form %}', form=form).strip() == ""


def test_undo_address_comes_only_from_a_local_path():
    assert (
        shell.undo_address(Message(25, "Done", extra_tags="undo:/pairs/1/undo/"))
        == "/pairs/1/undo/"
    )
    assert shell.undo_address(Message(25, "Done", extra_tags="undo:https://elsewhere")) == ""
    assert shell.undo_address(Message(25, "Done", extra_tags="undo://elsewhere")) == ""
    assert shell.undo_address(Message(25, "Done")) == ""


def test_templates_have_no_inline_scripts_handlers_or_style_rules():
    wrong = []
    for path in ROOT.glob("templates/**/*.html"):
        if path.parent.name == "mail":
            continue  # mail programs need style attributes
        text = path.read_text()
        for style in re.findall(r'style="([^"]*)"', text):
            wrong += [
                f"{path.name}: {rule}"
                for rule in style.split(";")
                if rule.strip() and not rule.strip().startswith("--")
            ]
        wrong += [
            f"{path.name}: {tag}"
            for tag in re.findall(r"<style|<script(?![^>]*(?:src=|application/json))[^>]*>", text)
        ]
        wrong += [
            f"{path.name}: {attr}"
            for attr in re.findall(
                r"\s(?:on(?:click|change|submit|input|load|error|focus|blur|toggle|key[a-z]+|mouse[a-z]+|pointer[a-z]+)|hx-on[:a-z-]*)=",
                text,
            )
        ]
    assert wrong == []


def test_an_address_breaks_before_the_at_sign():
    html = draw("{{ email|address }}", email="gustavo.bianchi@fernhill.example")
    assert html == "gustavo.bianchi<wbr>@fernhill.example"
    assert draw("{{ email|address }}", email="<b>@x.example") == "&lt;b&gt;<wbr>@x.example"
