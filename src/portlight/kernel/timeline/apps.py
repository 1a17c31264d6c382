from django.apps import AppConfig

from portlight.toolkit import nameplate


class Timeline(AppConfig):
    name = "portlight.kernel.timeline"
    label = "timeline"

    def ready(self) -> None:
        from portlight.kernel.timeline import checks, ticks, words

        nameplate.hang(
            nameplate.Nameplate(
                room=self.name, sentences=words.SENTENCES, doctor=checks.CHECKS, ticks=(ticks.DAILY_HEAD,)
            )
        )
