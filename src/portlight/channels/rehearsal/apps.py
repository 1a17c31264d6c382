from django.apps import AppConfig


class Rehearsal(AppConfig):
    name = "portlight.channels.rehearsal"
    label = "rehearsal"
