from django.apps import AppConfig

from portlight.toolkit import nameplate


class Clients(AppConfig):
    name = "portlight.kernel.clients"
    label = "clients"

    def ready(self) -> None:
        from portlight.kernel.clients import words

        nameplate.hang(
            nameplate.Nameplate(
                room=self.name,
                sentences=words.SENTENCES,
                permissions=(
                    ("clients.see", ("supervisor", "security", "auditor")),
                    ("clients.admit", ("supervisor",)),
                    ("clients.withdraw", ("supervisor", "security")),
                ),
            )
        )
