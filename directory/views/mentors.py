"""Finding a mentor: the list, one of them, and what one looks for."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from applications.models import Application
from directory.access import directory_users
from directory.actions import marks, seeking
from directory.forms.mentors import FilterForm, SeekingForm
from directory.models import Availability, Mark, Seeking
from directory.permissions import why_ask_nobody
from directory.queries import candidates, fitting, listing, profile
from directory.queries.organizing import calls_to_invite_to
from people import refusals
from people.forms.profile import MOST_LISTED
from people.models import User
from surveys.forms import shapes

NAV = {"nav_current": "mentors"}


@directory_users
def mentor_list(request):
    at = timezone.now()
    form = FilterForm(request.GET)
    filters = form.filters()
    found = listing.listing(request.user, filters, page=request.GET.get("page", 1), at=at)
    context = {
        "listing": found,
        "page": found.page,
        "filters": found.spelled(filters),
        "chips": _chips(request.GET, filters),
        "wish": _wish(filters),
        "offer": Availability.objects.filter(person=request.user).first(),
    }
    return render(request, "directory/mentor_list.html", context | NAV)


@directory_users
def mentor_detail(request, pk):
    at = timezone.now()
    offer = Availability.objects.listed().select_related("person").filter(person=pk).first()
    if offer is None:
        return _paused(request, pk)
    shown = profile.profile(request.user, offer, at)
    context = {"profile": shown, "calls": calls_to_invite_to(request.user, offer.person, at)}
    return render(request, "directory/mentor_detail.html", context | NAV)


@directory_users
@require_POST
def mentor_mark(request, pk):
    offer = _listed(pk)
    with refusals.shown(request):
        kind = request.POST.get("kind", "")
        marks.put(request.user, offer.person, kind)
        if kind == Mark.Kind.NOT_FOR_ME:
            said = _("%(name)s no longer shows in your list. Nobody else sees that.")
            messages.success(request, said % {"name": offer.person})
            return redirect("directory:mentor_list")
    return redirect("directory:mentor", pk=pk)


@directory_users
def suggested(request):
    """Three mentors whom the pairing engine would choose for this person alone."""
    at = timezone.now()
    context = {
        "cards": fitting.suggested(request.user, at),
        "seeker": candidates.seeker(request.user),
        "refusal": why_ask_nobody(request.user),
    }
    return render(request, "directory/suggested.html", context | NAV)


@directory_users
def looking(request):
    """What this person looks for, and whether they want to hear when somebody fits."""
    known = Seeking.objects.filter(person=request.user).first()
    seeker = candidates.seeker(request.user)
    topics = (*seeker.topics, *request.GET.getlist("topic"))  # an empty list hands on its filters
    initial = {
        "topics": list(dict.fromkeys(topics))[:MOST_LISTED],
        "slots": list(seeker.slots),
        "wants_word": "wish" in request.GET or (known is not None and known.wants_word),
    }
    form = SeekingForm(request.POST or None, initial=initial, known=known)
    if request.method == "POST" and form.is_valid():
        try:
            saved = seeking.save(
                request.user, **form.cleaned_data, at=timezone.now(), unchanged=form.unchanged
            )
        except ValidationError as error:
            form.add_error("topics" if getattr(error, "code", "") == "no_topics" else None, error)
        else:
            said = _("Saved. Cards and suggestions compare with this.")
            if saved.wants_word:
                said = _("Saved. We tell you as soon as somebody fits who has a free place.")
            messages.success(request, said)
            return redirect("directory:mentor_list")
    context = {
        "form": form,
        "topics_in_use": listing.topics_in_use(),
        "week": {"week": shapes.week(form["slots"])},
    }
    return render(request, "directory/looking.html", context | NAV)


@directory_users
def for_application(request, pk):
    """From an application that found no partner to the mentors with time who offer its topics, or
    to all who have time while nobody does."""
    application = get_object_or_404(Application, pk=pk, person=request.user)
    told = candidates.topics_told(application)
    offered = fitting.topics_offered(request.user, told, timezone.now())
    if told and not offered:
        said = _("Nobody offers the topics of your application yet. This is everyone who has time.")
        messages.info(request, said)
    query = QueryDict(mutable=True)
    query.setlist("topic", offered)
    query["time"] = "now"
    return redirect(f"{reverse('directory:mentor_list')}?{query.urlencode()}")


def _paused(request, pk):
    """Stars, mails and suggestions lead to mentors who may have paused since."""
    person = get_object_or_404(User.objects.active().filter(is_guest=False), pk=pk)
    if person == request.user:
        return redirect("directory:offer")
    said = _("%(name)s takes no requests at the moment.")
    messages.info(request, said % {"name": person})
    return redirect("people:person_detail", pk=pk)


def _listed(pk: int) -> Availability:
    offers = Availability.objects.listed().select_related("person")
    return get_object_or_404(offers, person=pk)


def _wish(filters: listing.Filters) -> str:
    """Where to ask for word of somebody who offers what was looked for in vain."""
    query = QueryDict("wish=1", mutable=True)
    query.setlist("topic", filters.topics)
    return f"{reverse('directory:looking')}?{query.urlencode()}"


def _chips(asked: QueryDict, filters: listing.Filters) -> list[tuple[str, str]]:
    """Each filter that is set in words, with the address without it."""
    said: list[tuple[str, str | None, str]] = [
        *(("topic", topic, topic) for topic in filters.topics),
        *(("division", name, name) for name in filters.divisions),
        *(("language", name, name) for name in filters.languages),
    ]
    if filters.words:
        said.append(("q", None, f"“{filters.words}”"))
    if filters.has_time:
        said.append(("time", None, _("Has time now")))
    if filters.hours:
        said.append(("hours", None, _("%(n)s shared hours or more") % {"n": filters.hours}))
    if filters.near is not None:
        said.append(("near", None, _near(filters.near)))
    if filters.above:
        said.append(("above", None, _("A higher level than mine")))
    if filters.marked:
        said.append(("show", None, str(Mark.Kind(filters.marked).label)))
    return [(label, _without(asked, name, value)) for name, value, label in said]


def _near(hours: int) -> str:
    if not hours:
        return _("My time zone")
    return _("Within %(n)s hours of mine") % {"n": hours}


def _without(asked: QueryDict, name: str, value: str | None) -> str:
    rest = asked.copy()
    rest.pop("page", None)
    kept = [one for one in rest.pop(name, []) if value is not None and one != value]
    if kept:
        rest.setlist(name, kept)
    return f"?{rest.urlencode()}"
