from django.apps import AppConfig
from django.utils.translation import gettext_noop


class Sms(AppConfig):
    name = "portlight.channels.sms"
    label = "sms"

    def ready(self) -> None:
        from portlight.channels.sms import checks, commands, ways, words
        from portlight.channels.sms.channel import Sms as Channel
        from portlight.delivery import port
        from portlight.toolkit.nameplate import Check, MenuEntry, Nameplate, hang

        there = bool(ways.configured())
        looked_at = (
            Check(name="sms-texts", run=checks.texts_approved),
            Check(name="sms-ways", run=checks.ways_set_up),
        )
        texts = MenuEntry(label=gettext_noop("SMS texts"), route="sms:desk:templates", may="sms.templates", order=76)
        hang(
            Nameplate(
                room=self.name,
                sentences=words.SENTENCES,
                permissions=(("sms.templates", ("operator", "supervisor")),),
                menu=(texts,) if there else (),
                loaders=(commands.load_templates,) if there else (),
                doctor=looked_at if there else (),
            )
        )
        if there:
            port.register(Channel())
