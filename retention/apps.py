from django.apps import AppConfig


class RetentionConfig(AppConfig):
    name = "retention"
    verbose_name = "Aufbewahrung"

    def ready(self):
        """What waits is asked for by an app above this one, which cannot know of deletions."""
        from engagements import waiting  # noqa: PLC0415 -- models are not there before

        from .due import waiting_deletions, waiting_plans  # noqa: PLC0415

        for source in (waiting_deletions, waiting_plans):
            if source not in waiting.OF_CLOSED:
                waiting.OF_CLOSED.append(source)
