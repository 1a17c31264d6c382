from django.apps import AppConfig


class Email(AppConfig):
    name = "portlight.channels.email"
    label = "email"
