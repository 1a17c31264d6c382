from django.apps import AppConfig


class Email(AppConfig):
    name = "portlight.channels.email"
    label = "email"

    def ready(self) -> None:
        from portlight.channels.email import findings, ticks
        from portlight.channels.email.channel import Email as Channel
        from portlight.delivery import port
        from portlight.toolkit.nameplate import Check, Nameplate, hang

        port.register(Channel())
        hang(Nameplate(room=self.name, ticks=ticks.TICKS, doctor=(Check(name="bounces", run=findings.bounces),)))
