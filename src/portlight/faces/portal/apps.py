from django.apps import AppConfig
from django.utils.translation import gettext_noop


class Portal(AppConfig):
    name = "portlight.faces.portal"
    label = "portal"

    def ready(self) -> None:
        from portlight.faces.portal.ticks import TICKS
        from portlight.faces.words import SENTENCES
        from portlight.toolkit.nameplate import MenuEntry, Nameplate, TaskCard, hang

        hang(
            Nameplate(
                room="portlight.faces.portal",
                sentences=SENTENCES,
                ticks=TICKS,
                portal_menu=(
                    MenuEntry(label=gettext_noop("Appointments"), route="appointments:portal:index", order=30),
                ),
                cards=(
                    TaskCard(
                        title=gettext_noop("Check a message"),
                        text=gettext_noop("Did it really come from us? The code at its end tells you."),
                        fact=gettext_noop("At once, without signing in"),
                        route="home:portal:verify",
                        icon="shield",
                        order=80,
                    ),
                ),
            )
        )
