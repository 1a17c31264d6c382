from django.apps import AppConfig


class Wechat(AppConfig):
    name = "portlight.channels.wechat"
    label = "wechat"

    def ready(self) -> None:
        from django.conf import settings
        from django.core.checks import register

        from portlight.channels.wechat import checks, ticks, words
        from portlight.channels.wechat.channel import Wechat as Personal
        from portlight.channels.wechat.mass import WechatMass
        from portlight.delivery import port
        from portlight.toolkit.nameplate import Nameplate, hang

        register(checks.settings_agree)
        hang(Nameplate(room=self.name, sentences=words.SENTENCES, ticks=ticks.TICKS, doctor=checks.CHECKS))
        if settings.WECHAT_ACCOUNT == "service":  # a subscription account writes to no one person
            port.register(Personal())
        if settings.WECHAT_ACCOUNT != "off":
            port.register(WechatMass())
