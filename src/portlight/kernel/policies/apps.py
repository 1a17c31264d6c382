from django.apps import AppConfig

from portlight.toolkit import nameplate


class Policies(AppConfig):
    name = "portlight.kernel.policies"
    label = "policies"

    def ready(self) -> None:
        from portlight.kernel.policies import commands, words

        nameplate.hang(nameplate.Nameplate(room=self.name, sentences=words.SENTENCES, loaders=(commands.load_tables,)))
