from django.apps import AppConfig


class RosterBatch(AppConfig):
    name = "portlight.journeys.roster_batch"
    label = "roster_batch"

    def ready(self) -> None:
        from portlight.journeys.roster_batch import commands
        from portlight.toolkit.nameplate import Nameplate, hang

        hang(
            Nameplate(
                room=self.name,
                jobs={commands.JOB: commands.go_on},
                ways=(("file-list", "/{language}/batch/{token}/"),),
            )
        )
