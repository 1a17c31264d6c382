"""The one settings file: what comes from outside, read by `toolkit.env`. Office choices are rows, not settings."""

from __future__ import annotations

from pathlib import Path

from portlight.config.capabilities import CAPABILITIES
from portlight.config.channels import CHANNELS
from portlight.config.database import database
from portlight.config.journeys import JOURNEYS
from portlight.toolkit import env, keys, logs
from portlight.toolkit.languages import LANGUAGES as OFFICE_LANGUAGES

PACKAGE = Path(__file__).resolve().parent.parent

MODE = env.choice("MODE", "office", among=("office", "demo", "training", "test"))
DATA = env.path("DATA", Path.cwd() / "var")  # everything the product writes: database, keys, journals, baked pages
KEYS = keys.Ring.at(env.path("KEYS", DATA / "keys"))
PUBLIC = env.path("PUBLIC", DATA / "public")  # baked pages, served before Django or by nginx
DEBUG = False

SECRET_KEY = env.secret("SECRET_KEY") or KEYS.signing
ALLOWED_HOSTS = env.words("HOSTS", ("localhost",))
SITE = env.text("SITE", "http://localhost:8000")  # how people reach the portal; in links of messages
HTTPS = SITE.startswith("https://")
CSRF_TRUSTED_ORIGINS = [SITE]

OFFICE_NAME = {
    "zh-Hans": "上海市公安局出入境管理局",
    "en": "Exit-Entry Administration",
    "ru": "Управление по делам въезда и выезда",
    "fr": "Bureau des entrées et sorties",
    "de": "Ein- und Ausreiseverwaltung",
    "ja": "出入国管理局",
    "ko": "출입국관리국",
    "es": "Oficina de Entradas y Salidas",
    "ar": "إدارة الدخول والخروج",
}
HOTLINE = env.text("HOTLINE", "021-5550 0160")

INSTALLED_APPS = [
    "portlight.faces",  # first: its templates stand before allauth's
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "rules",
    "portlight.kernel.timeline",
    "portlight.kernel.work",
    "portlight.kernel.staff",
    "portlight.kernel.places",
    "portlight.kernel.people",
    "portlight.kernel.organisations",
    "portlight.kernel.policies",
    "portlight.kernel.clients",
    "portlight.kernel.emergencies",
    "portlight.kernel.clocks",
    "portlight.kernel.documents",
    "portlight.kernel.papers",
    "portlight.kernel.slots",
    "portlight.kernel.cases",
    "portlight.delivery",
    "portlight.faces.portal",
    "portlight.faces.desk",
    "portlight.faces.api",
    *CAPABILITIES,
    *CHANNELS,
    *JOURNEYS,
    "portlight.config",
]

MIDDLEWARE = [
    "portlight.faces.security.SecurityHeaders",
    "django.middleware.security.SecurityMiddleware",
    "portlight.faces.sessions.DeskSession",  # Django's session on /desk/ only: the portal has none
    "portlight.faces.languages.ReaderLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "portlight.faces.second_factor.SecondFactor",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "portlight.config.urls"
WSGI_APPLICATION = "portlight.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "simulator" / "templates"] if MODE == "demo" else [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portlight.faces.context.shell",
            ],
        },
    }
]
FORM_RENDERER = "portlight.faces.widgets.Drawn"

DATABASES = {
    "default": database(
        env.secret("DATABASE_URL"), DATA,
        idle_seconds=env.number("DATABASE_IDLE_SECONDS", 60, at_least=1),  # in a transaction; PostgreSQL then ends it
    )
}  # fmt: skip
TEST_DATABASE_URL = env.text("TEST_DATABASE_URL")  # read by the tests only
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Sign-in limits, used one-time codes and half-typed forms live in the cache: it must be one for all processes.
CACHES = {
    "default": {
        "BACKEND": "portlight.faces.keeping.Kept",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 200_000},
    }
}

AUTH_USER_MODEL = "staff.Account"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/desk/"
LOGOUT_REDIRECT_URL = "/desk/"
ACCOUNT_ADAPTER = "portlight.faces.desk.accounts.OfficeAccounts"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # the office makes accounts; nobody signs up
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True  # a session lasts one shift, for everybody alike
MFA_ADAPTER = "portlight.faces.desk.accounts.OfficeSecondFactor"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True  # where the passkey itself checks who holds it, it is the whole sign-in
MFA_TOTP_TOLERANCE = 1  # the telephone's clock may be half a minute off
MFA_FORMS = {
    "authenticate": "portlight.faces.desk.codes.SignInCode",  # a used code stays used for all the time it is good
    "reauthenticate": "portlight.faces.desk.codes.CodeAgain",
    "add_webauthn": "portlight.faces.desk.credentials.NewPasskey",
    "edit_webauthn": "portlight.faces.desk.credentials.PasskeyName",
    "authenticate_webauthn": "portlight.faces.desk.credentials.PasskeyCode",
    "login_webauthn": "portlight.faces.desk.credentials.PasskeyAlone",
    "reauthenticate_webauthn": "portlight.faces.desk.credentials.PasskeyAgain",
}
# Sign-in by the organisation's own OpenID provider: off without issuer and client. For accounts the office has made.
OIDC_ISSUER = env.text("OIDC_ISSUER")  # letter for letter as the provider writes it, https://login.example
OIDC_CLIENT = env.text("OIDC_CLIENT")
OIDC_SECRET = env.secret("OIDC_SECRET")
OIDC_NAME = env.text("OIDC_NAME", "OpenID")  # as the button calls it
OIDC_FACTORS = env.words("OIDC_FACTORS")  # words in amr or acr by which it says that it asked for a second one: mfa
SOCIALACCOUNT_ADAPTER = "portlight.faces.desk.single_sign_on.OfficeProviders"
MFA_TOTP_ISSUER = "Portlight"

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = "portlight-desk"
SESSION_COOKIE_PATH = "/desk/"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600  # one shift
CSRF_COOKIE_NAME = "portlight-form"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "portlight.faces.errors.form_expired"
PERSON_COOKIE = "portlight-person"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS: list[str] = []

LANGUAGE_CODE = "en"
LANGUAGES = [(language.code.lower(), language.name) for language in OFFICE_LANGUAGES.values()]
LOCALE_PATHS = [DATA / "locale"]  # compiled from src/portlight/locale/<language>/<room>.po at start
LANGUAGE_COOKIE_NAME = "portlight-language"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"  # the law is computed in the office's zone

STATIC_URL = "/static/"
STATICFILES_DIRS: list[Path] = []

SMTP_HOST = env.text("SMTP_HOST", "127.0.0.1")
SMTP_PORT = env.number("SMTP_PORT", 1025, at_least=1)
SMTP_CONNECTIONS = env.number("SMTP_CONNECTIONS", 4, at_least=1)
SMTP_SECONDS = env.number("SMTP_SECONDS", 60, at_least=1)  # for each answer; a message not answered then is in doubt
SMTP_USER = env.text("SMTP_USER")
SMTP_PASSWORD = env.secret("SMTP_PASSWORD")
SMTP_TLS = env.choice("SMTP_TLS", "off", among=("off", "starttls"))
SPOOL = DATA / "spool"  # what was said to us and does not stand in the database yet
KEEP_DAYS = env.number("KEEP_DAYS", 180, at_least=7)  # so long after its end a message keeps the rows of its people
MAIL_FROM = env.text("MAIL_FROM", "notices@exit-entry.example")
MAIL_BOUNCES = env.text("MAIL_BOUNCES", "bounces.exit-entry.example")  # domain of the VERP return path

# SMS: the channel is there when at least one provider has its keys. Orders: which provider is tried first.
SMS_MAINLAND = env.words("SMS_MAINLAND", ("aliyun", "tencent"))  # for +86
SMS_ABROAD = env.words("SMS_ABROAD", ("smpp", "aliyun", "tencent"))  # for everybody else; the latter two as 国际短信
SMS_SIGN = env.text("SMS_SIGN", "出入境管理局")  # as the providers have approved it; stands in 【】 before every text
SMS_SECONDS = env.number("SMS_SECONDS", 10, at_least=1)  # for an answer; what is not answered then is in doubt
SMS_IN_FLIGHT = env.number("SMS_IN_FLIGHT", 8, at_least=1)  # calls to one provider at a time
# Of one part, in hundredths: provider=, or provider-abroad=.
SMS_PRICES = env.words("SMS_PRICES", ("aliyun=4.5", "tencent=4.5", "aliyun-abroad=60", "tencent-abroad=60", "smpp=60"))
SMS_RECEIPT_TOKEN = env.secret("SMS_RECEIPT_TOKEN")  # last part of the addresses receipts are pushed to; none: no push
ALIYUN_KEY = env.text("ALIYUN_KEY")  # AccessKey ID
ALIYUN_SECRET = env.secret("ALIYUN_SECRET")
ALIYUN_SMS_ENDPOINT = env.text("ALIYUN_SMS_ENDPOINT", "https://dysmsapi.aliyuncs.com")
TENCENT_KEY = env.text("TENCENT_KEY")  # SecretId
TENCENT_SECRET = env.secret("TENCENT_SECRET")
TENCENT_REGION = env.text("TENCENT_REGION", "ap-guangzhou")
TENCENT_SMS_APP = env.text("TENCENT_SMS_APP")  # SmsSdkAppId
TENCENT_SMS_ENDPOINT = env.text("TENCENT_SMS_ENDPOINT", "https://sms.tencentcloudapi.com")
SMPP_HOST = env.text("SMPP_HOST")
SMPP_PORT = env.number("SMPP_PORT", 2775, at_least=1)
SMPP_TLS = env.choice("SMPP_TLS", "on", among=("off", "on"))
SMPP_SYSTEM_ID = env.text("SMPP_SYSTEM_ID")
SMPP_PASSWORD = env.secret("SMPP_PASSWORD")
SMPP_SOURCE = env.text("SMPP_SOURCE", "EXITENTRY")  # the sender people see: at most 11 letters, or a number
SMPP_SESSIONS = env.number("SMPP_SESSIONS", 3, at_least=1)
SMPP_WINDOW = env.number("SMPP_WINDOW", 10, at_least=1)  # unanswered messages on one session
# How the centre names a message in answer and receipt; "auto" takes a name with a letter a–f for hexadecimal.
SMPP_IDS = env.choice("SMPP_IDS", "auto", among=("auto", "hex-answer", "hex-receipt"))

# WeChat: a service account writes to persons and to everybody, a subscription account to everybody once a day.
WECHAT_ACCOUNT = env.choice("WECHAT_ACCOUNT", "off", among=("off", "service", "subscription"))
WECHAT_APPID = env.text("WECHAT_APPID")
WECHAT_SECRET = env.secret("WECHAT_SECRET")
WECHAT_CALLBACK_TOKEN = env.secret("WECHAT_CALLBACK_TOKEN")  # signs what WeChat tells us at /hooks/wechat/
WECHAT_AES_KEY = env.secret("WECHAT_AES_KEY")  # EncodingAESKey of safe mode; without it events come in the clear
WECHAT_API = env.text("WECHAT_API", "https://api.weixin.qq.com")
WECHAT_IN_FLIGHT = env.number("WECHAT_IN_FLIGHT", 20, at_least=1)  # requests at a time, over kept connections
WECHAT_SECONDS = env.number("WECHAT_SECONDS", 10, at_least=1)  # a message not answered then is in doubt
WECHAT_TAGS = env.words("WECHAT_TAGS")  # language=number of its tag: zh-Hans=101,en=102
WECHAT_COVER = env.text("WECHAT_COVER")  # media id of the picture articles carry; without it texts are sent
WEIBO_TOKEN = env.secret("WEIBO_TOKEN")  # of the office's account; without it the outlet is off
WEIBO_TOKEN_UNTIL = env.text("WEIBO_TOKEN_UNTIL")  # the day it expires, 2026-12-31
WEIBO_IP = env.text("WEIBO_IP")  # our address as Weibo sees it: the parameter rip, which it insists on
WEIBO_API = env.text("WEIBO_API", "https://api.weibo.com")
# Papers people hand in: a scanner that has to find nothing in them first, clamd as host:port or path of its socket.
CLAMAV = env.text("CLAMAV")
CLAMAV_SECONDS = env.number("CLAMAV_SECONDS", 30, at_least=1)  # for one file
# Lodging: people whom a list says to have entered, and codes printed at counters.
LODGING_REMIND_HOURS = env.number("LODGING_REMIND_HOURS", 16, at_least=1)  # after entry, before 24 hours are over
LODGING_REMIND_LATE = env.choice("LODGING_REMIND_LATE", "off", among=("on", "off"))  # once more, when they are over
LODGING_REMIND_GRACE = env.number("LODGING_REMIND_GRACE", 6)  # hours after the 24, before that word
LODGING_ENTRANTS_DAYS = env.number("LODGING_ENTRANTS_DAYS", 30, at_least=2)  # then who has entered is forgotten
LODGING_CODE_HOURS = env.number("LODGING_CODE_HOURS", 24, at_least=1)  # so long a counter's code begins a declaration
LODGING_CODE_DAYS = env.number("LODGING_CODE_DAYS", 30, at_least=1)  # so long its sheet opens the slip afterwards
LODGING_CODES_A_DAY = env.number("LODGING_CODES_A_DAY", 200, at_least=1)  # of one counter
EMAIL_BACKEND = "portlight.faces.desk.accounts.NoMail"  # Django itself never sends: every message is a delivery
# Alerts in the Common Alerting Protocol, signed: `portlight cap keys` first. The certificate stands beside the key.
CAP = env.choice("CAP", "off", among=("on", "off"))
CAP_KEY = env.path("CAP_KEY", KEYS.folder / "cap.key")
CAP_GEOCODE = env.text("CAP_GEOCODE", "310000")  # GB/T 2260 code of the city the alerts are for
# Browser notifications: `portlight webpush keys` first. Domains of the push services that browsers name; our worker
# calls no other, whatever a subscription says.
WEBPUSH = env.choice("WEBPUSH", "off", among=("on", "off"))
WEBPUSH_KEY = env.path("WEBPUSH_KEY", KEYS.folder / "vapid.pem")
WEBPUSH_SERVICES = env.words(
    "WEBPUSH_SERVICES", ("fcm.googleapis.com", "push.services.mozilla.com", "push.apple.com", "notify.windows.com")
)
WEBPUSH_CONNECTIONS = env.number("WEBPUSH_CONNECTIONS", 16, at_least=1)
WEBPUSH_SECONDS = env.number("WEBPUSH_SECONDS", 20, at_least=1)  # for each answer
# Papers: `portlight papers keys new` first, and a seal; until then every paper is a specimen and says so.
PAPERS_KEYS = env.path("PAPERS_KEYS", KEYS.folder / "papers.json")  # the keys that stamp papers, also the retired ones
SEAL = env.choice("SEAL", "builtin", among=("builtin", "service"))  # who puts the electronic seal on a paper
SEAL_URL = env.text("SEAL_URL")  # of the signing service: the PDF is posted to it
SEAL_TOKEN = env.secret("SEAL_TOKEN")  # sent as a bearer token
SEAL_SECONDS = env.number("SEAL_SECONDS", 10, at_least=1)  # for its answer; not answered then, it is asked again
SEAL_CERTIFICATES = env.path("SEAL_CERTIFICATES", KEYS.folder / "seal-certificates.pem")  # whose seals are the office's
# A broker that wakes further workers: amqp://user:password@host/vhost (docs/adr/0009). Empty: none, all works without.
BROKER = env.secret("BROKER")
CLIENT_KEY_DAYS = env.number("CLIENT_KEY_DAYS", 365, at_least=1)  # usual and longest term of a program's key
CLIENT_CALLS = env.number("CLIENT_CALLS", 120, at_least=1)  # a minute, of one program, to each web process
METRICS_TOKEN = env.secret("METRICS_TOKEN")  # for /metrics from another machine; without it only this one is answered
POINTS = env.text("POINTS")  # test builds only: the named point at which this process stops (see toolkit.points)

LOGGING = logs.configured(
    level=env.choice("LOG", "INFO", among=("DEBUG", "INFO", "WARNING")),
    form=env.choice("LOG_FORMAT", "line", among=("line", "json")),
    requests=env.choice("LOG_REQUESTS", "on", among=("on", "off")) == "on",
)

env.refuse_unknown()
