from django.apps import AppConfig


class RetentionConfig(AppConfig):
    name = "retention"
    verbose_name = "Aufbewahrung"

    def ready(self):
        """What waits is asked for by an app above this one, which cannot know of deletions."""
        from engagements.waiting_sql import SOURCES  # noqa: PLC0415 -- models are not there before

        from .due import WAITING_DELETIONS, WAITING_PLANS  # noqa: PLC0415

        SOURCES.extend(each for each in (WAITING_DELETIONS, WAITING_PLANS) if each not in SOURCES)
