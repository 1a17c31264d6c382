from django.apps import AppConfig
from django.utils.translation import gettext_noop

PERMISSIONS = (
    ("emergencies.see", ("supervisor", "duty", "operator", "auditor")),
    ("emergencies.propose", ("supervisor", "duty")),
    ("emergencies.sign", ("supervisor",)),
    ("office.channels", ("operator", "supervisor", "duty")),
    ("places.see", ("station", "window", "supervisor", "operator")),
    ("slots.see", ("window", "station", "supervisor", "duty")),
    ("slots.note", ("window", "station", "supervisor")),
    ("slots.change", ("window", "supervisor")),
    ("slots.plan", ("supervisor",)),
    ("work.see", ("window", "station", "supervisor")),
    ("work.supervise", ("supervisor",)),
    ("policies.see", ("supervisor", "auditor")),
    ("policies.propose", ("supervisor",)),
    ("policies.publish", ("supervisor",)),
)


class Desk(AppConfig):
    name = "portlight.faces.desk"
    label = "desk"

    def ready(self) -> None:
        from portlight.faces.desk.provider_check import single_sign_on
        from portlight.faces.desk.second_person import waiting
        from portlight.faces.desk.work.waiting import in_hand
        from portlight.toolkit.nameplate import Check, MenuEntry, Nameplate, hang

        hang(
            Nameplate(
                room="portlight.faces.desk",
                menu=(
                    MenuEntry(label=gettext_noop("Today"), route="home:desk:index", order=0),
                    MenuEntry(label=gettext_noop("Worklists"), route="work:desk:index", may="work.see", order=5),
                    MenuEntry(
                        label=gettext_noop("Channels"), route="office:desk:channels", may="office.channels", order=75
                    ),
                    MenuEntry(
                        label=gettext_noop("Decision tables"),
                        route="office:desk:policies",
                        may="policies.see",
                        order=78,
                    ),
                    MenuEntry(
                        label=gettext_noop("Places and addresses"),
                        route="places:desk:index",
                        may="places.see",
                        order=79,
                    ),
                    MenuEntry(
                        label=gettext_noop("Emergencies"),
                        route="emergencies:desk:index",
                        may="emergencies.see",
                        order=77,
                    ),
                    MenuEntry(label=gettext_noop("Staff"), route="office:desk:staff", may="staff.see", order=80),
                    MenuEntry(
                        label=gettext_noop("Timeline"), route="office:desk:timeline", may="timeline.read", order=85
                    ),
                    MenuEntry(label=gettext_noop("Style"), route="home:desk:style", order=90),
                ),
                waiting=lambda key: [*in_hand(key), *waiting(key)],
                doctor=(Check(name="single sign-on", run=single_sign_on),),
                permissions=PERMISSIONS,
            )
        )
