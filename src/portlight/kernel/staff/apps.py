from django.apps import AppConfig


class Staff(AppConfig):
    name = "portlight.kernel.staff"
    label = "staff"
