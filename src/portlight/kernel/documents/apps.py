from django.apps import AppConfig

from portlight.toolkit import nameplate
from portlight.toolkit.ownpage import OwnPage


class Documents(AppConfig):
    name = "portlight.kernel.documents"
    label = "documents"

    def ready(self) -> None:
        from portlight.kernel.documents import checks, commands, files, slots, ticks, words

        nameplate.hang(
            nameplate.Nameplate(
                room=self.name,
                own=OwnPage(readings=words.READINGS),
                sentences=words.SENTENCES,
                ticks=(ticks.SCAN, ticks.ERASE, ticks.SWEEP),
                jobs={commands.SCAN: commands.scan},
                doctor=checks.CHECKS,
                slots=slots.SLOTS,
                shelves=(nameplate.Shelf(name=files.SHELF, numbers=files.numbers, reseal=commands.reseal),),
            )
        )
