from django.apps import AppConfig

from portlight.toolkit import nameplate
from portlight.toolkit.ownpage import OwnPage


class People(AppConfig):
    name = "portlight.kernel.people"
    label = "people"

    def ready(self) -> None:
        from portlight.kernel.people import ticks, words

        nameplate.hang(
            nameplate.Nameplate(
                room=self.name,
                sentences=words.SENTENCES,
                ticks=(ticks.TIDY, ticks.FORGET_COPIES),
                own=OwnPage(readings=words.READINGS, reasons=words.REASONS),
                permissions=(
                    ("people.count", ("writer", "approver", "duty", "supervisor")),
                    ("people.open", ("supervisor", "duty")),
                ),
            )
        )
