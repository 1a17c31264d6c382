from django.apps import AppConfig


class Config(AppConfig):
    name = "portlight.config"
    label = "config"
