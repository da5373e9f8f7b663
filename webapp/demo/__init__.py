"""The demonstration (演示数据): one invented city; loading it twice changes nothing."""

from collections.abc import Iterator

from webapp.demo.loader import load_reference
from webapp.demo.people import PASSWORD, showcase_lines


def load() -> list[str]:
    """Add what is missing and report it in lines to print."""
    return [
        f"{title}：{f'新增 {added} 条' if added else '已齐全'}"
        for title, added in load_reference().items()
    ]


def introduction() -> Iterator[str]:
    """Yield what the person at the console needs to get in."""
    yield f"演示账号（密码均为 {PASSWORD}，登录页右侧也可直接选身份进入）："
    for login, name, title in showcase_lines():
        yield f"  {login:<12}{name}　{title}"
