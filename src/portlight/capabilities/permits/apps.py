from django.apps import AppConfig
from django.utils.translation import gettext_noop

from portlight.toolkit.nameplate import MenuEntry, TaskCard

NAME = gettext_noop("Visas and permits")
PERMISSIONS = (("permits.handle", ("window", "supervisor")), ("permits.decide", ("supervisor",)))
CARD = TaskCard(
    title=gettext_noop("Stay longer, or change my visa or permit"),
    text=gettext_noop("What ends when, which paper you need, by when, and what it costs; and apply for it."),
    fact=gettext_noop("Two or three questions; nothing of them is kept"),
    route="permits:portal:index",
    icon="calendar",
    order=20,
)


class Permits(AppConfig):
    name = "portlight.capabilities.permits"
    label = "permits"

    def ready(self) -> None:
        from functools import partial

        from portlight.capabilities.permits import commands, effects, kinds, reference, ticks, words
        from portlight.capabilities.permits.desk.shown import desks
        from portlight.capabilities.permits.rules.papers import slot_of
        from portlight.toolkit.nameplate import Nameplate, Tick, hang
        from portlight.toolkit.uploads.slots import Slot

        hang(
            Nameplate(
                room=self.name,
                sentences=words.SENTENCES,
                tables=reference.TABLES,
                parameters=effects.PARAMETERS,
                effects=(effects.STAYS, effects.told(words.message)),
                case_kinds=kinds.KINDS,
                desks=desks(),
                own=words.OWN,
                papers=kinds.PAPERS,
                jobs=commands.JOBS,
                erasers=dict.fromkeys((kind.name for kind in kinds.KINDS), commands.erase),
                paper_refused=partial(commands.paper_refused, texts=words.message),
                slots=tuple(Slot(name=slot_of(code), title=said) for code, said in words.ASKABLE.items()),
                permissions=PERMISSIONS,
                ticks=(
                    Tick(name="forget-drafts", every_seconds=3600, run=commands.forget_drafts),
                    Tick(name="remind-of-stays", every_seconds=600, run=ticks.remind_of_stays, first_after_seconds=60),
                ),
                menu=(MenuEntry(label=NAME, route="permits:desk:index", may="permits.handle", order=22),),
                services={"permits": NAME},
                cards=(CARD,),
                portal_menu=(MenuEntry(label=NAME, route="permits:portal:index", order=20),),
            )
        )
