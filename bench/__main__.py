"""What needs the product's own settings, in a process of its own: filling a database, signing in, counting."""

import json
import sys

import django

django.setup()

from accounts.models import User  # noqa: E402
from bench import data, meter  # noqa: E402

SESSIONS = 100
verb, argument = sys.argv[1:]
if verb == "build":
    print(json.dumps(data.build(int(argument))))
elif verb == "sign-in":
    user = User.objects.get(pk=argument)
    print(*(data.sign_in(user) for _device in range(SESSIONS)))
elif verb == "count":
    print(json.dumps({name: meter.cost(url, session) for name, url, session in json.loads(argument)}))
