"""A desk beyond the door (接口办理): the same walk through HTTP, everybody with his own token."""

import http.client
import json
import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from webapp.demo.scenario.filling import FormView
from webapp.demo.scenario.walking import Stray

Json = dict[str, Any]
Values = Mapping[str, Any]
PREFIX = "/api/v1"
LOST = (OSError, http.client.HTTPException)
"""What a connection raises when the server behind it dies."""

AGAIN = (502, 503, 504, 429)
"""Answers after which the same request is worth sending again."""


@dataclass(frozen=True)
class Reply:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def json(self) -> Json:
        """Return the JSON in it."""
        found: Json = json.loads(self.content)
        return found


class Unexpected(Stray):
    """The server answered something else than the walk expects."""

    def __init__(self, method: str, path: str, reply: Reply) -> None:
        self.reply = reply
        words = reply.content.decode(errors="replace")[:2000]
        super().__init__(f"{method} {path} 答复 {reply.status}：{words}")


class Send(Protocol):
    """Sends one request; raises what a broken connection raises."""

    def __call__(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes | None
    ) -> Reply:
        """Return what came back."""


@dataclass
class Connection:
    """Sends requests to a server on this machine, each on a connection of its own."""

    port: int
    timeout: float = 60

    def __call__(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes | None
    ) -> Reply:
        """Send a request and wait for the whole answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.timeout)
        try:
            connection.request(method, path, body, dict(headers))
            answer = connection.getresponse()
            return Reply(answer.status, dict(answer.getheaders()), answer.read())
        finally:
            connection.close()


@dataclass
class HttpDesk:
    """Acts for everybody through the API; `patience` is how long it tries again, in seconds."""

    send: Send
    tokens: Mapping[str, str]
    move: Callable[[datetime], None]
    name: str = ""
    patience: float = 0
    label: str = field(default_factory=lambda: secrets.token_hex(6))
    acknowledged: list[tuple[str, Json]] = field(default_factory=list)
    """Every write that was answered: its idempotency key and the answer."""
    _ids: dict[str, str] = field(default_factory=dict)
    _unsigned: list[Json] = field(default_factory=list)
    _count: int = 0

    def be_at(self, at: datetime) -> None:
        """Let time pass until then, through the clock's file."""
        self.move(at)

    def officer_id(self, login: str) -> str:
        """Return somebody's id as forms hold it."""
        if login not in self._ids:
            self._ids[login] = str(self.get(login, "/me")["officer"])
        return self._ids[login]

    def upload(self, login: str, content: bytes, name: str) -> str:
        """Hand in a file and return its digest."""
        mark = secrets.token_hex(16)
        head = (
            f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n"
        )
        body = head.encode() + content + f"\r\n--{mark}--\r\n".encode()
        headers = {"Content-Type": f"multipart/form-data; boundary={mark}"}
        return str(self._write("POST", login, "/files", headers, body, 201)["digest"])

    def lead_form(self, login: str) -> FormView:
        """Return the form with which a case begins."""
        found = self.get(login, "/leads/form")
        return FormView("penalty/lead", found["data"], found["choices"])

    def register(self, login: str, values: Values) -> int:
        """Register a lead and return the id of the case."""
        return int(self.post(login, "/cases", {"data": values}, 201)["case"])

    def start(self, login: str, case: int, procedure: str) -> Json:
        """Start a procedure of the case menu."""
        return self.post(login, f"/cases/{case}/procedures/{procedure}", None, 201)

    def find(self, login: str, case: int, act: str) -> str | None:
        """Return the id of somebody's open task with this act that was opened last."""
        found = self.get(login, f"/todos?case={case}")["items"]
        mine = [one for one in found if act in one["acts"]]
        return max(mine, key=lambda one: str(one["opened_at"]))["id"] if mine else None

    def view(self, login: str, todo: str) -> FormView:
        """Return a task with its form."""
        found = self.get(login, f"/todos/{todo}")
        return FormView(found["form"], found["data"], found["choices"])

    def draft(self, login: str, todo: str, values: Values) -> FormView:
        """Keep what was typed so far and return the task as it stands then."""
        self._json("PUT", login, f"/todos/{todo}/draft", {"data": values})
        return self.view(login, todo)

    def complete(self, login: str, todo: str, values: Values) -> Json:
        """Complete a task."""
        told = self.post(login, f"/todos/{todo}/complete", {"data": values})
        self._unsigned = told["unsigned"]
        return told

    def send_back(self, login: str, todo: str, node: str, opinion: str) -> Json:
        """Send a task back."""
        return self.post(login, f"/todos/{todo}/return", {"target": node, "opinion": opinion})

    def sign(self, case: int, people: Sequence[str]) -> None:
        """Let everybody sign what waits for his signature."""
        logins = {self.officer_id(login): login for login in people}
        for wanted in self._unsigned:
            for officer in map(str, wanted["officers"]):
                if officer in logins:
                    self.post(logins[officer], f"/documents/{wanted['document']}/sign", {})
        self._unsigned = []

    def get(self, login: str, path: str) -> Json:
        """Read something."""
        return self._patiently("GET", login, path, {}, None, 200).json

    def fetch(self, login: str, path: str) -> bytes:
        """Read a file."""
        return self._patiently("GET", login, path, {}, None, 200).content

    def post(self, login: str, path: str, body: Values | None, status: int = 200) -> Json:
        """Write something, once, however often it has to be sent."""
        return self._json("POST", login, path, body, status)

    def _json(
        self, method: str, login: str, path: str, body: Values | None, status: int = 200
    ) -> Json:
        if body is None:
            return self._write(method, login, path, {}, None, status)
        content = json.dumps(body, ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json"}
        return self._write(method, login, path, headers, content, status)

    def _write(
        self,
        method: str,
        login: str,
        path: str,
        headers: Mapping[str, str],
        body: bytes | None,
        status: int,
    ) -> Json:
        self._count += 1
        key = f"{self.label}-{self._count}"
        found = {**headers, "Idempotency-Key": key}
        answer = self._patiently(method, login, path, found, body, status).json
        self.acknowledged.append((key, answer))
        return answer

    def _patiently(
        self,
        method: str,
        login: str,
        path: str,
        headers: Mapping[str, str],
        body: bytes | None,
        status: int,
    ) -> Reply:
        whole = {**headers, "Authorization": f"Bearer {self.tokens[login]}"}
        until = time.monotonic() + self.patience
        while True:
            try:
                reply = self.send(method, PREFIX + path, whole, body)
            except LOST:
                if time.monotonic() > until:
                    raise
            else:
                if reply.status == status:
                    return reply
                if reply.status not in AGAIN or time.monotonic() > until:
                    raise Unexpected(method, path, reply)
            time.sleep(0.05)
