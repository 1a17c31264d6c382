from django.apps import AppConfig


class Feeds(AppConfig):
    name = "portlight.channels.feeds"
    label = "feeds"

    def ready(self) -> None:
        from portlight.channels.feeds.channel import Feeds as Channel
        from portlight.delivery import port

        port.register(Channel())
