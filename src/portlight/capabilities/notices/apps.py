from django.apps import AppConfig
from django.utils.translation import gettext_noop


class Notices(AppConfig):
    name = "portlight.capabilities.notices"
    label = "notices"

    def ready(self) -> None:
        from portlight.capabilities.notices import ticks, words
        from portlight.capabilities.notices.commands import load_prepared
        from portlight.toolkit.nameplate import MenuEntry, Nameplate, hang

        hang(
            Nameplate(
                room=self.name,
                sentences=words.SENTENCES,
                menu=(
                    MenuEntry(label=gettext_noop("Notices"), route="notices:desk:index", may="notices.read", order=20),
                    MenuEntry(
                        label=gettext_noop("Prepared"), route="notices:desk:prepared", may="notices.read", order=21
                    ),
                ),
                permissions=(
                    ("notices.read", ("writer", "translator", "reviewer", "approver", "duty", "supervisor", "auditor")),
                    ("notices.write", ("writer", "duty")),
                    ("notices.translate", ("translator", "writer", "duty")),
                    ("notices.review", ("reviewer",)),
                    ("notices.sign", ("approver",)),
                    ("notices.release", ("approver", "duty")),
                    ("notices.break-glass", ("duty",)),
                    ("notices.review-glass", ("supervisor",)),
                ),
                loaders=(load_prepared,),
                topics=tuple(words.TOPICS),
                jobs={"notices.glass-review-due": ticks.glass_review_due},
            )
        )
