"""A web server on loopback that behaves as badly as it is told to."""

import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote


class Trouble:
    """What the server does wrong. ``path`` limits it to addresses that end so; ``times`` to that many answers."""

    def __init__(self, kind, path="", times=10**9, status=500):
        self.kind, self.path, self.times, self.status = kind, path, times, status

    def strikes(self, path):
        if self.times > 0 and path.endswith(self.path):
            self.times -= 1
            return True
        return False


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def do_GET(self):
        server = self.server
        server.requests.append((self.path, self.headers.get("Range")))
        trouble = server.trouble
        kind = trouble.kind if trouble and trouble.strikes(self.path) else None
        if self.path.startswith("/moved/"):
            return self.redirect(self.path.removeprefix("/moved"))
        if kind == "status":
            return self.answer(trouble.status, b"no")
        if kind == "redirect":
            return self.redirect("/moved" + self.path)
        file = server.folder / unquote(self.path).lstrip("/")
        if not file.is_file():
            return self.answer(404, b"not here")
        content = file.read_bytes()
        if kind == "wrong bytes":
            content = bytes([content[0] ^ 1]) + content[1:]
        if kind == "longer":
            content += b"more"
        if kind == "shorter":
            content = content[:-10]
        self.send(content, kind)
        return None

    def send(self, content, kind):
        start, status, headers = 0, 200, {}
        wanted = self.headers.get("Range")
        if wanted and kind not in ("ignores ranges", "cut, ignores ranges"):
            start = int(wanted.removeprefix("bytes=").rstrip("-"))
            if kind == "range refused" or start >= len(content):
                return self.answer(416, b"")
            told = start + 7 if kind == "wrong range" else start
            status, headers = 206, {"Content-Range": f"bytes {told}-{len(content) - 1}/{len(content)}"}
        body = content[start:]
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        if kind in ("cut", "cut, ignores ranges"):
            self.wfile.write(body[: max(1, len(body) // 2)])
            self.wfile.flush()
            self.close_connection = True
            self.connection.close()
        elif kind == "stall":
            self.wfile.write(body[: len(body) // 2])
            self.wfile.flush()
            time.sleep(3)
            self.close_connection = True
        elif kind == "slow":
            for place in range(0, len(body), max(1, len(body) // 20)):
                self.wfile.write(body[place : place + max(1, len(body) // 20)])
                time.sleep(0.02)
        else:
            self.wfile.write(body)
        return None

    def answer(self, status, content):
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def redirect(self, place):
        self.send_response(302)
        self.send_header("Location", place)
        self.send_header("Content-Length", "0")
        self.end_headers()


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, folder: Path):
        super().__init__(("127.0.0.1", 0), Handler)
        self.folder = folder
        self.trouble = None
        self.requests = []

    def handle_error(self, request, client_address):
        pass

    @property
    def address(self):
        return f"http://127.0.0.1:{self.server_address[1]}"


@contextmanager
def serving(folder):
    server = Server(folder)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
