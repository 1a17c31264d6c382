from django.apps import AppConfig

from portlight.toolkit import nameplate


class Slots(AppConfig):
    name = "portlight.kernel.slots"
    label = "slots"

    def ready(self) -> None:
        from portlight.kernel.slots import effects, ticks, words

        nameplate.hang(
            nameplate.Nameplate(
                room=self.name,
                sentences=words.SENTENCES,
                ticks=(ticks.OFFER, ticks.TIDY),
                parameters=effects.PARAMETERS,
                effects=(effects.DAYS, effects.TIMES),
            )
        )
