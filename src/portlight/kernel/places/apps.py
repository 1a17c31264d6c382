from django.apps import AppConfig


class Places(AppConfig):
    name = "portlight.kernel.places"
    label = "places"
