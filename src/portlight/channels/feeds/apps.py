from django.apps import AppConfig


class Feeds(AppConfig):
    name = "portlight.channels.feeds"
    label = "feeds"
