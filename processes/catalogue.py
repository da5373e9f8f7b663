"""PROCEDURES and SAFEGUARDS: every procedure by key, every safeguard; the only lists (流程目录)."""

from collections.abc import Iterator, Mapping
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from engine.order import Declaration
from engine.procedure import Procedure
from engine.safeguards import label_of
from processes import penalty
from processes.diagrams import LIBRARY
from processes.families import in_families

GROUPS: Mapping[str, str] = {
    "evidence": "调查取证",
    "case": "案件事项",
    "party": "当事人",
}
"""The groups of the case menu, in the order of the menu."""

EVIDENCE = tuple(
    Procedure(key, title, key, LIBRARY, "evidence")
    for key, title in (
        ("onsite", "现场检查"),
        ("survey", "现场勘验"),
        ("interview", "询问"),
        ("rights_notice", "权利义务告知"),
        ("obtaining", "提取（复制）证据"),
        ("sampling", "抽样取证"),
        ("edata", "电子数据提取"),
        ("summons", "询问通知"),
        ("material_order", "限期提供材料"),
        ("preservation", "先行登记保存"),
        ("appraisal", "检测鉴定"),
        ("monitor_review", "电子技术监控记录审核"),
        ("assistance", "协助调查"),
        ("av_log", "音像记录登记"),
    )
)
"""Acts of evidence, any number of times and side by side, 《行政处罚法》第四十六条、第五十四条."""

PARTY = tuple(
    Procedure(key, title, key, LIBRARY, "party")
    for key, title in (("service_address", "送达地址确认"), ("service_consent", "电子送达确认"))
)

ANY_CASE = tuple(
    Procedure(key, title, key, LIBRARY, "case")
    for key, title in (
        ("correction", "责令改正"),
        ("recusal", "回避"),
        ("amendment", "文书补正"),
        ("location_waiver", "关闭定位"),
    )
)

PROCEDURES: Mapping[str, Procedure] = {
    procedure.key: procedure
    for procedure in (penalty.PENALTY, *EVIDENCE, *ANY_CASE, *penalty.BESIDE, *PARTY)
}


def menu(group: str) -> list[Procedure]:
    """List the procedures of a group of the case menu."""
    return [procedure for procedure in PROCEDURES.values() if procedure.menu == group]


def is_safeguard(found: object) -> bool:
    """Tell whether something in a module is a labeled check or a declaration."""
    return isinstance(found, Declaration) or hasattr(found, "safeguard")


def _safeguards() -> Iterator[Any]:
    """Yield the safeguards of the law and of the families, in the order of their ids."""
    general = (one.name for one in iter_modules(import_module("processes.safeguards").__path__))
    modules = [import_module(f"processes.safeguards.{name}") for name in sorted(general)]
    modules += in_families("safeguards")
    found = {
        id(each): each for module in modules for each in vars(module).values() if is_safeguard(each)
    }
    yield from sorted(found.values(), key=lambda each: label_of(each).id)


SAFEGUARDS: tuple[Any, ...] = tuple(_safeguards())
"""Every check and declaration of every procedure, in the order in which refusals are shown."""
