from django.apps import AppConfig


class Portal(AppConfig):
    name = "portlight.faces.portal"
    label = "portal"
