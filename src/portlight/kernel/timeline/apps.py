from django.apps import AppConfig


class Timeline(AppConfig):
    name = "portlight.kernel.timeline"
    label = "timeline"
