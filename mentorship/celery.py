"""Jobs: delivered at least once, so every task may run twice."""

import logging
import os
import warnings

from celery import Celery
from celery.contrib.django.task import DjangoTask
from django.conf import settings
from kombu.exceptions import OperationalError

from mentorship import environment
from mentorship.embedded import redis_server

# In a container root is the rule, and jobs travel as JSON, which cannot carry code.
warnings.filterwarnings("ignore", message="You're running the worker with superuser privileges")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentorship.settings")

logger = logging.getLogger(__name__)


class Job(DjangoTask):
    """A task whose work is written down in the database before it is sent.

    So a broker that is gone is no reason to fail: the sweeps of `due` find the row again.
    """

    def apply_async(self, *args, **kwargs):
        try:
            return super().apply_async(*args, **kwargs)
        except OperationalError as error:
            logger.warning("%s waits, as the broker does not answer: %s", self.name, error)
            return None


app = Celery("mentorship", task_cls=Job, broker=redis_server.broker_url(settings.REDIS_URL))
app.conf.update(
    timezone="UTC",
    task_always_eager=environment.IS_TEST,
    task_eager_propagates=environment.IS_TEST,
    task_ignore_result=True,  # what a job came to is a row in the database
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_soft_time_limit=540,
    task_time_limit=600,
    worker_prefetch_multiplier=1,
    worker_soft_shutdown_timeout=5,
    worker_cancel_long_running_tasks_on_connection_loss=True,
    worker_hijack_root_logger=False,
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,  # for as long as the outage lasts
    task_publish_retry_policy={"max_retries": 1, "interval_start": 0, "interval_max": 0.2},
    broker_transport_options={
        # Longer than any task may take, else a job runs twice at the same time.
        "visibility_timeout": 1800,
        # Look for jobs of killed workers every 10 s; the default comes to every 100 s.
        "unacked_restore_interval": 10,
        "unacked_restore_throttle": 1,
        "socket_timeout": 30,
        "socket_connect_timeout": 5,
        "health_check_interval": 25,
    },
    # The sweeps ask the database what is due, so beat need not remember anything on disk.
    beat_scheduler="celery.beat:Scheduler",
    beat_schedule={
        "heartbeat": {
            "task": "mentorship.tasks.heartbeat",
            "schedule": 10.0,
            "options": {"expires": 30},
        },
        "due work": {
            "task": "mentorship.tasks.start_due",
            "schedule": 60.0,
            "options": {"expires": 55},
        },
    },
)
app.autodiscover_tasks()
