from django.apps import AppConfig


class Email(AppConfig):
    name = "portlight.channels.email"
    label = "email"

    def ready(self) -> None:
        from portlight.channels.email.channel import Email as Channel
        from portlight.delivery import port

        port.register(Channel())
