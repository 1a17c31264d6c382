from django.apps import AppConfig


class Config(AppConfig):
    name = "portlight.config"
    label = "config"

    def ready(self) -> None:
        """Compiles the words when a catalogue changed, so that no process ever speaks yesterday's."""
        import logging

        from portlight.config import checks, reading  # noqa: F401 - registers the system checks
        from portlight.config.catalogues import compile_all
        from portlight.config.ops import readiness, words
        from portlight.toolkit import nameplate

        nameplate.hang(
            nameplate.Nameplate(room=self.name, sentences=words.SENTENCES, ready=readiness.READY, reader=reading.READER)
        )
        try:
            compile_all()
        except OSError as error:  # a folder that cannot be written is `doctor`'s matter, not a reason not to start
            logging.getLogger(__name__).warning("words not compiled: %s", error)
