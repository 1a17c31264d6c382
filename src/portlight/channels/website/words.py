from django.utils.translation import gettext_noop

LABEL = gettext_noop("Website")
