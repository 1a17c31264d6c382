"""Messages as they come to a return path: written after RFC 3464, 5965, 6533 and what each server's handbook shows.

Each is a function of the recipient, so that nobody's address stands here.
"""

from __future__ import annotations

ORIGINAL = """Return-Path: <{back}>
From: =?utf-8?b?5Ye65YWl5aKD566h55CG5bGA?= <notices@exit-entry.example>
To: {to}
Subject: Six measures
Message-ID: <K7F3-9QXM.4711@exit-entry.example>

The office stays open.
"""


def report(
    *fields: str, to: str = "anna@example.org", sender: str = "MAILER-DAEMON@mx.example", subject: str = "Undelivered",
    said: str = "Your message could not be delivered.", kind: str = "delivery-status", head: str = "",
) -> bytes:  # fmt: skip
    """multipart/report with one group of fields per argument, each `Name: value` per line."""
    groups = "\n\n".join(("Reporting-MTA: dns; mx.example\nArrival-Date: Mon, 17 Feb 2020 14:05:07 +0800", *fields))
    text = (
        f"From: Mail Delivery System <{sender}>\nTo: back@bounces.exit-entry.example\nSubject: {subject}\n"
        f"Auto-Submitted: auto-replied\n{head}MIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b1"\n\n'
        f"This is a MIME-encapsulated message.\n\n--b1\nContent-Type: text/plain; charset=utf-8\n\n{said}\n"
        f"--b1\nContent-Type: message/{kind}\n\n{groups}\n\n"
        f"--b1\nContent-Type: message/rfc822\n\n{ORIGINAL.format(to=to, back='b')}\n--b1--\n"
    )
    return text.replace("\n", "\r\n").encode()


def one(action: str, status: str, diagnostic: str, *, to: str = "anna@example.org") -> str:
    return (
        f"Final-Recipient: rfc822; {to}\nOriginal-Recipient: rfc822; {to}\nAction: {action}\nStatus: {status}\n"
        f"Diagnostic-Code: {diagnostic}"
    )


POSTFIX_UNKNOWN = report(
    one("failed", "5.1.1", "smtp; 550 5.1.1 <anna@example.org>: Recipient address rejected:\n    User unknown in local"
        " recipient table")
)  # fmt: skip
POSTFIX_FULL = report(one("failed", "5.2.2", "smtp; 552 5.2.2 <anna@example.org>: mailbox is over quota"))
POSTFIX_DELAYED = report(
    one("delayed", "4.4.1", "X-Postfix; connect to mx.example.org[192.0.2.1]:25: Connection timed out")
    + "\nWill-Retry-Until: Sat, 22 Feb 2020 14:05:07 +0800",
    subject="Delayed Mail (still being retried)",
)  # fmt: skip
POSTFIX_EXPIRED = report(one("failed", "4.4.1", "X-Postfix; connect to mx.example.org[192.0.2.1]:25: timed out"))
POSTFIX_NO_DOMAIN = report(one("failed", "5.4.4", "X-Postfix; Host or domain name not found. Name service error"))
EXIM = report(
    "Action: failed\nFinal-Recipient: rfc822;anna@example.org\nStatus: 5.0.0\nRemote-MTA: dns; mx.example.org\n"
    "Diagnostic-Code: smtp; 550 5.1.1 The email account that you tried to reach does not exist",
    head="X-Failed-Recipients: anna@example.org\n",
)  # fmt: skip
EXCHANGE_UNKNOWN = report(
    one("failed", "5.1.10", "smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; not found by SMTP address lookup"),
    sender="postmaster@corp.example", subject="Undeliverable: Six measures",
)  # fmt: skip
EXCHANGE_POLICY = report(
    one("failed", "5.7.515", "smtp;550 5.7.515 Access denied, sending domain does not meet the required authentication"
        " level")
)  # fmt: skip
GMAIL_UNKNOWN = report(
    one("failed", "5.1.1", "smtp; 550-5.1.1 The email account that you tried to reach does not exist. Please try\n"
        "    550-5.1.1 double-checking the recipient's email address for typos")
)  # fmt: skip
GMAIL_FULL = report(one("failed", "5.2.2", "smtp; 452-4.2.2 The recipient's inbox is out of storage space."))
GMAIL_UNAUTHENTICATED = report(
    one("failed", "5.7.26", "smtp; 550-5.7.26 Your email has been blocked because the sender is unauthenticated.")
)
QQ_UNKNOWN = report(one("failed", "5.0.0", "smtp; 550 Mailbox not found. http://service.mail.example/detail/0/22"))
QQ_UNCLEAR = report(one("failed", "5.0.0", "smtp; 550 Mailbox unavailable or access denied"))
QQ_CONTENT = report(one("failed", "5.0.0", "smtp; 550 Mail content denied. http://service.mail.example/detail/0/20"))
QQ_FREQUENCY = report(one("failed", "5.0.0", "smtp; 550 Ip frequency limited. http://service.mail.example/detail"))
NETEASE_UNKNOWN = report(one("failed", "5.0.0", "smtp; 550 User not found: anna@163.example"))
NETEASE_SPAM = report(one("failed", "5.0.0", "smtp; 554 DT:SPM 163 smtp7,C8CowAD3, please see http://mail.example"))
SENDER_REFUSED = report(one("failed", "5.1.8", "smtp; 553 5.1.8 <b+1@bounces.example>: Sender address rejected"))
TOO_LARGE = report(one("failed", "5.3.4", "smtp; 552 5.3.4 Message size exceeds fixed maximum message size"))
DELIVERED = report(one("delivered", "2.0.0", "smtp; 250 2.0.0 Ok"), subject="Successful Mail Delivery Report")
RELAYED = report(one("relayed", "2.0.0", "smtp; 250 Ok"))
FAILED_WITH_COMMENT = report(one("failed (mailbox unknown)", "5.1.1 (bad address)", "smtp; 550 no"))
ONE_OF_TWO_ARRIVED = report(
    one("failed", "5.1.1", "smtp; 550 5.1.1 unknown", to="old@example.org"), one("delivered", "2.0.0", "smtp; 250 ok")
)
BOTH_FAILED = report(
    one("failed", "5.1.1", "smtp; 550 5.1.1 unknown", to="old@example.org"),
    one("failed", "5.2.2", "smtp; 552 5.2.2 full", to="new@example.org"),
)
IN_UTF8 = report(
    one("failed", "5.1.1", "smtp; 550 5.1.1 用户不存在", to="安娜@例子.example").replace("rfc822;", "utf-8;"),
    kind="global-delivery-status",
)

EXIM_OLD = b"""From: Mail Delivery System <Mailer-Daemon@mx.example>\r
To: back@bounces.exit-entry.example\r
Subject: Mail delivery failed: returning message to sender\r
Auto-Submitted: auto-replied\r
X-Failed-Recipients: anna@example.org\r
\r
This message was created automatically by mail delivery software.\r
\r
A message that you sent could not be delivered to one or more of its\r
recipients. This is a permanent error. The following address(es) failed:\r
\r
  anna@example.org\r
    SMTP error from remote mail server after RCPT TO:<anna@example.org>:\r
    550 no such user here\r
\r
------ This is a copy of the message, including all the headers. ------\r
\r
Subject: blacklist and spam\r
"""
QMAIL = b"""From: MAILER-DAEMON@mx.example\r
To: back@bounces.exit-entry.example\r
Subject: failure notice\r
\r
Hi. This is the qmail-send program at mx.example.\r
I'm afraid I wasn't able to deliver your message to the following addresses.\r
This is a permanent error; I've given up. Sorry it didn't work out.\r
\r
<anna@example.org>:\r
Sorry, no mailbox here by that name. (#5.1.1)\r
\r
--- Below this line is a copy of the message.\r
"""
IN_CHINESE = """From: postmaster@mail.example\r
To: back@bounces.exit-entry.example\r
Subject: =?utf-8?b?57O757uf6YCA5L+h?=\r
Content-Type: text/html; charset=gb18030\r
Content-Transfer-Encoding: 8bit\r
\r
<p>退信原因：收件人邮件地址（anna@example.org）不存在，邮件无法送达。</p>\r
""".encode("gb18030")

VACATION = b"""From: Anna <anna@example.org>\r
To: back@bounces.exit-entry.example\r
Subject: Re: Six measures\r
Auto-Submitted: auto-replied (vacation)\r
\r
I am out of the office; my quota is exceeded and the mailbox is full of good wishes.\r
"""
VACATION_OLD = VACATION.replace(b"Auto-Submitted: auto-replied (vacation)", b"Precedence: bulk\r\nX-Autoreply: yes")
REPLY = """From: Anna <anna@example.org>\r
To: back@bounces.exit-entry.example\r
Subject: Re: Six measures\r
Content-Type: text/plain; charset=utf-8\r
\r
谢谢。Могу ли я прийти в понедельник? شكراً 👨‍👩‍👧‍👦\r
""".encode()


def complaint(back: str, feedback: str = "abuse") -> bytes:
    """RFC 5965: a provider forwards that the reader pressed "spam"; her address is blotted out, as most do."""
    text = (
        "From: <fbl@provider.example>\nTo: complaints@bounces.exit-entry.example\nSubject: FW: Six measures\n"
        'MIME-Version: 1.0\nContent-Type: multipart/report; report-type=feedback-report; boundary="f1"\n\n'
        "--f1\nContent-Type: text/plain\n\nThis is an email abuse report.\n"
        f"--f1\nContent-Type: message/feedback-report\n\nFeedback-Type: {feedback}\nUser-Agent: Example/1.0\n"
        f"Version: 1\nOriginal-Mail-From: <{back}>\nArrival-Date: Mon, 17 Feb 2020 14:05:07 +0800\n\n"
        f"--f1\nContent-Type: message/rfc822\n\n{ORIGINAL.format(to='redacted@provider.example', back=back)}\n--f1--\n"
    )
    return text.replace("\n", "\r\n").encode()
