from django.apps import AppConfig


class Desk(AppConfig):
    name = "portlight.faces.desk"
    label = "desk"
