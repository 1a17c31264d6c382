from django.apps import AppConfig
from django.utils.translation import gettext_noop


class Notices(AppConfig):
    name = "portlight.capabilities.notices"
    label = "notices"

    def ready(self) -> None:
        from portlight.capabilities.notices import effects, ticks, words
        from portlight.capabilities.notices.commands import load_prepared
        from portlight.capabilities.notices.queries import news
        from portlight.toolkit.nameplate import MenuEntry, Nameplate, TaskCard, hang

        hang(
            Nameplate(
                room=self.name,
                sentences=words.SENTENCES,
                parameters=effects.PARAMETERS,
                cards=(
                    TaskCard(
                        title=gettext_noop("Read the notices"),
                        text=gettext_noop("What changes for you, in nine languages."),
                        fact=gettext_noop("Official, and nothing else is"),
                        route="notices:portal:index",
                        icon="news",
                        order=50,
                    ),
                ),
                portal_menu=(MenuEntry(label=gettext_noop("Notices"), route="notices:portal:index", order=50),),
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
                news=news.latest,
                waiting=news.waiting,
                ways=(("seen", "/{language}/notices/seen/{token}/"),),
                loaders=(load_prepared,),
                topics=words.TOPICS,
                jobs={"notices.glass-review-due": ticks.glass_review_due},
            )
        )
