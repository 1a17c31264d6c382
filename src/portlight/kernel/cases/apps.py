from django.apps import AppConfig


class Cases(AppConfig):
    name = "portlight.kernel.cases"
    label = "cases"

    def ready(self) -> None:
        from portlight.kernel.cases import attending, commands, tallying, words
        from portlight.toolkit.nameplate import Nameplate, Tick, hang

        hang(
            Nameplate(
                room=self.name,
                sentences=words.SENTENCES,
                loaders=(commands.publish_kinds,),
                ticks=(
                    Tick(name="erase-old-cases", every_seconds=3600, run=commands.erase_due),
                    Tick(name="count-cases", every_seconds=60, run=tallying.count_now, first_after_seconds=20),
                    Tick(name="forget-officers", every_seconds=3600, run=attending.forget),
                ),
                moved_clocks=commands.see_moved_clocks,
            )
        )
