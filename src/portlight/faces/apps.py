from django.apps import AppConfig


class Faces(AppConfig):
    name = "portlight.faces"
    label = "faces"
