from django.apps import AppConfig


class Website(AppConfig):
    name = "portlight.channels.website"
    label = "website"
