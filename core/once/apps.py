from django.apps import AppConfig


class OnceConfig(AppConfig):
    name = "core.once"
