"""The outside world: Git over smart HTTP, a chart repository and a registry, all over TLS under their real names.

Run as a program of its own: `python -m tests.lab.web CONFIG`, a JSON file with the keys of `Config`. It also stands
in for kube-proxy where Flux' controllers reach source-controller through its Service, and for notification-controller.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import ssl
import subprocess
import sys
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar
from urllib.parse import unquote, urlsplit

from tests.lab import oci

_CHUNK = 1 << 16


@dataclass(frozen=True)
class Config:
    """Who is who: `hosts` maps a host name to its kind (git, static, registry) and the folder that it serves."""

    listen: list[tuple[str, int]]
    crt: str
    key: str
    hosts: dict[str, tuple[str, str]]
    forwards: list[tuple[str, int, str, int]]
    events: tuple[str, int, str] | None = None
    """Address and port where Flux' events arrive, and the file that keeps them, a JSON object a line."""


class Events(BaseHTTPRequestHandler):
    """notification-controller's door: takes every event and tells nobody."""

    file: ClassVar[str]

    def do_POST(self) -> None:
        """One event."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        with Path(self.file).open("ab") as kept:
            kept.write(body.replace(b"\n", b" ") + b"\n")
        self.send_response(202)
        self.send_header("Content-Length", "0")
        self.end_headers()


class Handler(BaseHTTPRequestHandler):
    """One request to one of the hosts."""

    protocol_version = "HTTP/1.1"
    config: ClassVar[Config]

    def do_GET(self) -> None:
        """Also for HEAD: whoever asks gets what stands there."""
        self._answer()

    do_HEAD = do_GET
    do_POST = do_GET

    def _answer(self) -> None:
        host = self.headers.get("Host", "").partition(":")[0]
        kind, folder = self.config.hosts.get(host, ("", ""))
        parts = urlsplit(self.path)
        where = unquote(parts.path)
        if not kind or ".." in where.split("/"):
            self._send(404, b"nobody of that name is here\n", "text/plain")
        elif kind == "git":
            self._git(folder, where, parts.query)
        elif kind == "registry":
            self._registry(Path(folder), where)
        else:
            self._file(Path(folder) / where.lstrip("/"), "application/octet-stream")

    def _file(self, file: Path, media_type: str) -> None:
        if file.is_file():
            self._send(200, file.read_bytes(), media_type)
        else:
            self._send(404, b"not found\n", "text/plain")

    def _registry(self, folder: Path, where: str) -> None:
        """The distribution API, as far as pulling goes."""
        if where in ("/v2", "/v2/"):
            self._send(200, b"{}", "application/json")
            return
        media_type = oci.MANIFEST if "/manifests/" in where else "application/octet-stream"
        self._file(folder / where.removeprefix("/v2/"), media_type)

    def _send(self, code: int, body: bytes, media_type: str) -> None:
        self.send_response(code)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _git(self, folder: str, where: str, query: str) -> None:
        """Git's own CGI program answers; it is read to its end before the answer begins."""
        env = {
            "PATH": os.environ["PATH"],
            "HOME": folder,
            "GIT_PROJECT_ROOT": folder,
            "GIT_HTTP_EXPORT_ALL": "1",
            "GIT_PROTOCOL": self.headers.get("Git-Protocol", ""),
            "REQUEST_METHOD": self.command,
            "PATH_INFO": where,
            "QUERY_STRING": query,
            "CONTENT_TYPE": self.headers.get("Content-Type", ""),
            "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
            "REMOTE_ADDR": self.client_address[0],
        }
        body = self._body()
        env["CONTENT_LENGTH"] = str(len(body))
        git = shutil.which("git") or "git"
        done = subprocess.run(
            [git, "http-backend"], input=body, env=env, capture_output=True, check=False
        )
        head, _, data = done.stdout.partition(b"\r\n\r\n")
        fields = [line.partition(": ")[::2] for line in head.decode().split("\r\n")]
        code = next((value for name, value in fields if name == "Status"), "200 OK").split()[0]
        media_type = next((value for name, value in fields if name == "Content-Type"), "text/plain")
        self._send(int(code), data, media_type)

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))
        held = b""
        while size := int(self.rfile.readline().split(b";")[0], 16):
            held += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return held


def _forward(address: str, port: int, to: str, to_port: int) -> None:
    """What kube-proxy does for a Service with one endpoint."""
    with socket.create_server((address, port)) as server:
        while True:
            inward, _ = server.accept()
            try:
                outward = socket.create_connection((to, to_port), timeout=10)
            except OSError:
                inward.close()
                continue
            for one, other in ((inward, outward), (outward, inward)):
                threading.Thread(target=_copy, args=(one, other), daemon=True).start()


def _copy(one: socket.socket, other: socket.socket) -> None:
    try:
        while data := one.recv(_CHUNK):
            other.sendall(data)
        other.shutdown(socket.SHUT_WR)
    except OSError:
        one.close()
        other.close()


def main(file: str) -> None:
    """Serves until it is killed."""
    raw = json.loads(Path(file).read_text(encoding="utf-8"))
    config = Handler.config = Config(**raw)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(config.crt, config.key)
    for address, port in config.listen:
        server = ThreadingHTTPServer((address, port), Handler)
        server.socket = context.wrap_socket(
            server.socket, server_side=True, do_handshake_on_connect=False
        )
        threading.Thread(target=server.serve_forever, daemon=True).start()
    for forward in config.forwards:
        threading.Thread(target=_forward, args=forward, daemon=True).start()
    if config.events:
        address, port, Events.file = config.events
        sink = ThreadingHTTPServer((address, port), Events)
        threading.Thread(target=sink.serve_forever, daemon=True).start()
    print("serving", flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    main(sys.argv[1])
