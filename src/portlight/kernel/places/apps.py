from django.apps import AppConfig

from portlight.toolkit import nameplate


class Places(AppConfig):
    name = "portlight.kernel.places"
    label = "places"

    def ready(self) -> None:
        from portlight.kernel.places import checks, commands, words

        plate = nameplate.Nameplate(
            room=self.name, doctor=checks.CHECKS, loaders=(commands.load_districts, commands.draw_missing_map),
            sentences=words.SENTENCES,
        )  # fmt: skip
        nameplate.hang(plate)
