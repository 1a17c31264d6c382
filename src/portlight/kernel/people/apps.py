from django.apps import AppConfig

from portlight.toolkit import nameplate


class People(AppConfig):
    name = "portlight.kernel.people"
    label = "people"

    def ready(self) -> None:
        from portlight.kernel.people import ticks, words

        nameplate.hang(
            nameplate.Nameplate(
                room=self.name,
                sentences=words.SENTENCES,
                ticks=(ticks.TIDY,),
                permissions=(
                    ("people.count", ("writer", "approver", "duty", "supervisor")),
                    ("people.open", ("supervisor", "duty")),
                ),
            )
        )
