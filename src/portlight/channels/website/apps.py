from django.apps import AppConfig


class Website(AppConfig):
    name = "portlight.channels.website"
    label = "website"

    def ready(self) -> None:
        from portlight.channels.website import ticks
        from portlight.channels.website.channel import Website as Channel
        from portlight.delivery import port
        from portlight.toolkit.nameplate import Nameplate, hang

        port.register(Channel())
        hang(Nameplate(room=self.name, ticks=ticks.TICKS))
