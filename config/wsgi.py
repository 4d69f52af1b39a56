"""The door for gunicorn."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import reverse
from django.utils.translation import gettext

from config.local import refuse_strong_web_role

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()
refuse_strong_web_role()  # nobody serves pages as a role that could pass the walls

from accounts.keys import master_keys  # noqa: E402 -- needs the settings

master_keys()  # nor without the keys for what is sealed

# Everything a page needs is loaded before the server divides itself, and set aside from the collector of garbage, which
# would write into each object: so the workers share it.
reverse("accounts:sign-in")  # loads all views, and learns all addresses
gettext("Anmelden")  # and the German words
gc.collect()
gc.freeze()
