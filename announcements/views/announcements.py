"""Organizers write to many people of a cycle at once."""

from django.contrib import messages as flash
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from announcements import rules
from announcements.actions import announcements as actions
from announcements.forms.announcements import AnnouncementForm, PlanForm, ReminderForm
from announcements.models import Announcement
from announcements.queries import announcements as queries
from announcements.queries import asks, audiences, picking
from announcements.queries.reminders import reminder_of
from people import refusals
from programs.access import organizers
from programs.addresses import of_cycle
from programs.permissions import ORGANIZER


@organizers
@require_safe
def announcement_list(request, cycle):
    context = {"lines": queries.announcements_of(cycle), "at": timezone.now()}
    return _page(request, cycle, "announcement_list", context)


@organizers
@require_http_methods(["GET", "HEAD", "POST"])
def announcement_create(request, cycle):
    wanted = request.GET.getlist("to")
    begun = Announcement(cycle=cycle, audiences=wanted)
    return _edit(request, cycle, begun)


@organizers
@require_POST
def announcement_for(request, cycle):
    """Write to people ticked in a table of the cycle."""
    people = picking.picked(cycle, request.POST, request.user)
    if not people.exists():
        flash.error(request, _("Choose somebody to write to first."))
        return redirect(of_cycle("announcements:announcement_list", cycle))
    draft = actions.draft_for(cycle, people, by=request.user)
    return redirect(of_cycle("announcements:announcement_edit", cycle, pk=draft.pk))


@organizers
@require_http_methods(["GET", "HEAD", "POST"])
def announcement_remind(request, cycle, key):
    """Remind those who are late with something: who they are, and the words, before it goes."""
    at = timezone.now()
    reminder = reminder_of(cycle, key, viewer=request.user, at=at)
    if reminder is None:
        raise Http404
    form = ReminderForm(
        request.POST or None, initial={"subject": reminder.subject, "text": reminder.text}
    )
    if request.method == "POST" and form.is_valid():
        try:
            planned = actions.remind(cycle, key, form.cleaned_data, by=request.user, at=at)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            flash.success(
                request, _("It goes out in two minutes. Until then you can take it back.")
            )
            return redirect(of_cycle("announcements:announcement_detail", cycle, pk=planned.pk))
    context = {"reminder": reminder, "form": form, "placeholders": rules.PLACEHOLDERS.items()}
    return _page(request, cycle, "announcement_remind", context)


@organizers
@require_http_methods(["GET", "HEAD", "POST"])
def announcement_edit(request, cycle, pk):
    announcement = _of(cycle, pk)
    if not announcement.is_draft:
        return redirect(of_cycle("announcements:announcement_detail", cycle, pk=pk))
    return _edit(request, cycle, announcement)


@organizers
@require_safe
def announcement_detail(request, cycle, pk):
    announcement = _of(cycle, pk)
    return _page(request, cycle, "announcement_detail", _shown(request, announcement))


@organizers
@require_POST
def announcement_plan(request, cycle, pk):
    """Send it, now or later; the moment is typed in the cycle's zone."""
    announcement = _of(cycle, pk)
    with timezone.override(cycle.tzinfo):
        form = PlanForm(request.POST)
        if form.is_valid():
            try:
                actions.plan(
                    announcement,
                    goes_at=form.cleaned_data["goes_at"],
                    by=request.user,
                    at=timezone.now(),
                    unchanged=form.unchanged,
                )
            except ValidationError as error:
                form.add_error(None, error)
            else:
                flash.success(request, _("Planned. You can take it back until it goes out."))
                return redirect(of_cycle("announcements:announcement_detail", cycle, pk=pk))
    context = _shown(request, announcement) | {"plan": form}
    return _page(request, cycle, "announcement_detail", context)


@organizers
@require_POST
def announcement_take_back(request, cycle, pk):
    announcement = _of(cycle, pk)
    with refusals.shown(request):
        unsent = actions.take_back(announcement, by=request.user, at=timezone.now())
        if unsent:
            words = ngettext(
                "Stopped. %d person does not get it.", "Stopped. %d people do not get it.", unsent
            )
            flash.success(request, words % unsent)
        else:
            flash.success(request, _("It is a draft again. Nobody got it."))
    return redirect(of_cycle("announcements:announcement_detail", cycle, pk=pk))


@organizers
@require_POST
def announcement_test(request, cycle, pk):
    announcement = _of(cycle, pk)
    with refusals.shown(request):
        actions.send_test(announcement, by=request.user, at=timezone.now())
        words = _("A test is on its way to %(address)s.") % {"address": request.user.email}
        flash.success(request, words)
    return redirect(of_cycle("announcements:announcement_detail", cycle, pk=pk))


@organizers
@require_POST
def announcement_delete(request, cycle, pk):
    announcement = _of(cycle, pk)
    with refusals.shown(request):
        actions.delete(announcement)
        flash.success(request, _("The draft is deleted."))
        return redirect(of_cycle("announcements:announcement_list", cycle))
    return redirect(of_cycle("announcements:announcement_detail", cycle, pk=pk))


def _of(cycle, pk):
    found = get_object_or_404(cycle.announcements.select_related("written_by"), pk=pk)
    found.cycle = cycle
    return found


def _edit(request, cycle, announcement):
    data = request.POST if request.method == "POST" else None
    form = AnnouncementForm(data, instance=announcement, offered=audiences.counted(announcement))
    is_right = data is not None and form.is_valid()
    if request.htmx and data is not None:
        context = _preview(request, announcement) if is_right else {"form": form}
        return render(request, "announcements/_preview.html", {"cycle": cycle, **context})
    if is_right:
        row = announcement if announcement.pk else None
        try:
            facts = {"by": request.user, "unchanged": form.unchanged}
            saved = actions.save(cycle, form.cleaned_data, row, **facts)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect(of_cycle("announcements:announcement_detail", cycle, pk=saved.pk))
    context = {
        "form": form,
        "announcement": announcement,
        "placeholders": rules.PLACEHOLDERS.items(),
    }
    return _page(request, cycle, "announcement_edit", context | _preview(request, announcement))


def _preview(request, announcement):
    """What stands in the form by now: it puts what was typed on the row, unsaved."""
    found = audiences.recipients_of(announcement)
    return {
        "count": found.count(),
        "readings": queries.readings_of(announcement, request.user),
        "standard": queries.reading(announcement, None),
    }


def _shown(request, announcement):
    is_on_feed = announcement.feed_as and announcement.gone_at
    context = {
        "announcement": announcement,
        "labels": audiences.labels_of(announcement),
        "button": dict(asks.choices(announcement.cycle)).get(announcement.asks, ""),
        "totals": asks.totals_of(announcement) if is_on_feed else None,
        "progress": queries.progress_of(announcement),
        "may_change": ORGANIZER in request.roles,
        "plan": PlanForm(),
        "chat": rules.for_chat(announcement.subject, announcement.text, announcement.cycle),
    }
    return context | _preview(request, announcement)


def _page(request, cycle, name, context):
    here = {"cycle": cycle, "tab": "announcements", "may_change": ORGANIZER in request.roles}
    with timezone.override(cycle.tzinfo):
        return render(request, f"announcements/{name}.html", here | context)
