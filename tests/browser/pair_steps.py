"""What two people of a pair and their organizer do in their browsers, step by step, what their pages
say then, and what their mails say."""

import re
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from notifications.actions import delivery
from people.zones import moment_in_words
from tests.browser.axe import violations


class Clock:
    """The clock of the server and of every browser. It only runs ahead of the real one, so that
    no cookie looks too old to keep."""

    def __init__(self, travel):
        self.travel, self.pages = travel, []

    def follow(self, page):
        self.pages.append(page)
        page.clock.set_fixed_time(timezone.now())

    def move_to(self, day, hour=9):
        moment = datetime.combine(day, time(hour), UTC)
        self.travel.move_to(moment)
        for page in self.pages:
            page.clock.set_fixed_time(moment)
        return moment


class Mailbox:
    """What the clock's worker has sent to one person."""

    def __init__(self, person):
        self.person = person

    @staticmethod
    def deliver():
        """Everything that waits, also for second thoughts, and nothing else is in the boxes."""
        mail.outbox.clear()
        delivery.send_waiting(timezone.now() + timedelta(minutes=10))

    @property
    def letters(self):
        return [one for one in mail.outbox if one.to == [self.person.email]]

    def says(self, *words):
        """One of the letters says all of it, in subject or body; that letter."""
        texts = {one: f"{one.subject}\n{one.body}" for one in self.letters}
        found = [one for one, text in texts.items() if all(word in text for word in words)]
        assert found, f"no letter says {words}:\n" + "\n----\n".join(texts.values())
        return found[0]

    def link(self, page):
        """The address of a page that somebody opens from a letter without signing in."""
        body = self.says(f"/{page}/").body
        return re.search(rf"https?://\S+/{page}/\S+", body).group().removeprefix(settings.BASE_URL)


class Browser:
    """One page, with a mouse or under a finger."""

    def __init__(self, page, clock):
        self.page = page
        self.has_touch = page.viewport_size["width"] < 800
        clock.follow(page)

    def open(self, address):
        self.page.goto(address)
        return self

    def press(self, name):
        self._hit(self.page.get_by_role("button", name=name, exact=True))

    def follow(self, name):
        self._hit(self.page.get_by_role("link", name=name, exact=True))

    def tick(self, name):
        self.page.get_by_label(name, exact=True).check()

    def fill(self, label, words):
        self.page.get_by_label(label).fill(words)

    def waits_for(self, words):
        self.page.get_by_text(words).first.wait_for()

    def says(self, *words, never=()):
        """Case aside, since some labels are set in capitals."""
        shown = self.text.casefold()
        for one in words:
            assert one.casefold() in shown, f"{one!r} is not on the page:\n{self.text}"
        for one in never:
            assert one.casefold() not in shown, f"{one!r} is on the page:\n{self.text}"

    @property
    def text(self):
        """What is shown, in one line."""
        return " ".join(self.page.locator("main").inner_text().split())

    def is_sound(self):
        """Nothing stands out to the right, and everybody can use it."""
        assert self.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert violations(self.page) == []

    def _hit(self, found):
        found.first.tap() if self.has_touch else found.first.click()


class Member(Browser):
    """One of the two, on the pages of their pair."""

    def __init__(self, page, clock, pair, person):
        super().__init__(page, clock)
        self.pair, self.person, self.mailbox = pair, person, Mailbox(person)
        self.zone = ZoneInfo(person.time_zone)

    def opens(self, name="pairs:pair_detail", *more):
        self.open(reverse(name, args=[self.pair.pk, *more]))
        return self

    def pair_page(self, *words, never=()):
        self.opens().says(*words, never=never)

    def home(self, *words, never=()):
        self.open("/").says(*words, never=never)

    def moment(self, planned_at):
        """As this person's pages write it."""
        return date_format(planned_at.astimezone(self.zone), "D j F, H:i")

    def in_words(self, planned_at):
        """As this person's letters write it."""
        return moment_in_words(planned_at, self.person.time_zone)

    # Sessions

    def plans(self, moment, *, often="", times=""):
        self.opens("pairs:session_plan")
        self._fill_moment(moment)
        if often:
            self.page.get_by_label("How often?").select_option(often)
            self.fill("How many sessions, if more than one?", times)
        self.press("Plan session")
        self.waits_for(re.compile(r"planned. Your partner gets", re.I))

    def plans_coffee(self, moment):
        self.opens().follow("Plan one")
        self._fill_moment(moment)
        self.press("Plan it")
        self.waits_for("Your coffee chat is planned.")

    def moves(self, session, moment):
        self.opens("pairs:session_move", session.pk)
        self._fill_moment(moment)
        self.press("Move session")
        self.waits_for("Moved. Your partner gets a message.")

    def logs(self, *, note="", in_writing=False, after=""):
        """From the pair page: the button at its top, or the question about what was planned."""
        self.opens().follow("We met")
        if note:
            self.fill("What you talked about", note)
        if in_writing:
            self.tick("In writing")
        self.press("Save session")
        self.waits_for(after or "Your session is logged.")

    def corrects(self, session, *, minutes):
        self.opens("pairs:session_edit", session.pk)
        self.tick(minutes)
        self.press("Save session")
        self.waits_for("The session is corrected.")

    def confirms(self, after="Confirmed. It counts for both of you."):
        self.opens().press("Confirm")
        self.waits_for(after)

    def _fill_moment(self, moment):
        self.fill("When?", f"{moment.astimezone(self.zone):%Y-%m-%dT%H:%M}")

    # The start

    def reads_what_is_expected(self):
        self.opens().follow("Read it")
        self.press("I have read this")
        self._is_back()

    def says_why(self, value, because):
        self.opens().follow("Say it")
        self.fill("What do you care about?", value)
        self.fill("Why?", because)
        self.press("Save")
        self.waits_for(value)

    def says_how_to_talk(self, *answers):
        self.opens().follow("Say how")
        for words in answers:
            self.tick(words)
        self.press("Save")
        self._is_back()

    def _is_back(self):
        self.page.wait_for_url(f"**{reverse('pairs:pair_detail', args=[self.pair.pk])}*")

    # The end

    def ends_well(self, *, learned, thanks, to_organizers, rhythm):
        """All the steps, each saved by itself."""
        self.opens("completion:ending").follow(re.compile("^Next: "))
        self.tick("Most of it")
        self.fill("What did you learn on the way?", learned)
        self.press(re.compile("^Save, next"))
        self.fill("Your thanks", thanks)
        self.press(re.compile("^Save, next"))
        self.fill("What helped, what got in the way?", to_organizers)
        self.press(re.compile("^Save, next"))
        self.tick(rhythm)
        self.press("Save and finish")
        self.waits_for("Well done")


class Organizer(Browser):
    """Whoever runs the cycle, at the list of its pairs."""

    def __init__(self, page, clock, pair):
        super().__init__(page, clock)
        self.pair, self.cycle = pair, (pair.cycle.program.slug, pair.cycle.slug)

    def list_says(self, *words, show="active", never=()):
        """In the line of the pair; the fortnights as their drawing says them."""
        self.open(f"{reverse('pairs:pair_list', args=self.cycle)}?show={show}")
        row = self.page.locator("tbody tr", has_text=str(self.pair.mentee.person))
        drawn = row.locator("[role=img]").get_attribute("aria-label")
        line = " ".join(f"{row.inner_text()} {drawn}".split())
        for one in words:
            assert one in line, f"{one!r} is not in the line:\n{line}"
        for one in never:
            assert one not in line, f"{one!r} is in the line:\n{line}"

    def pair_says(self, *words, never=()):
        address = reverse("pairs:pair_overview", args=[*self.cycle, self.pair.pk])
        self.open(address).says(*words, never=never)
