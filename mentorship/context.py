from django.conf import settings


def site(request):
    """What every template may name."""
    return {"site_name": settings.SITE_NAME}
