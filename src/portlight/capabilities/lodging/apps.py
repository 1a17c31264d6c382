from django.apps import AppConfig
from django.utils.translation import gettext_noop

from portlight.toolkit.nameplate import TaskCard

PERMISSIONS = (
    ("lodging.check", ("station", "window", "supervisor")),
    ("lodging.assist", ("station", "window")),
    ("lodging.everywhere", ("window", "supervisor")),
    ("lodging.entrants", ("window", "supervisor")),
    ("lodging.counter", ("station", "window", "supervisor")),
)
CARD = TaskCard(
    title=gettext_noop("Register where I live"),
    text=gettext_noop("Within 24 hours of moving in, for yourself, a guest or a child."),
    fact=gettext_noop("About three minutes"),
    route="lodging:portal:index",
    icon="house",
    order=10,
)


class Lodging(AppConfig):
    name = "portlight.capabilities.lodging"
    label = "lodging"

    def ready(self) -> None:
        from portlight.capabilities.lodging import commands, kinds, reference, ticks, words
        from portlight.capabilities.lodging.desk.shown import worklists
        from portlight.toolkit.nameplate import CaseDesk, MenuEntry, Nameplate, Tick, hang

        hang(
            Nameplate(
                room=self.name,
                sentences=words.SENTENCES,
                own=words.OWN,
                case_kinds=(kinds.LODGING,),
                desks=(
                    CaseDesk(
                        kind=kinds.LODGING.name,
                        may="lodging.check",
                        queues=worklists,
                        route="lodging:desk:case",
                        steps=words.STEPS,
                        flags=words.FLAGS,
                        clocks=words.CLOCKS,
                    ),
                ),
                papers=kinds.PAPERS,
                tables=reference.TABLES,
                jobs={kinds.COMPLETE.then: commands.note_incomplete, commands.JOB: ticks.go_on_with_roster},
                erasers={kinds.LODGING.name: commands.erase},
                permissions=PERMISSIONS,
                cards=(CARD,),
                scopes={
                    "lodging.roster": gettext_noop("Hand in rosters of the people it lodges, and fetch their slips")
                },
                portal_menu=(MenuEntry(label=gettext_noop("Where I live"), route="lodging:portal:index", order=10),),
                menu=(
                    MenuEntry(
                        label=gettext_noop("Accommodation"), route="lodging:desk:index", may="lodging.check", order=20
                    ),
                ),
                ticks=(
                    Tick(name="remind-leaving", every_seconds=600, run=ticks.remind_leaving),
                    Tick(name="forget-rosters", every_seconds=3600, run=ticks.forget_rosters),
                    Tick(name="remind-entrants", every_seconds=600, run=ticks.remind_entrants),
                    Tick(name="forget-entrants", every_seconds=3600, run=ticks.forget_entrants),
                    Tick(name="forget-counter-codes", every_seconds=3600, run=ticks.forget_codes),
                ),
            )
        )
