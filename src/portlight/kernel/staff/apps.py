from django.apps import AppConfig

from portlight.toolkit import nameplate


class Staff(AppConfig):
    name = "portlight.kernel.staff"
    label = "staff"

    def ready(self) -> None:
        from portlight.kernel.staff import words

        nameplate.hang(
            nameplate.Nameplate(
                room=self.name,
                sentences=words.SENTENCES,
                permissions=(
                    ("staff.manage", ("operator",)),
                    ("staff.see", ("operator", "supervisor", "security", "auditor")),
                    ("timeline.read", ("auditor", "security", "supervisor")),
                ),
            )
        )
