from django.apps import AppConfig


class People(AppConfig):
    name = "portlight.kernel.people"
    label = "people"
