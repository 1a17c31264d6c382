from django.apps import AppConfig


class Weibo(AppConfig):
    name = "portlight.channels.weibo"
    label = "weibo"

    def ready(self) -> None:
        from django.conf import settings
        from django.core.checks import register

        from portlight.channels.weibo import checks
        from portlight.channels.weibo.channel import Weibo as Channel
        from portlight.delivery import port
        from portlight.toolkit.nameplate import Nameplate, hang

        register(checks.settings_agree)
        hang(
            Nameplate(
                room=self.name,
                doctor=checks.CHECKS,
                waiting=checks.waiting,
                permissions=((checks.RENEW, ("approver", "supervisor")),),
            )
        )
        if settings.WEIBO_TOKEN:
            port.register(Channel())
