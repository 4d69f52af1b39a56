"""A bucket in memory that speaks as much S3 as we need; nothing leaves this machine."""

import threading
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

DAY = "2020-01-01T00:00:00.000Z"


class Handler(BaseHTTPRequestHandler):
    """Objects in a dictionary; what is asked for stays in a list."""

    protocol_version = "HTTP/1.1"

    def answer(self, status, body=b"", **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def key(self):
        return self.path.partition("?")[0].removeprefix("/eimer").lstrip("/")

    def handle_one(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.asked.append((self.command, self.path, dict(self.headers)))
        if self.server.is_down:
            return self.answer(503, b"<Error><Code>SlowDown</Code></Error>")
        if self.command == "PUT":
            self.server.kept[self.key()] = body
            return self.answer(200, ETag='"x"')
        if self.command == "DELETE":
            self.server.kept.pop(self.key(), None)
            return self.answer(204)
        if self.command == "GET" and not self.key():
            return self.answer(200, self.listing().encode())
        if self.key() not in self.server.kept:
            return self.answer(404, b"<Error><Code>NoSuchKey</Code></Error>")
        return self.answer(200, self.server.kept[self.key()], ETag='"x"', Last_Modified=formatdate(0, usegmt=True))

    do_GET = do_HEAD = do_PUT = do_DELETE = handle_one

    def listing(self):
        rows = (f"<Contents><Key>{key}</Key><LastModified>{DAY}</LastModified></Contents>" for key in self.server.kept)
        return f"<ListBucketResult><IsTruncated>false</IsTruncated>{''.join(rows)}</ListBucketResult>"

    def log_message(self, *args):
        """Quiet."""


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.kept, self.asked, self.is_down = {}, [], False
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}"

    def stop(self):
        self.shutdown()
        self.server_close()
