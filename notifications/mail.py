"""The mail itself: plain text first, the same words as a plain page beside it."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string


def with_page(mail: EmailMultiAlternatives) -> EmailMultiAlternatives:
    """Add the HTML part, made from the text: paragraphs at empty lines, addresses as links."""
    paragraphs = [part.strip() for part in str(mail.body).split("\n\n") if part.strip()]
    page = render_to_string(
        "mail/base.html",
        {
            "subject": mail.subject,
            "paragraphs": paragraphs,
            "site_name": settings.SITE_NAME,
            "base_url": settings.BASE_URL,
        },
    )
    mail.attach_alternative(page, "text/html")
    return mail
