"""What the attacks share: clients, the addresses of the table of doors, and a watch over everything written."""

import gzip
import io
import re
import zipfile
from contextlib import contextmanager

from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from tests.doors.table import DOORS, QUERIES

CHANCE = re.compile(
    rb'\b[A-Za-z0-9]{64}\b|(?<=name="key" value=")[0-9a-f-]{36}|(?<=name="opened" value=")[^"]+'
    rb"|<dcterms:\w+ [^>]*>[^<]*</dcterms:\w+>"
)
PLANTED = re.compile(r"kanarie(?:heimat|fremde|archiv)(?:haus)?(?:\d+|room)x")
WATCH = """
    CREATE TABLE attack_written (number bigserial, name text, deed text, before jsonb, after jsonb);
    CREATE FUNCTION attack_note() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $note$ BEGIN
        INSERT INTO attack_written (name, deed, before, after) VALUES (
            TG_TABLE_NAME, TG_OP,
            CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END, CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END
        );
        RETURN NULL;
    END $note$;
"""


def client_of(world, role, **options):
    """A browser in which the person of this role has signed in."""
    client = Client(**options)
    if role != "nobody":
        client.force_login(getattr(world, role))
    return client


def address(name, world, query=True):
    """The address of a door, with the question put to it."""
    arguments = DOORS[name][1]
    return reverse(name, args=arguments(world) if arguments else None) + (QUERIES.get(name, "") if query else "")


def addresses(world):
    return {name: address(name, world) for name in DOORS}


def status(client, url):
    """The status of an answer read to its end."""
    response = client.get(url)
    response.getvalue() if response.streaming else response.content
    return response.status_code


def whole(response):
    """Status, headers, names of cookies and every byte, without tokens and keys made by chance."""
    content = response.getvalue() if response.streaming else response.content
    size = len(content)
    if content.startswith(b"PK"):  # a packed file carries the second of its making
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {name: CHANCE.sub(b"", archive.read(name)) for name in archive.namelist()}
        size, content = 0, repr(parts).encode()
    heads = dict(response.headers) | ({} if size else {"Content-Length": ""})
    if "Expires" in heads:  # the second of the answer
        heads["Expires"] = ""
    return response.status_code, size, tuple(sorted(heads.items())), tuple(response.cookies), CHANCE.sub(b"", content)


def body(response):
    """What arrived, read to its end, packed files unpacked."""
    content = response.getvalue() if response.streaming else response.content
    if response.headers.get("Content-Encoding") == "gzip":
        content = gzip.decompress(content)
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            content = b"\n".join(archive.read(name) for name in archive.namelist())
    return content.decode("utf-8", "replace")


def planted_words(response):
    """The planted words in an answer: its body, its headers, the place it sends to, its cookies."""
    heads = "\n".join(f"{key}: {value}" for key, value in response.headers.items())
    return set(PLANTED.findall(f"{body(response)}\n{heads}\n{response.cookies}"))


@contextmanager
def nothing_stays():
    """Whatever is done in here is undone."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


class Watch:
    """Sees every row written from here on, below the wall, undone writes excepted."""

    def __init__(self):
        with connection.cursor() as cursor:
            cursor.execute(WATCH)
            cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
            tables = {name for (name,) in cursor.fetchall()} - {
                "attack_written",
                "accounts_session",
                "accounts_attemptcount",
                "audit_read",  # who looked is written down at every look
            }
            for name in tables:
                cursor.execute(
                    f"CREATE TRIGGER attack_note AFTER INSERT OR UPDATE OR DELETE ON {name}"
                    " FOR EACH ROW EXECUTE FUNCTION attack_note()"
                )

    def written(self):
        """What has been written since the last look: table, deed, row before and after."""
        with connection.cursor() as cursor:
            cursor.execute(
                "WITH seen AS (DELETE FROM attack_written RETURNING *)"
                " SELECT name, deed, before::text, after::text FROM seen ORDER BY number"
            )
            return cursor.fetchall()
