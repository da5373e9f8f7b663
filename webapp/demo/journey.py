"""`faxun demo`: six cases from the lead to the archive through HTTP, as ordinary officers would.

Server and workers run on a free port with a home and a clock of their own; every person acts with
his own token. Whatever is not as expected ends the command with an error.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from threading import Thread
from typing import Any

from webapp.accounts.roles import ROLES
from webapp.demo import platform as platforms
from webapp.demo.client import Connection, HttpDesk, Json
from webapp.demo.pacing import Pace
from webapp.demo.platform import Platform
from webapp.demo.scenario import posts
from webapp.demo.scenario.paths import PATHS
from webapp.demo.scenario.schedule import morning
from webapp.demo.scenario.story import Story, load
from webapp.demo.scenario.walking import Stray, Walk

BEGIN = date(2026, 3, 2)
BINDING_SECONDS = 600
"""How long workers may take to render and bind everything."""

Say = Callable[[str], None]


@dataclass(frozen=True)
class Path6:
    """One of the six paths that the demonstration takes (演示路径)."""

    letter: str
    title: str
    path: str
    outcome: str
    story: Story


@dataclass
class Course:
    """A path on its way, with what became of it."""

    chosen: Path6
    walk: Walk | None = None
    failure: BaseException | None = None
    lines: list[str] = field(default_factory=list)


def six() -> list[Path6]:
    """Return the six paths with their cases."""
    parties = load("parties")
    rows = (
        ("a", "罚款并没收违法所得，放弃听证", "fined", "PENALTY",
         Story("label", parties[0], unit="执法一科")),
        ("b", "听证并集体讨论", "heard", "PENALTY",
         Story("fake", parties[1], unit="执法二科", source="assigned",
               changes={"serious": "yes", "fine": "20000.00"})),
        ("c", "首次违法不予处罚并教育", "spared", "NOPENALTY",
         Story("road", parties[2], "岚江市城市管理和综合执法局")),
        ("d", "审核退回补充调查，重新告知", "reinvestigated", "PENALTY",
         Story("pesticide", parties[3], "岚江市农业农村局", source="inspection")),
        ("e", "涉嫌犯罪移送公安机关", "crime", "CRIME",
         Story("fake", parties[4], "望海区市场监督管理局", source="assigned")),
        ("f", "撤销立案", "withdrawn", "WITHDRAW",
         Story("freight", parties[5], "岚江市交通运输局", source="inspection")),
    )  # fmt: skip
    return [Path6(*row) for row in rows]


def run(out: Path, say: Say, *, keep: bool = False) -> bool:
    """Take the six paths, print what happened, save the dossiers; tell whether all went well."""
    out.mkdir(parents=True, exist_ok=True)
    say("正在准备独立的演示平台（临时数据目录、数据库、可调时钟）……")
    with platforms.fresh(morning(BEGIN), workers=2, keep=keep) as platform:
        say(f"平台已就绪：http://127.0.0.1:{platform.port}，数据目录 {platform.home}")
        say("六个案件同时办理：各岗位人员用各自的令牌，通过接口办理，没有超级用户。")
        courses = take_all(platform, six())
        fine = True
        for course in courses:
            fine &= _report(platform, course, out, say)
        platform.stop()
        fine &= _verify(platform, say)
    say(f"案卷 PDF 和电子案卷包保存在 {out}")
    return fine


def take_all(platform: Platform, chosen: list[Path6]) -> list[Course]:
    """Take several paths side by side, under one clock."""
    pace = Pace(platform.move, len(chosen))
    courses = [Course(one) for one in chosen]
    threads = [Thread(target=_take, args=(platform, pace, one)) for one in courses]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return courses


def desk_of(platform: Platform, pace: Pace, name: str, **details: Any) -> HttpDesk:
    """Return a desk that reaches a platform and shares its clock with others."""
    send = Connection(platform.port)
    return HttpDesk(send, platform.tokens, lambda at: pace.wait(name, at), name, **details)


def _take(platform: Platform, pace: Pace, course: Course) -> None:
    chosen = course.chosen
    day = BEGIN + timedelta(days="abcdef".index(chosen.letter))
    try:
        desk = desk_of(platform, pace, chosen.letter)
        course.walk = Walk.from_day(desk, chosen.story, day)
        course.walk.go(PATHS[chosen.path])
    except Exception as error:  # told in the report
        course.failure = error
    finally:
        pace.leave()


def _report(platform: Platform, course: Course, out: Path, say: Say) -> bool:
    chosen = course.chosen
    say("")
    say(f"（{chosen.letter}）{chosen.title}")
    walk = course.walk
    if course.failure is not None or walk is None:
        say(f"  未能办完：{course.failure}")
        return False
    desk = HttpDesk(Connection(platform.port), platform.tokens, platform.move, chosen.letter)
    lead = chosen.story.handlers[0]
    case = desk.get(lead, f"/cases/{walk.case}")
    say(f"  {case['reference']}　{case['title']}　承办：{_names(chosen.story)}")
    papers = desk.get(lead, f"/cases/{walk.case}/documents")["items"]
    for line in trajectory(desk.get(lead, f"/cases/{walk.case}/trajectory")["items"], papers):
        say(f"  {line}")
    if (case["status"], case["outcome"]) != ("ARCHIVED", chosen.outcome):
        say(f"  意外：案件停在“{case['status_title']}”，结果为“{case['outcome_title']}”")
        return False
    try:
        volumes = _volumes(desk, chosen.story, walk.case)
    except Stray as error:
        say(f"  意外：{error}")
        return False
    folder = out / f"{chosen.letter}-{case['reference']}"
    folder.mkdir(exist_ok=True)
    for volume in volumes:
        kind = volume["kind"].lower()
        content = desk.fetch(lead, f"/cases/{walk.case}/volumes/{kind}/pdf")
        (folder / f"{volume['title']}.pdf").write_bytes(content)
    (folder / "电子案卷包.zip").write_bytes(desk.fetch(lead, f"/cases/{walk.case}/package"))
    final = [one for one in papers if one["state"] == "FINAL"]
    pages = "，".join(f"{one['title']} {one['pages']} 页" for one in volumes)
    say(f"  已归档：{case['outcome_title']}；定稿文书 {len(final)} 份；{pages}；见 {folder.name}/")
    return True


def trajectory(trails: list[Json], papers: list[Json]) -> list[str]:
    """Return the trajectory of a case in plain lines: when, what, who, which paper."""
    steps = [
        (step["at"], step["seq"], trail, step)
        for trail in trails
        for step in trail["steps"]
        if step["kind"] != "START"
    ]
    steps.sort(key=lambda one: one[:2])
    last = {step["document"]: step for _, _, _, step in steps if step["document"]}
    titles = {one["id"]: _label(one) for one in papers if one["state"] == "FINAL"}
    found = []
    for _, _, trail, step in steps:
        paper = step["document"]
        made = titles.get(paper) if paper and last[paper] is step else None
        found.append(_line(trail, step, made))
    return found


def _line(trail: Json, step: Json, paper: str | None) -> str:
    at = datetime.fromisoformat(step["at"])
    who = step["actor"]["name"] if step["actor"] else "系统"
    role = ROLES[step["role"]].title if step["role"] in ROLES else ""
    within = f"〔{trail['title']}〕" if trail["group"] else ""
    verb = "" if step["kind"] == "COMPLETE" else f"（{step['kind_title']}）"
    moment = f"{at.month}月{at.day}日 {at:%H:%M}"
    words = f"{moment}　{within}{step['name']}{verb}　{who} {role}".rstrip()
    return f"{words}　→ {paper}" if paper else words


def _label(paper: Mapping[str, Any]) -> str:
    number = f"　{paper['number']}" if paper["number"] else ""
    return f"《{paper['title']}》{number}"


def _names(story: Story) -> str:
    names = posts.names()
    return "、".join(names[login] for login in story.handlers)


def _volumes(desk: HttpDesk, story: Story, case: int) -> list[Json]:
    """Wait until workers have bound the volumes."""
    until = time.monotonic() + BINDING_SECONDS
    while time.monotonic() < until:
        found: list[Json] = desk.get(story.handlers[0], f"/cases/{case}/volumes")["items"]
        if found:
            return found
        time.sleep(0.5)
    raise Stray(f"案卷在 {BINDING_SECONDS} 秒内没有装订完成")


def _verify(platform: Platform, say: Say) -> bool:
    done = platform.run("verify")
    say("")
    say(f"faxun verify：{(done.stdout or done.stderr).strip()}")
    return done.returncode == 0
