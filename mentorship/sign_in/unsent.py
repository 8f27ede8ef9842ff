"""What somebody sends after their session has ended is kept, and offered to them again.

Whatever the address: the way to sign in then leads to `/unsent/`, where it is shown and can be sent.
"""

from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorship.sign_in import browser, posted
from people.actions import unsent
from people.models import PostedForm, User
from people.models.unsent import KEPT_FOR

# The person who has forms waiting here: for a band on every page, without asking the database.
COOKIE = "unsent"


class UnsentFormsMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code >= 500:  # whatever broke may break again
            return response
        if not _has_session(request):
            return _keep(request, response) if _asks_to_sign_in(request, response) else response
        browser.remember(request, response)
        if request.method == "POST" and (is_waiting(request) or posted.SENT_AGAIN in request.POST):
            return _after_sending(request, response)
        return response


def is_waiting(request: HttpRequest) -> bool:
    return COOKIE in request.COOKIES and request.COOKIES[COOKIE] == str(request.user.pk)


def forget_cookie(response: HttpResponse) -> None:
    response.delete_cookie(COOKIE, samesite="Lax")


def _has_session(request: HttpRequest) -> bool:
    return settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated


def _asks_to_sign_in(request: HttpRequest, response: HttpResponse) -> bool:
    return (
        request.method == "POST"
        and response.status_code == 302
        and urlsplit(response["Location"]).path == resolve_url(settings.LOGIN_URL)
        and not request.path.startswith(resolve_url("account"))
    )


def _keep(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Keep the form, and lead back to it after signing in; else to the page it was on."""
    here, form = browser.read(request), posted.from_request(request)
    kept = (
        here is not None
        and form is not None
        and unsent.keep(form, owner_id=here.person, browser=here.key, at=timezone.now())
    )
    back = resolve_url("unsent") if kept else posted.page_of(request) or "/"
    answer = redirect(f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': back})}")
    answer.cookies.update(response.cookies)
    if here is not None and kept:
        answer.set_cookie(COOKIE, str(here.person), max_age=KEPT_FOR, samesite="Lax")
        words = _(
            "You are signed out. What you sent is not lost: sign in, and you can send it again."
        )
    else:
        words = _("You are signed out, and what you sent was not saved. Sign in and send it again.")
    if not posted.is_part(request):
        messages.warning(request, words)
    return answer


def _after_sending(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    here, person = browser.read(request), request.user
    if here is None or not isinstance(person, User):
        return response
    number = request.POST.get(posted.SENT_AGAIN, "")
    was_taken = _was_taken(request, response)
    form = unsent.note_sent(
        person,
        here.key,
        address=request.get_full_path(),
        pk=int(number) if number.isdecimal() else None,
        was_taken=was_taken,
    )
    if form is not None and form.is_part:
        response = _instead_of_a_part(request, form, was_taken=was_taken)
    if was_taken and not unsent.waiting(person, here.key):
        forget_cookie(response)
    return response


def _was_taken(request: HttpRequest, response: HttpResponse) -> bool:
    """A page that comes back with the form, or an error message, means that it was not."""
    said = vars(messages.get_messages(request))["_queued_messages"]
    if response.status_code >= 400 or any(one.level >= messages.ERROR for one in said):
        return False
    is_page = not response.streaming and response.content.lstrip().lower().startswith(b"<!doctype")
    return not is_page


def _instead_of_a_part(request: HttpRequest, form: PostedForm, *, was_taken: bool) -> HttpResponse:
    """The address answers a script with a piece of a page; a person goes to the page itself."""
    if was_taken:
        messages.success(request, _("What you wrote before is saved now."))
        return redirect(form.page or "/")
    messages.error(
        request, _("This could not be sent. Open the page it was on and copy your text there.")
    )
    return redirect("unsent")
