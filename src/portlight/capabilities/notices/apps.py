from django.apps import AppConfig


class Notices(AppConfig):
    name = "portlight.capabilities.notices"
    label = "notices"
