"""What this channel says: its own name, why it refuses, and how the desk names what it keeps."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

LABEL = _("SMS")

SENTENCES = {
    "sms.text-empty": _("There is no text."),
    "sms.text-long": _("The text has {length} characters. Providers take {most} at most."),
    "sms.slot-unknown": _("{slot} is nothing that can be filled in here. Only these are: {allowed}."),
    "sms.slot-doubled": _("{slot} may stand in a text once only."),
    "sms.slot-missing": _("The text lacks {slot}."),
    "sms.address-missing": _("The text must say where to check that it is official: {address}"),
    "sms.provider-code": _(
        "Type the template’s name as the provider shows it: SMS_ and digits, or digits alone. A text for SMPP has none."
    ),
    "sms.unknown-template": _("There is no such text."),
    "sms.unknown-way": _("This office has no such provider, or nothing is said in that way."),
    "sms.template-moved": _("Somebody has taken this text further meanwhile. Look at it again."),
    "sms.worded-already": _("This wording is on the list already."),
    "sms.reason-missing": _("Say why, in the provider’s words."),
}

PURPOSES = {
    "notice": _("Notice"),
    "correction": _("Correction"),
    "withdrawal": _("Withdrawal"),
    "code": _("One-time code"),
    "news": _("News of one’s own matter"),
    "duty": _("Reminder to register"),
    "drill": _("Exercise"),
}
ROUTES = {
    ("sms.aliyun", "mainland"): _("Aliyun, mainland"),
    ("sms.aliyun", "abroad"): _("Aliyun, international"),
    ("sms.tencent", "mainland"): _("Tencent Cloud, mainland"),
    ("sms.tencent", "abroad"): _("Tencent Cloud, international"),
    ("sms.smpp", "mainland"): _("SMPP, mainland"),
    ("sms.smpp", "abroad"): _("SMPP, international"),
}
