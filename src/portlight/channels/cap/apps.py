from django.apps import AppConfig


class Cap(AppConfig):
    name = "portlight.channels.cap"
    label = "cap"

    def ready(self) -> None:
        from django.conf import settings

        from portlight.channels.cap import signing, words
        from portlight.channels.cap.channel import Cap as Channel
        from portlight.delivery import port
        from portlight.toolkit.nameplate import Check, Nameplate, hang

        if settings.CAP == "on":
            port.register(Channel())
        check = Check(name="alerts (CAP)", run=signing.finding)
        hang(Nameplate(room=self.name, sentences=words.SENTENCES, doctor=(check,)))
