from django.apps import AppConfig

from portlight.toolkit import nameplate


class Organisations(AppConfig):
    name = "portlight.kernel.organisations"
    label = "organisations"

    def ready(self) -> None:
        from portlight.kernel.organisations import ticks, words

        nameplate.hang(
            nameplate.Nameplate(
                room=self.name,
                sentences=words.SENTENCES,
                ticks=(nameplate.Tick(name="lapse-invitations", every_seconds=3600, run=ticks.lapse),),
            )
        )
