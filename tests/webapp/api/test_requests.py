"""What cannot be read or does not fit is refused in Chinese, by name, before anything happens."""

import json

import pytest

from webapp.api import reading

DEEP = {"data": {}}
for _ in range(reading.DEEPEST):
    DEEP = {"data": DEEP}

UNREADABLE = {
    "broken": (b'{"data": ', 400, "JSON"),
    "no object": (b"[1, 2]", 400, "对象"),
    "empty": (b"", 400, "JSON"),
    "not UTF-8": ('{"data": {"content": "案"}}'.encode("gbk"), 400, "UTF-8"),
    "a name twice": (b'{"data": {}, "data": {}}', 400, "data"),
    "not a number": (b'{"data": {"fine": NaN}}', 400, "NaN"),
    "too deep": (json.dumps(DEEP).encode(), 400, "层次过深"),
    "a NUL": (b'{"data": {"content": "a\\u0000"}}', 422, "空字符"),
    "unknown field": (b'{"data": {}, "more": 1}', 422, "more"),
    "missing field": (b"{}", 422, "data"),
    "wrong type": (b'{"data": "x"}', 422, "对象"),
    "reserved name": (b'{"data": {"typename": "x"}}', 422, "typename"),
}


@pytest.mark.parametrize("name", sorted(UNREADABLE))
def test_a_body_that_cannot_be_read_is_told_why(chenwei, todo, state, name):
    body, status, word = UNREADABLE[name]
    before = state()

    answer = chenwei.send(
        "POST",
        f"/todos/{todo.id}/complete",
        data=body,
        headers={"Content-Type": "application/json"},
    )

    assert answer.status_code == status, answer.json
    said = answer.json["detail"] + json.dumps(answer.json.get("errors", []), ensure_ascii=False)
    assert word in said
    assert state() == before


def test_another_media_type_is_415(chenwei, todo):
    answer = chenwei.send("POST", f"/todos/{todo.id}/complete", data={"data": "x"})

    assert answer.status_code == 415
    assert "application/json" in answer.json["detail"]


def test_a_body_too_large_is_413(chenwei, todo, state):
    before = state()

    answer = chenwei.post(
        f"/todos/{todo.id}/complete", {"data": {"content": "案" * reading.LARGEST}}
    )

    assert answer.status_code == 413
    assert state() == before


WRONG_VALUES = {
    "over-long text": ("content", "案" * 100_000, "不得超过"),
    "three decimals": ("fine", "8000.005", "两位小数"),
    "negative": ("fine", "-1.00", ""),
    "no amount": ("fine", "八千", ""),
    "a number for a list": ("kinds", 5, ""),
    "an unknown kind": ("kinds", ["9999"], ""),
    "a clause that is not": ("basis", ["cn/nowhere/1"], ""),
    "an object": ("content", {"a": 1}, ""),
}


@pytest.mark.parametrize("name", sorted(WRONG_VALUES))
def test_a_wrong_value_names_its_field(chenwei, todo, values, state, name):
    field, value, word = WRONG_VALUES[name]
    before = state()

    answer = chenwei.complete(todo, {**values, field: value})

    assert answer.status_code == 422, answer.json
    messages = {one["path"].split(".")[0]: one["message"] for one in answer.json["errors"]}
    assert field in messages
    assert word in messages[field]
    assert state() == before


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("sort=NOW", "sort"),
        ("case=x", "case"),
        ("case=99999999999999999999", "case"),
        ("q=" + "案" * 61, "q"),
        ("before=", "before"),
        ("nothing=1", "nothing"),
        ("case=1&case=2", "case"),
    ],
)
def test_a_wrong_argument_is_named(chenwei, query, name):
    answer = chenwei.get(f"/todos?{query}")

    assert answer.status_code == 422
    assert [one["path"] for one in answer.json["errors"]] == [name]


@pytest.mark.parametrize("mark", ["%00", "x", "WzFd", "W251bGwsbnVsbF0"])
def test_a_mark_that_names_no_page_is_refused(chenwei, mark):
    answer = chenwei.get(f"/todos?before={mark}")

    assert answer.status_code == 422
    assert "无法保存的字符" in answer.json["detail"] or "翻页" in answer.json["detail"]


def test_a_bad_key_is_told(chenwei, todo, values):
    answer = chenwei.complete(todo, values, key="不可见")

    assert answer.status_code == 400
    assert "Idempotency-Key" in answer.json["detail"]


def upload(program, content, name):
    """Send a file as a browser would; written here, since werkzeug spools large ones."""
    head = f'--m\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    body = head.encode() + content + b"\r\n--m--\r\n"
    headers = {"Content-Type": "multipart/form-data; boundary=m"}
    return program.send("POST", "/files", data=body, headers=headers)


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"MZ\x90\x00", "台账.pdf"), (b"<html><script>", "页面.html"), (b"", "空.pdf")],
)
def test_a_file_of_a_wrong_kind_is_refused_by_its_name(chenwei, content, name):
    answer = upload(chenwei, content, name)

    assert answer.status_code == 422
    assert f"“{name}”" in answer.json["detail"]


def test_a_file_too_large_is_refused_by_its_name(chenwei):
    answer = upload(chenwei, "案".encode() * 2_000_000, "材料.txt")

    assert answer.status_code == 422
    assert "“材料.txt”超过 5 MB 的上限" in answer.json["detail"]


def test_what_was_wrong_can_be_sent_again_under_the_same_key(chenwei, todo, values):
    wrong = chenwei.complete(todo, {**values, "fine": "1.005"}, key="once")
    right = chenwei.complete(todo, values, key="once")

    assert (wrong.status_code, right.status_code) == (422, 200)
