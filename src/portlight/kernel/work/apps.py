from django.apps import AppConfig


class Work(AppConfig):
    name = "portlight.kernel.work"
    label = "work"
