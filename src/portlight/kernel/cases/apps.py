from django.apps import AppConfig


class Cases(AppConfig):
    name = "portlight.kernel.cases"
    label = "cases"

    def ready(self) -> None:
        from portlight.kernel.cases import commands, words
        from portlight.toolkit.nameplate import Nameplate, Tick, hang

        hang(
            Nameplate(
                room=self.name,
                sentences=words.SENTENCES,
                loaders=(commands.publish_kinds,),
                ticks=(Tick(name="erase-old-cases", every_seconds=3600, run=commands.erase_due),),
                moved_clocks=commands.see_moved_clocks,
            )
        )
