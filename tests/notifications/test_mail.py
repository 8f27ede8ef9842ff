from django.core.mail import EmailMultiAlternatives

from notifications.mail import with_page


def page_of(body):
    mail = with_page(EmailMultiAlternatives("Subject <b>", body, to=["mia@example.org"]))
    assert mail.body == body
    [(page, kind)] = mail.alternatives
    assert kind == "text/html"
    return page


def test_html_part_says_the_same_with_links():
    page = page_of("Hello Mia,\n\nyour page:\nhttps://example.org/pairs/1/")
    assert page.count('<p style="margin:0 0 16px') == 2
    assert '<a href="https://example.org/pairs/1/"' in page


def test_html_part_escapes_what_people_wrote():
    page = page_of("<script>alert(1)</script> [x](javascript:alert(1))")
    assert "<script>" not in page
    assert 'href="javascript' not in page
    assert "<title>Subject &lt;b&gt;</title>" in page
