"""The demonstration (演示数据): one invented city; loading it twice changes nothing."""

from collections.abc import Iterator

from engine import clock
from webapp.demo.cases import has_cases, load_cases
from webapp.demo.loader import load_reference
from webapp.demo.people import PASSWORD, showcase_lines


def load() -> Iterator[str]:
    """Add what is missing and report it in lines to print, the cases last: they take minutes."""
    for title, added in load_reference().items():
        yield _line(title, added)
    yield load_missing_cases()


def load_missing_cases() -> str:
    """Handle the cases of the demonstration if there are none yet, and report it."""
    return _line("演示案件", load_cases(clock.today()))


def _line(title: str, added: int) -> str:
    return f"{title}：{f'新增 {added} 条' if added else '已齐全'}"


def introduction() -> Iterator[str]:
    """Yield what the person at the console needs to get in."""
    if not has_cases():
        yield "六十个演示案件正在后台逐步办理，约需几分钟，办好后在此报告。"
    yield f"演示账号（密码均为 {PASSWORD}，登录页右侧也可直接选身份进入）："
    for login, name, title in showcase_lines():
        yield f"  {login:<14}{name}　{title}"
