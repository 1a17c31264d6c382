from django.apps import AppConfig


class Wechat(AppConfig):
    name = "portlight.channels.wechat"
    label = "wechat"

    def ready(self) -> None:
        from django.conf import settings
        from django.core.checks import register

        from portlight.channels.wechat import binding, checks, ticks, words
        from portlight.channels.wechat.channel import Wechat as Personal
        from portlight.channels.wechat.mass import WechatMass
        from portlight.delivery import port
        from portlight.toolkit.nameplate import Nameplate, WayToSubscribe, hang

        register(checks.settings_agree)
        way = WayToSubscribe(
            kind="wechat", label=words.LABEL, text=words.SCAN, picture=lambda token, at: binding.scene_qr(token, at=at)
        )
        hang(
            Nameplate(
                room=self.name, sentences=words.SENTENCES, ticks=ticks.TICKS, doctor=checks.CHECKS,
                ways_to_subscribe=(way,) if settings.WECHAT_ACCOUNT == "service" else (),
            )
        )  # fmt: skip
        if settings.WECHAT_ACCOUNT == "service":  # a subscription account writes to no one person
            port.register(Personal())
        if settings.WECHAT_ACCOUNT != "off":
            port.register(WechatMass())
