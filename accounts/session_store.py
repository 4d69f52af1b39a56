"""Where sessions lie: in our own table, which knows whose each one is, and comes with the person herself."""

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.utils import timezone

from .models import Session, User
from .statements import ask, ask_first

PERSON = [field.attname for field in User._meta.concrete_fields]
FOUND = f"""\
SELECT s.session_data, {", ".join(f"u.{field.column}" for field in User._meta.concrete_fields)}
FROM accounts_session s LEFT JOIN accounts_user u ON u.id = s.user_id
WHERE s.session_key = %(key)s AND s.expire_date > %(now)s
"""

KEPT = """\
UPDATE accounts_session SET session_data = %(data)s, expire_date = %(end)s, user_id = %(person)s
WHERE session_key = %(key)s RETURNING 1
"""


class SessionStore(db.SessionStore):
    person = None  # whose it is, as she was when the session was loaded
    is_written = False  # whether the table has what stands here
    _modified = False

    @property
    def modified(self):
        return self._modified

    @modified.setter
    def modified(self, value):
        self._modified = value
        self.is_written = self.is_written and not value

    @classmethod
    def get_model_class(cls):
        return Session

    def _validate_session_key(self, key):
        """No column holds a zero byte: with one it is no key."""
        return super()._validate_session_key(key) and "\0" not in key

    def load(self):
        rows = ask_first(FOUND, {"key": self.session_key, "now": timezone.now()})
        if not rows:
            self._session_key = None
            return {}
        data, *person = rows[0]
        self.person = None if person[0] is None else User.from_db(None, PERSON, person)
        return self.decode(data)

    def save(self, must_create=False):
        """A session that is there is written by one statement, which needs no transaction of its own, and only once."""
        if must_create or self.session_key is None:
            return super().save(must_create)
        if self.is_written:
            return
        data = self._get_session()
        person = data.get(SESSION_KEY)
        values = {"key": self.session_key, "data": self.encode(data), "end": self.get_expiry_date()}
        if not ask(KEPT, values | {"person": person and int(person)}):
            raise UpdateError
        self.is_written = True

    def create_model_instance(self, data):
        row = super().create_model_instance(data)
        row.user_id = data.get(SESSION_KEY)
        return row
