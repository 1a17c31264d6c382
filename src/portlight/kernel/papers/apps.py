from django.apps import AppConfig

from portlight.toolkit import nameplate
from portlight.toolkit.ownpage import OwnPage


class Papers(AppConfig):
    name = "portlight.kernel.papers"
    label = "papers"

    def ready(self) -> None:
        from portlight.kernel.papers import commands, doctor, queries, specimen, ticks, words

        nameplate.hang(
            nameplate.Nameplate(
                room=self.name, own=OwnPage(readings=words.READINGS),
                sentences=words.SENTENCES, ticks=(ticks.SEAL, ticks.PUBLISH),
                jobs={commands.SEAL: commands.seal_one},
                papers=(specimen.KIND,), verifier=lambda text, at: queries.verdict_of(text, at=at),
                doctor=doctor.CHECKS, assets=("papers/reading.js", "papers/verifier.js"),
            )
        )  # fmt: skip
