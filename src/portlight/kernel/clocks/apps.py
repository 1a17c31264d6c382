from django.apps import AppConfig

from portlight.toolkit import nameplate


class Clocks(AppConfig):
    name = "portlight.kernel.clocks"
    label = "clocks"

    def ready(self) -> None:
        from portlight.kernel.clocks import commands, effects, ticks, words

        nameplate.hang(
            nameplate.Nameplate(
                room=self.name,
                sentences=words.SENTENCES,
                ticks=(ticks.LAPSE,),
                loaders=(commands.reckon_provisional,),
                parameters=effects.PARAMETERS,
                effects=(effects.DAYS,),
            )
        )
