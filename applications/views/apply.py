"""Applying for a role: the form, its draft, withdrawing."""

from django.contrib import messages as flash
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from applications.actions import applications, links, outreach
from applications.forms import drafts
from applications.forms.applications import ApplicationForm
from applications.models import Application
from applications.queries.applications import monthly_hours, setting_of
from applications.rules.two_windows import seals
from people import refusals
from programs.access import applicants


@applicants
@require_http_methods(["GET", "HEAD", "POST"])
def application_apply(request, cycle, role):
    setting = _setting(request, cycle, role)
    application = setting.application
    if application is not None and not application.is_editable(setting.at):
        return redirect("applications:application_status", cycle.program.slug, cycle.slug)
    if request.method == "POST":
        return _submit(request, setting)
    if not setting.takes_applications:
        return _closed(request, setting)
    if _can_never_send(setting):
        context = _kept(request, setting)
        return render(request, "applications/application_too_new.html", context)
    return _page(request, setting, ApplicationForm(setting, typed=_typed(application)))


@applicants
@require_POST
def application_draft(request, cycle, role):
    setting = _setting(request, cycle, role)
    typed, window = _sent(request, setting)
    kept = None
    with refusals.shown(request):
        kept = applications.save_draft(
            setting.role, request.user, typed, at=setting.at, window=window
        )
    if kept is None:
        return redirect("applications:application_status", cycle.program.slug, cycle.slug)
    _note_source(request, kept.application)
    if "interest" in request.POST:
        outreach.wait_for_the_next_call(kept.application, by=request.user, at=setting.at)
        flash.success(request, _("We write to you when the next call opens."))
        return redirect("applications:application_status", cycle.program.slug, cycle.slug)
    if kept.merged.is_stale and not request.htmx:
        return _stale(request, setting, kept)
    if not request.htmx:
        flash.success(request, _("Your draft is saved."))
        return redirect("applications:application_status", cycle.program.slug, cycle.slug)
    return render(request, "applications/_application_saved.html", _saved(setting, kept, window))


@applicants
@require_POST
def application_text(request, cycle, role):
    """Of what two windows wrote into one field, take the second text or drop it."""
    setting = _setting(request, cycle, role)
    form = ApplicationForm(setting)
    wanted = request.POST.get("field", "")
    draft = getattr(setting.application, "draft", None)
    names = [name for name in draft.second if form.field_of(name) == wanted] if draft else []
    with refusals.shown(request):
        use = "use" in request.POST
        applications.choose_text(setting.role, request.user, names, use=use, at=setting.at)
    return redirect("applications:application_apply", cycle.program.slug, cycle.slug, role)


@applicants
@require_POST
def application_withdraw(request, cycle, role):
    mine = Application.objects.filter(cycle=cycle, person=request.user)
    application = get_object_or_404(mine, role__slug=role)
    with refusals.shown(request):
        applications.withdraw(application, by=request.user, at=timezone.now())
        flash.success(request, _("Your application is withdrawn."))
    return redirect("applications:application_status", cycle.program.slug, cycle.slug)


def _setting(request, cycle, slug):
    """Everything about this person and this role, at the one moment the request counts as."""
    roles = cycle.roles.select_related("cycle__program", "questionnaire")
    role = roles.prefetch_related("calls", "requirements").filter(slug=slug).first()
    if role is None or role.cycle.program.is_independent:
        raise Http404
    return setting_of(role, request.user, at=timezone.now())


def _typed(application):
    draft = getattr(application, "draft", None)
    return draft.typed if draft is not None else None


def _submit(request, setting):
    form = ApplicationForm(setting, request.POST)
    typed, window = _sent(request, setting)
    if form.is_valid():
        try:
            sent = applications.submit(
                setting.role,
                request.user,
                form.submission(),
                at=setting.at,
                typed=typed,
                window=window,
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            _note_source(request, sent)
            flash.success(request, _("Your application is in."))
            return redirect(
                "applications:application_status", setting.cycle.program.slug, setting.cycle.slug
            )
    try:
        kept = applications.save_draft(
            setting.role, request.user, typed, at=setting.at, window=window
        )
    except ValidationError as error:  # decided or taken away since this request began
        flash.error(request, refusals.words(error))
        return redirect(
            "applications:application_status", setting.cycle.program.slug, setting.cycle.slug
        )
    if not setting.takes_applications or _can_never_send(setting):
        return redirect(request.path)  # says why it cannot be sent, and shows what was kept
    if kept.merged.is_stale:
        return _stale(request, setting, kept)
    return _page(request, setting, form, draft=kept.draft, window=window)


def _sent(request, setting):
    """What was typed, and the window it was typed in."""
    form = ApplicationForm(setting)
    return form.typed_of(request.POST), drafts.window_of(request.POST, standing=form.as_sent())


def _stale(request, setting, kept):
    """Show what stands by now, in a fresh form, before anything is sent."""
    form = ApplicationForm(setting, typed=kept.merged.typed)
    changed = [*kept.merged.elsewhere, *kept.merged.both]
    flash.warning(
        request,
        _(
            "Not sent yet: this application was changed in another window meanwhile. Both "
            "versions are kept. Check: %(fields)s"
        )
        % {"fields": ", ".join(str(label) for _name, label, _said in form.fields_of(changed))},
    )
    return redirect(
        "applications:application_apply",
        setting.cycle.program.slug,
        setting.cycle.slug,
        setting.role.slug,
    )


def _saved(setting, kept, window):
    """What the page of the form is told after it saved itself."""
    merged = kept.merged
    form = ApplicationForm(setting, typed=merged.typed)
    return {
        "setting": setting,
        "cycle": setting.cycle,
        "role": setting.role,
        "form": form,
        "parts": form.parts,
        "draft": kept.draft,
        "elsewhere": form.fields_of(merged.elsewhere),
        "both": form.fields_of(merged.both),
        "window": window.id if window else "",
        "seen": drafts.written(merged.seals(window)),
        **_hours(setting, form),
    }


def _note_source(request, application):
    """By which link the person came, if by one: the session holds it since they opened it."""
    came_by = request.session.get(links.SESSION_KEY, {})
    links.note_source(application, came_by.get(str(application.cycle_id)))


def _page(request, setting, form, *, draft=None, window=None):
    draft = draft or getattr(setting.application, "draft", None)
    second = dict(draft.second) if draft else {}
    other = ApplicationForm(setting, typed={**draft.typed, **second}) if second else None
    standing = draft.typed if draft else form.as_sent()
    shown = {
        "setting": setting,
        "cycle": setting.cycle,
        "role": setting.role,
        "form": form,
        "parts": form.parts,
        "draft": draft,
        "second": other.fields_of(second) if other else [],
        "window": window.id if window else drafts.new_window(),
        "seen": drafts.written(seals(standing)),
        "known": form.known_facts,
        "faq": setting.cycle.faq.all(),
        **_hours(setting, form),
    }
    return render(request, "applications/application_form.html", shown)


def _hours(setting, form):
    """What the role takes, and what both roles take together."""
    return {
        "hours": monthly_hours(setting.cycle, pairs=form.places),
        "both_hours": monthly_hours(setting.cycle, pairs=form.places + 1),
    }


def _closed(request, setting):
    application = setting.application
    if application is not None and application.status == Application.Status.SUBMITTED:
        return redirect(
            "applications:application_status", setting.cycle.program.slug, setting.cycle.slug
        )
    return render(request, "applications/application_closed.html", _kept(request, setting))


def _can_never_send(setting):
    """Too new for every call of the role; an application sent before can still be changed."""
    application = setting.application
    is_sent = application is not None and application.status == Application.Status.SUBMITTED
    return setting.is_out_of_reach and not is_sent


def _kept(request, setting):
    """What a page without the form shows: what was written, and whether they are on the list."""
    typed = _typed(setting.application)
    return {
        "setting": setting,
        "cycle": setting.cycle,
        "role": setting.role,
        "kept": ApplicationForm(setting, typed=typed).words() if typed else [],
        "is_interested": request.user.interests.filter(program=setting.cycle.program).exists(),
    }
