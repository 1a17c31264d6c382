from django.apps import AppConfig


class Delivery(AppConfig):
    name = "portlight.delivery"
    label = "delivery"

    def ready(self) -> None:
        from portlight.delivery import ticks
        from portlight.delivery.words import SENTENCES
        from portlight.toolkit.nameplate import Nameplate, hang

        hang(Nameplate(room="portlight.delivery", sentences=SENTENCES, ticks=ticks.TICKS))
