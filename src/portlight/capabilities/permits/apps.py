from django.apps import AppConfig
from django.utils.translation import gettext_noop


class Permits(AppConfig):
    name = "portlight.capabilities.permits"
    label = "permits"

    def ready(self) -> None:
        from portlight.capabilities.permits import commands, effects, kinds, reference, words
        from portlight.capabilities.permits.desk.shown import worklists
        from portlight.toolkit.nameplate import CaseDesk, MenuEntry, Nameplate, TaskCard, Tick, hang
        from portlight.toolkit.uploads.slots import Slot

        hang(
            Nameplate(
                room=self.name,
                sentences=words.SENTENCES,
                tables=reference.TABLES,
                parameters=effects.PARAMETERS,
                effects=(effects.STAYS,),
                case_kinds=kinds.KINDS,
                desks=tuple(
                    CaseDesk(
                        kind=kind.name, may="permits.handle", queues=worklists, route="permits:desk:case",
                        steps=words.STEPS, flags=words.FLAGS, clocks=words.CLOCKS,
                        red=("no-slot-left", "receipt-ending"),
                    )
                    for kind in kinds.KINDS
                ),
                papers=kinds.PAPERS,
                jobs=commands.JOBS,
                erasers=dict.fromkeys((kind.name for kind in kinds.KINDS), commands.erase),
                slots=tuple(Slot(name=f"permits.{code}") for code in words.ASKABLE),
                permissions=(
                    ("permits.handle", ("window", "supervisor")),
                    ("permits.decide", ("supervisor",)),
                ),
                ticks=(Tick(name="forget-drafts", every_seconds=3600, run=commands.forget_drafts),),
                menu=(
                    MenuEntry(
                        label=gettext_noop("Visas and permits"), route="permits:desk:index", may="permits.handle",
                        order=22,
                    ),
                ),
                services={"permits": gettext_noop("Visas and permits")},
                cards=(
                    TaskCard(
                        title=gettext_noop("Stay longer, or change my visa or permit"),
                        text=gettext_noop("What ends when, which paper you need, by when, and what it costs."),
                        fact=gettext_noop("Two or three questions; nothing is kept"),
                        route="permits:portal:index",
                        icon="calendar",
                        order=20,
                    ),
                ),
                portal_menu=(
                    MenuEntry(label=gettext_noop("Visas and permits"), route="permits:portal:index", order=20),
                ),
            )
        )  # fmt: skip
