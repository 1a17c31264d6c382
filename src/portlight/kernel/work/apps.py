from django.apps import AppConfig

from portlight.toolkit import nameplate


class Work(AppConfig):
    name = "portlight.kernel.work"
    label = "work"

    def ready(self) -> None:
        from portlight.kernel.work import checks, ticks

        nameplate.hang(nameplate.Nameplate(room=self.name, doctor=checks.CHECKS, ticks=(ticks.TIDY,)))
