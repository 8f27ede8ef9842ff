import os

from django.core.wsgi import get_wsgi_application

from mentorship.celery import app as celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentorship.settings")

application = get_wsgi_application()

# A request does not wait for a broker that hangs. A worker, which listens all day, is more patient.
celery.conf.broker_transport_options = {
    **celery.conf.broker_transport_options,
    "socket_timeout": 2,
    "socket_connect_timeout": 1,
}
