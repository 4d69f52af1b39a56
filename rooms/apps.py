from django.apps import AppConfig


class RoomsConfig(AppConfig):
    name = "rooms"
    verbose_name = "Räume und Kreise"

    def ready(self):
        from .lookups import register  # noqa: PLC0415 -- models come first

        register()
