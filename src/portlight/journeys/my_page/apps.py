from django.apps import AppConfig


class MyPage(AppConfig):
    name = "portlight.journeys.my_page"
    label = "my_page"

    def ready(self) -> None:
        from portlight.journeys.my_page import commands, jobs, words
        from portlight.toolkit.nameplate import Nameplate, hang

        hang(Nameplate(room=self.name, sentences=words.SENTENCES, jobs={commands.COPY: jobs.make_copy}))
