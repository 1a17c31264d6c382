"""The channels that are switched on: one line each, `kind` = the folder's name."""

CHANNELS: tuple[str, ...] = (
    "portlight.channels.website",
    "portlight.channels.feeds",
    "portlight.channels.cap",
    "portlight.channels.email",
    "portlight.channels.sms",
    "portlight.channels.wechat",
    "portlight.channels.weibo",
    "portlight.channels.webpush",
    "portlight.channels.rehearsal",
)
