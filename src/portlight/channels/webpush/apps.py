from django.apps import AppConfig
from django.utils.translation import gettext_noop


class WebPush(AppConfig):
    name = "portlight.channels.webpush"
    label = "webpush"

    def ready(self) -> None:
        from django.conf import settings

        from portlight.channels.webpush import vapid, words
        from portlight.channels.webpush.channel import WebPush as Channel
        from portlight.delivery import port
        from portlight.toolkit.nameplate import Check, MenuEntry, Nameplate, WayToSubscribe, hang

        on = settings.WEBPUSH == "on"
        if on:
            port.register(Channel())
        line = MenuEntry(label=gettext_noop("Notices in this browser"), route="webpush:portal:index", order=61)
        way = WayToSubscribe(
            kind="webpush",
            label=gettext_noop("Notices in this browser"),
            text=gettext_noop("Your telephone or computer shows that there is news, also when this page is closed."),
            route="webpush:portal:index",
        )
        hang(
            Nameplate(
                room=self.name,
                sentences=words.SENTENCES,
                portal_menu=(line,) if on else (),
                assets=("webpush/subscribe.js", "webpush/worker.js"),
                ways_to_subscribe=(way,) if on else (),
                doctor=(Check(name="web push", run=vapid.finding),),
            )
        )
