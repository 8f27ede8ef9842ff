"""Settings. What the surroundings may change comes from `environment`; the rest is fixed here."""

import os
from email.utils import formataddr
from urllib.parse import urlsplit

import dj_database_url
import dj_email_url
from django.utils.translation import gettext_lazy as _

from mentorship import caching, environment
from mentorship.embedded import places, postgres, redis_server
from mentorship.embedded.places import ROOT as BASE_DIR

environment.refuse_bad_production()

VAR_DIR = BASE_DIR / "var"
EMBEDDED_KIND = "test" if environment.IS_TEST else "run"

# ---- This site
DEBUG = environment.IS_DEBUG
SECRET_KEY = environment.secret_key(VAR_DIR)
SITE_NAME = environment.text("SITE_NAME", "Mentorship")
BASE_URL = environment.text("BASE_URL", places.noted_address(EMBEDDED_KIND)).rstrip("/")
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CONTACT_ADDRESS = environment.text("CONTACT_ADDRESS")
PRIVACY_URL = environment.text("PRIVACY_URL")
SIGNUP_DOMAINS = [domain.lower().lstrip("@") for domain in environment.words("SIGNUP_DOMAINS")]
IS_HTTPS = BASE_URL.startswith("https://")

# ---- Applications, the higher layers first: their templates and due work go before lower ones'
INSTALLED_APPS = [
    "mentorship",
    "announcements",
    "outcomes",
    "growth",
    "directory",
    "completion",
    "pairing",
    "pairs",
    "events",
    "applications",
    "programs",
    "surveys",
    "notifications",
    "people",
    "mentorship.admin_config.AdministratorsConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "csp",
]

MIDDLEWARE = [
    "mentorship.web.middleware.RequestIdMiddleware",
    "mentorship.web.middleware.ProbesMiddleware",
    "mentorship.web.middleware.NoNulMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "mentorship.web.middleware.GuestsMiddleware",
    "mentorship.sign_in.second_factor.SecondFactorMiddleware",
    "mentorship.web.middleware.NoStoreMiddleware",
    "mentorship.web.middleware.TimeZoneMiddleware",
    "mentorship.sign_in.unsent.UnsentFormsMiddleware",
    "mentorship.web.middleware.NoBlankAnswerMiddleware",
]

ROOT_URLCONF = "mentorship.urls"
WSGI_APPLICATION = "mentorship.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "mentorship.web.context_processors.site",
            ],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"

# ---- Data
DATABASE_URL = environment.database_url()
REDIS_URL = environment.text("REDIS_URL") or redis_server.url(EMBEDDED_KIND)
DATABASES = {
    "default": {
        **(
            dj_database_url.parse(DATABASE_URL)
            if DATABASE_URL
            else postgres.settings(EMBEDDED_KIND)
        ),
        "CONN_MAX_AGE": 0 if environment.IS_TEST else 60,
        "CONN_HEALTH_CHECKS": True,
        # Behind a pooler in transaction mode a cursor is gone before its rows are read.
        "DISABLE_SERVER_SIDE_CURSORS": not environment.is_on("SERVER_SIDE_CURSORS", default=False),
    }
}
# A database that does not answer is an error page soon, not a browser that waits for minutes.
DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
# Parallel test processes must not clear each other's cache: each has a database of its own.
CACHE_DATABASE = int(os.environ.get("PYTEST_XDIST_WORKER", "gw-1").removeprefix("gw")) + 1
CACHES = {
    "default": {
        "BACKEND": "mentorship.caching.ForgivingRedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": caching.OPTIONS | ({"db": CACHE_DATABASE} if environment.IS_TEST else {}),
    },
    # Tries that are limited, by address or account: see `mentorship.caching`.
    "limits": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "people_trycount",
        "OPTIONS": {"MAX_ENTRIES": 1_000_000},
    },
}
# In the database alone: a copy in Redis would come back with it after an outage, older than the truth.
SESSION_ENGINE = "django.contrib.sessions.backends.db"

# ---- Words and time
LANGUAGE_CODE = "en-us"
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True
TIME_ZONE = "UTC"

# ---- Signing in
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
if environment.IS_TEST:  # the real ones are slow on purpose
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
# A mail may take minutes, and greylisting puts it off for longer than allauth's three.
CODES_ARE_GOOD_FOR_SECONDS = 15 * 60
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = CODES_ARE_GOOD_FOR_SECONDS
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = CODES_ARE_GOOD_FOR_SECONDS
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = CODES_ARE_GOOD_FOR_SECONDS
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_TIMEOUT = 3600  # a sign-in begun: longer than a code and two more
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if IS_HTTPS else "http"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_ADAPTER = "mentorship.sign_in.adapters.AccountAdapter"
ACCOUNT_SIGNUP_FORM_CLASS = "mentorship.sign_in.fields.SignupFields"
ACCOUNT_FORMS = {
    "login": "mentorship.sign_in.forms.SignInForm",
    "add_email": "mentorship.sign_in.forms.AddAddressForm",
    "signup": "mentorship.sign_in.forms.SignupForm",
    "reset_password": "mentorship.sign_in.forms.ForgottenPasswordForm",
    "request_login_code": "mentorship.sign_in.forms.RequestCodeForm",
    "confirm_login_code": "mentorship.sign_in.forms.LoginCodeForm",
    "confirm_email_verification_code": "mentorship.sign_in.forms.AddressCodeForm",
    "confirm_password_reset_code": "mentorship.sign_in.forms.PasswordCodeForm",
}
MFA_ADAPTER = "mentorship.sign_in.adapters.SecondStepAdapter"
MFA_FORMS = {"add_webauthn": "mentorship.sign_in.forms.AddPasskeyForm"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = SITE_NAME
SECOND_FACTOR_FOR = environment.some_of(
    "SECOND_FACTOR_FOR", {"administrators", "organizers"}
)  # who must have a second step at sign-in
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_HTTPS  # http://localhost counts as safe for browsers
ALLAUTH_TRUSTED_PROXY_COUNT = environment.number("TRUSTED_PROXY_COUNT", 0)
# Beside allauth's own: mails that a visitor, or one person, can cause, and codes of an event.
ACCOUNT_RATE_LIMITS: dict | bool = {
    "interest": "10/h/ip",
    "check_in": "10/h/user",
    "guest_signup": "10/h/ip",
    "guest_invite": "30/h/user",
    "record_check": "120/h/ip",
}
if environment.text("RATE_LIMITS") == "off":
    ACCOUNT_RATE_LIMITS = MFA_RATE_LIMITS = False

# ---- Single sign-on, when the organization has it
OIDC_SERVER_URL = environment.text("OIDC_SERVER_URL").rstrip("/")
OIDC_NAME = environment.text("OIDC_NAME", SITE_NAME)
if OIDC_SERVER_URL:
    INSTALLED_APPS += ["allauth.socialaccount", "allauth.socialaccount.providers.openid_connect"]
    SOCIALACCOUNT_ADAPTER = "mentorship.sign_in.adapters.SocialAccountAdapter"
    MIDDLEWARE += ["mentorship.sign_in.single_sign_on.SignOnPolicyMiddleware"]
    SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
    SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
    SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "oidc",
                    "name": OIDC_NAME,
                    "client_id": environment.text("OIDC_CLIENT_ID"),
                    "secret": environment.text("OIDC_CLIENT_SECRET"),
                    "settings": {
                        "server_url": OIDC_SERVER_URL,
                        # Its addresses count as confirmed even where it does not say so.
                        "verified_email": environment.is_on("OIDC_TRUSTED", default=False),
                    },
                }
            ]
        }
    }

# ---- Forms: an address without a scheme means https, as from Django 6 on
FORMS_URLFIELD_ASSUME_HTTPS = True

# ---- Files: static ones only, people upload nothing that is served
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR_DIR / "static"
USES_COLLECTED_STATIC = not (DEBUG or environment.IS_TEST)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if USES_COLLECTED_STATIC
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = not USES_COLLECTED_STATIC
MEDIA_ROOT = VAR_DIR / "media"

# ---- Mail: files in var/mail unless there is a server
EMAIL_URL = environment.text("EMAIL_URL", f"file://{VAR_DIR / 'mail'}")
_email = dj_email_url.parse(EMAIL_URL)
EMAIL_BACKEND = _email["EMAIL_BACKEND"].replace(
    "django.core.mail.backends.smtp", "notifications.smtp"
)
EMAIL_FILE_PATH = f"/{_email['EMAIL_FILE_PATH']}"
EMAIL_HOST = _email["EMAIL_HOST"]
EMAIL_PORT = _email["EMAIL_PORT"]
EMAIL_HOST_USER = _email["EMAIL_HOST_USER"]
EMAIL_HOST_PASSWORD = _email["EMAIL_HOST_PASSWORD"]
EMAIL_USE_SSL = _email["EMAIL_USE_SSL"]
EMAIL_USE_TLS = _email["EMAIL_USE_TLS"]
EMAIL_TIMEOUT = 20
_sender = _email.get("DEFAULT_FROM_EMAIL") or environment.text("DEFAULT_FROM_EMAIL")
IS_SENDER_DERIVED = not _sender
DEFAULT_FROM_EMAIL = _sender or formataddr((SITE_NAME, f"mentorship@{urlsplit(BASE_URL).hostname}"))
SERVER_EMAIL = _email.get("SERVER_EMAIL", DEFAULT_FROM_EMAIL)

# Where replies to questions come in, and the Maildir into which the mail server delivers them.
REPLY_ADDRESS = environment.text("REPLY_ADDRESS")
REPLY_MAILDIR = environment.text("REPLY_MAILDIR")

# ---- Other services
SLACK_BASE_URL = environment.text("SLACK_BASE_URL", "https://hooks.slack.com")
SENTRY_DSN = environment.text("SENTRY_DSN")

# ---- Security
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = IS_HTTPS
SECURE_REFERRER_POLICY = "same-origin"
if ALLAUTH_TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CSRF_TRUSTED_ORIGINS = [BASE_URL]
CSRF_FAILURE_VIEW = "mentorship.web.errors.csrf_failure"
SESSION_COOKIE_AGE = 14 * 24 * 3600
if environment.IS_TEST:  # their clock moves by months while somebody is signed in
    SESSION_COOKIE_AGE *= 100
X_FRAME_OPTIONS = "DENY"
DEFAULT_EXCEPTION_REPORTER_FILTER = "mentorship.operations.reports.NoContentReporterFilter"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "style-src-attr": ["'unsafe-inline'"],
        "img-src": ["'self'", "data:"],  # Bootstrap's own icons are data: images in its style sheet
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],  # for single sign-on see SignOnPolicyMiddleware
    }
}

# ---- Logs: to the terminal, one line each, without what people wrote
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "mentorship.operations.request_ids.RequestIdFilter"}},
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name} [{request_id}] {message}", "style": "{"}
    },
    "handlers": {
        "terminal": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["request_id"],
        }
    },
    "root": {"handlers": ["terminal"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["terminal"], "level": "WARNING", "propagate": False},
        "django.server": {"handlers": ["terminal"], "level": "INFO", "propagate": False},
    },
}
