from django.apps import AppConfig


class Api(AppConfig):
    name = "portlight.faces.api"
    label = "api"
