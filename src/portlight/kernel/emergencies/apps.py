from django.apps import AppConfig

from portlight.toolkit import nameplate


class Emergencies(AppConfig):
    name = "portlight.kernel.emergencies"
    label = "emergencies"

    def ready(self) -> None:
        from portlight.kernel.emergencies import ticks, words

        nameplate.hang(nameplate.Nameplate(room=self.name, sentences=words.SENTENCES, ticks=(ticks.PAGES,)))
