from django.apps import AppConfig
from django.utils.translation import gettext_noop

from portlight.toolkit.nameplate import TaskCard

PERMISSIONS = (
    ("lanes.see", ("window", "supervisor", "duty")),
    ("lanes.assist", ("window", "supervisor")),
    ("lanes.answer", ("window", "supervisor")),
    ("lanes.agree", ("supervisor",)),
    ("lanes.sign", ("supervisor", "duty")),
)
CARD = TaskCard(
    title=gettext_noop("Green lane for institutions"),
    text=gettext_noop("Universities and companies: one list for all your people, one contact."),
    fact=gettext_noop("Wrong cells named at once"),
    route="lanes:portal:index",
    icon="people",
    order=50,
)


class GreenLanes(AppConfig):
    name = "portlight.capabilities.green_lanes"
    label = "green_lanes"

    def ready(self) -> None:
        from portlight.capabilities.green_lanes import commands, effects, kinds, reference, ticks, words
        from portlight.toolkit.nameplate import CaseDesk, MenuEntry, Nameplate, Tick, hang

        hang(
            Nameplate(
                room=self.name,
                sentences=words.SENTENCES,
                case_kinds=(kinds.REQUEST,),
                desks=(
                    CaseDesk(
                        kind=kinds.REQUEST.name,
                        may="lanes.answer",
                        queues=lambda key, held: (),  # one worklist for all: whoever may answer sees every request
                        route="lanes:desk:request",
                        steps={step.name: step.label for step in kinds.REQUEST.steps},
                        clocks={kinds.ANSWER.name: gettext_noop("Answer")},
                    ),
                ),
                erasers={kinds.REQUEST.name: commands.erase_request},
                tables=reference.TABLES,
                parameters=effects.PARAMETERS,
                jobs={commands.TELL: ticks.tell_people, commands.JOB: ticks.go_on_with_papers},
                paper_refused=commands.paper_refused,
                rebooked=ticks.follow,
                permissions=PERMISSIONS,
                scopes={commands.SCOPE: gettext_noop("Hand in lists of the institution’s people, and see their state")},
                cards=(CARD,),
                portal_menu=(
                    MenuEntry(label=gettext_noop("Green lane for institutions"), route="lanes:portal:index", order=50),
                ),
                menu=(
                    MenuEntry(label=gettext_noop("Green lanes"), route="lanes:desk:index", may="lanes.see", order=30),
                ),
                ticks=(
                    Tick(name="remind-duties", every_seconds=3600, run=ticks.remind_duties, first_after_seconds=60),
                    Tick(name="remind-times", every_seconds=600, run=ticks.remind_times, first_after_seconds=60),
                    Tick(name="forget-lists", every_seconds=3600, run=ticks.forget_rosters),
                ),
            )
        )
