"""The floor: the settings of the product without its middleware, its pages and its wall."""

from config.settings import *  # noqa: F403
from config.settings import BASE_DIR

INSTALLED_APPS = ["django.contrib.contenttypes"]
MIDDLEWARE = []
ROOT_URLCONF = "bench.floor"
WSGI_APPLICATION = "bench.wsgi.application"
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [BASE_DIR / "bench" / "templates"]}]
