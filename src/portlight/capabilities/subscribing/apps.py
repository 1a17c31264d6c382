from django.apps import AppConfig
from django.utils.translation import gettext_noop


class Subscribing(AppConfig):
    name = "portlight.capabilities.subscribing"
    label = "subscribing"

    def ready(self) -> None:
        from portlight.capabilities.subscribing import ticks, words
        from portlight.toolkit.nameplate import MenuEntry, Nameplate, TaskCard, Tick, hang

        hang(
            Nameplate(
                room=self.name,
                sentences=words.SENTENCES,
                cards=(
                    TaskCard(
                        title=gettext_noop("Get notices in my language"),
                        text=gettext_noop("By e-mail, about what concerns you. One click stops it."),
                        fact=gettext_noop("About one minute"),
                        route="subscribing:portal:index",
                        icon="bell",
                        order=60,
                    ),
                ),
                portal_menu=(
                    MenuEntry(
                        label=gettext_noop("Get notices in my language"), route="subscribing:portal:index", order=60
                    ),
                ),
                ways=(("out", "/{language}/subscribing/out/{token}/"),),
                ticks=(Tick(name="forget-unconfirmed", every_seconds=3600, run=ticks.forget_unconfirmed),),
            )
        )
