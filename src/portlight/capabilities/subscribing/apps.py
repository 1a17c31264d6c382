from django.apps import AppConfig


class Subscribing(AppConfig):
    name = "portlight.capabilities.subscribing"
    label = "subscribing"
