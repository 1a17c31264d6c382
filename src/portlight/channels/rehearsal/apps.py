from django.apps import AppConfig


class Rehearsal(AppConfig):
    name = "portlight.channels.rehearsal"
    label = "rehearsal"

    def ready(self) -> None:
        from portlight.channels.rehearsal.channel import Rehearsal as Channel
        from portlight.delivery import port

        port.register(Channel())
