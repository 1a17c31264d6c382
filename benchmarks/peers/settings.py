"""Django settings of the peers: one database of the same kind and with the same options as ours, one mail server."""

import os
from pathlib import Path

from portlight.config.database import database

DATABASES = {"default": database(os.environ["BENCH_DATABASE_URL"], Path(os.devnull))}
INSTALLED_APPS = ["django.contrib.contenttypes", "post_office", "mailer", "benchmarks.peers.mailbox"]
EMAIL_BACKEND = os.environ.get("BENCH_EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
EMAIL_HOST = "127.0.0.1"
EMAIL_PORT = int(os.environ["BENCH_SMTP_PORT"])
DEFAULT_FROM_EMAIL = "notices@exit-entry.example"
SECRET_KEY = "a bench signs nothing"
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {"BACKEND": "django.template.backends.django.DjangoTemplates", "OPTIONS": {}},
    {"BACKEND": "post_office.template.backends.post_office.PostOfficeTemplates", "OPTIONS": {}},
]
LOGGING_CONFIG = None

# Its manual: send_many for many, one template rendered on delivery for space, larger batches for fewer queries, several
# processes; threads "don't seem to help SMTP based backends". Only failures are logged; each mail's state is kept.
POST_OFFICE = {
    "BACKENDS": {"default": "django.core.mail.backends.smtp.EmailBackend"},
    "BATCH_SIZE": 1000,
    "THREADS_PER_PROCESS": 1,
    "LOG_LEVEL": 1,
}
# Its docs/usage.rst: mails are queued through its backend, in batches; the lock file is for what has no row locks.
MAILER_EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
MAILER_MESSAGES_BATCH_SIZE = 1000
MAILER_USE_FILE_LOCK = False
# The manual's pages "Optimizing" and "Calling tasks": short tasks want a large prefetch, results nobody reads are
# ignored, no events.
CELERY_BROKER_URL = os.environ.get("BENCH_BROKER_URL", "")
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 128
CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_DEFAULT_QUEUE = "bench"
