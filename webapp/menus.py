"""The platforms and their menus (平台与菜单): what is shown follows from permissions."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, request, url_for

from webapp import loading
from webapp.config import Settings
from webapp.errors import is_database_down
from webapp.http import (
    Visitor,
    current_officer_or_none,
    current_visitor,
    may_visit,
    permissions_of,
)


@dataclass(frozen=True)
class MenuEntry:
    """One line of a side menu; shown when its page exists and the visitor may open it."""

    title: str
    icon: str
    endpoint: str


@dataclass(frozen=True)
class Section:
    """Some entries under a heading; the first of a platform has none."""

    title: str
    entries: tuple[MenuEntry, ...]


@dataclass(frozen=True)
class PlatformTab:
    """One of the tabs in the head of every page (平台)."""

    id: str
    title: str
    permissions: frozenset[str]
    """Whoever holds one of these works here; empty: everybody who may open one of its pages."""
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class Link:
    """An entry ready to print."""

    title: str
    icon: str
    url: str
    current: bool
    count: int | None = None


REFERENCE = Section(
    "依据",
    (
        MenuEntry("法律法规", "book", "laws.index"),
        MenuEntry("裁量基准", "scale", "discretion.index"),
        MenuEntry("执法事项", "list-details", "items.index"),
        MenuEntry("法定参数", "adjustments", "parameters.index"),
        MenuEntry("工作日历", "calendar", "calendars.index"),
        MenuEntry("执法主体", "building-bank", "bodies.index"),
        MenuEntry("执法人员", "id", "bodies.officers"),
    ),
)

REGISTRY = Section(
    "要素库",
    (
        MenuEntry("执法主体", "building-bank", "bodies.index"),
        MenuEntry("执法人员", "id", "bodies.officers"),
        MenuEntry("执法事项", "list-details", "items.index"),
        MenuEntry("裁量基准", "scale", "discretion.index"),
        MenuEntry("法定参数", "adjustments", "parameters.index"),
        MenuEntry("工作日历", "calendar", "calendars.index"),
        MenuEntry("法律法规", "book", "laws.index"),
    ),
)

PLATFORMS: tuple[PlatformTab, ...] = (
    PlatformTab(
        "handling",
        "办案",
        frozenset({"todo.read"}),
        (
            Section(
                "",
                (
                    MenuEntry("我的待办", "checklist", "tasks.index"),
                    MenuEntry("我的案件", "folder", "cases.index"),
                    MenuEntry("检查任务", "clipboard-check", "inspections.index"),
                    MenuEntry("案源线索", "inbox", "cases.leads"),
                ),
            ),
            Section(
                "办案工具",
                (
                    MenuEntry("文书中心", "file-text", "dossiers.listing"),
                    MenuEntry("证据材料", "photo", "evidence.index"),
                    MenuEntry("送达管理", "truck-delivery", "service.index"),
                    MenuEntry("涉案财物", "package", "custody.index"),
                    MenuEntry("罚缴管理", "receipt", "payments.index"),
                    MenuEntry("案卷归档", "archive", "dossiers.index"),
                ),
            ),
            REFERENCE,
        ),
    ),
    PlatformTab(
        "supervision",
        "监督",
        frozenset({"supervision.read", "dossier.review"}),
        (
            Section(
                "",
                (
                    MenuEntry("监督总览", "layout-dashboard", "supervision.overview"),
                    MenuEntry("办理实例", "route", "supervision.index"),
                    MenuEntry("预警处置", "alert-triangle", "supervision.alerts"),
                    MenuEntry("督办事项", "flag", "supervision.follow_ups"),
                ),
            ),
            Section(
                "监督工具",
                (
                    MenuEntry("监督文书", "mail-forward", "supervision.notices"),
                    MenuEntry("案卷查阅申请", "lock-open", "supervision.requests"),
                    MenuEntry("案卷评查", "clipboard-list", "supervision.reviews"),
                ),
            ),
            REGISTRY,
        ),
    ),
    PlatformTab(
        "publicity",
        "公示",
        frozenset(),
        (Section("", (MenuEntry("执法公示", "speakerphone", "publicity.index"),)),),
    ),
    PlatformTab(
        "modeling",
        "流程建模",
        frozenset({"procedure.write", "law.write", "incident.repair"}),
        (
            Section(
                "",
                (
                    MenuEntry("流程库", "sitemap", "procedures.index"),
                    MenuEntry("流程故障", "alert-triangle", "instances.incidents_page"),
                ),
            ),
            REGISTRY,
        ),
    ),
    PlatformTab(
        "administration",
        "系统",
        frozenset({"account.read", "audit.read"}),
        (
            Section(
                "",
                (
                    MenuEntry("账号与岗位", "users", "administration.accounts"),
                    MenuEntry("账号日志", "report-search", "administration.events"),
                    MenuEntry("流程故障", "alert-triangle", "instances.incidents_page"),
                ),
            ),
        ),
    ),
)

HOME_OF_ROLE: Mapping[str, str] = {
    "supervision.read": "supervision",
    "dossier.review": "supervision",
    "procedure.write": "modeling",
    "law.write": "modeling",
    "account.read": "administration",
    "audit.read": "administration",
}
"""Where somebody without cases of his own starts."""

EXTENSION = "faxun.menu_counts"


def count(app: Flask, endpoint: str, counter: Callable[[Visitor], int | None]) -> None:
    """Show a number beside an entry; wired by whoever can count."""
    app.extensions[EXTENSION][endpoint] = counter


def init_app(app: Flask) -> None:
    """Offer the menus to every template."""
    app.extensions.setdefault(EXTENSION, {})
    app.context_processor(lambda: {"chrome": Chrome()})
    app.jinja_env.globals["here"] = here


def here(**changes: Any) -> str:
    """Return the address of this page with some arguments changed; None takes one away."""
    arguments = {**request.args.to_dict(flat=False), **(request.view_args or {}), **changes}
    kept = {name: value for name, value in arguments.items() if value is not None}
    return url_for(request.endpoint or "home.index", **kept)


class Chrome:
    """What the frame of a page needs; worked out only when a template asks."""

    @property
    def visitor(self) -> Visitor | None:
        """Return who is asking; nobody while the database is away."""
        try:
            return current_visitor()
        except Exception as error:
            if is_database_down(error):
                return None
            raise

    @property
    def loading(self) -> loading.Loading | None:
        """Return how far the cases of a demonstration have been loaded, while that goes on."""
        settings: Settings = current_app.extensions["faxun.settings"]
        return loading.under_way(settings.home) if settings.is_demo else None

    @property
    def officer(self) -> Any:
        """Return the officer behind the account, or None."""
        return current_officer_or_none() if self.visitor is not None else None

    def platforms(self, current: str) -> list[Link]:
        """Return the tabs this visitor may see."""
        links = []
        for platform in PLATFORMS:
            sections = self.sections(platform.id, counted=False)
            if sections:
                first = sections[0][1][0]
                links.append(Link(platform.title, "", first.url, platform.id == current))
        return links

    def sections(self, platform_id: str, *, counted: bool = True) -> list[tuple[str, list[Link]]]:
        """Return the side menu of a platform, cut to what this visitor may open."""
        visitor = self.visitor
        platform = next((one for one in PLATFORMS if one.id == platform_id), None)
        if platform is None or not _works_on(visitor, platform):
            return []
        sections = []
        for section in platform.sections:
            links = [
                self._link(entry, visitor, counted)
                for entry in section.entries
                if entry.endpoint in current_app.view_functions
                and may_visit(visitor, permissions_of(current_app, entry.endpoint))
            ]
            if links:
                sections.append((section.title, links))
        return sections

    def platform(self) -> str:
        """Return the platform to light up: the one asked for, else the visitor's own."""
        chosen = request.args.get("platform", "")
        endpoint = request.endpoint or ""
        mine = [
            platform.id
            for platform in PLATFORMS
            if _works_on(self.visitor, platform)
            and any(endpoint == e.endpoint for s in platform.sections for e in s.entries)
        ]
        if chosen in mine:
            return chosen
        home = home_platform(self.visitor)
        return home if home in mine or not mine else mine[0]

    def _link(self, entry: MenuEntry, visitor: Visitor | None, counted: bool) -> Link:
        number = None
        counter = current_app.extensions[EXTENSION].get(entry.endpoint)
        if counted and counter is not None and visitor is not None:
            number = counter(visitor)
        return Link(
            entry.title,
            entry.icon,
            url_for(entry.endpoint),
            request.endpoint == entry.endpoint,
            number,
        )


def _works_on(visitor: Visitor | None, platform: PlatformTab) -> bool:
    return not platform.permissions or (visitor is not None and visitor.may(*platform.permissions))


def home_platform(visitor: Visitor | None) -> str:
    """Return the platform on which a visitor starts."""
    if visitor is not None and not visitor.may("todo.read"):
        for permission, platform in HOME_OF_ROLE.items():
            if visitor.may(permission):
                return platform
    return "handling"


def home_url(visitor: Visitor) -> str | None:
    """Return the first page a visitor may open, on his own platform before the others."""
    chrome = Chrome()
    ids = [home_platform(visitor), *(platform.id for platform in PLATFORMS)]
    for platform_id in ids:
        for _, links in chrome.sections(platform_id, counted=False):
            return links[0].url
    return None
