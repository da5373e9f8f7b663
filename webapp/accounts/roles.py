"""The roles of enforcement work and what each may do (岗位与权限)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

PERMISSIONS: Mapping[str, str] = {
    "todo.read": "查看待办",
    "task.complete": "办理任务",
    "matter.open": "启动程序",
    "lead.read": "查看案源",
    "lead.write": "登记案源",
    "case.read": "查看本机关案件",
    "case.write": "办理本机关案件",
    "evidence.read": "查看证据",
    "evidence.write": "登记证据",
    "document.read": "查看文书",
    "document.sign": "签署文书",
    "document.seal": "加盖印章",
    "dossier.read": "查看案卷",
    "dossier.archive": "归档案卷",
    "service.write": "办理送达",
    "custody.write": "管理涉案财物",
    "payment.write": "管理罚缴票据",
    "referral.write": "办理移送",
    "law.read": "查看法律法规",
    "law.write": "维护法律法规",
    "item.read": "查看执法事项",
    "item.write": "维护执法事项",
    "discretion.read": "查看裁量基准",
    "discretion.write": "维护裁量基准",
    "body.read": "查看执法主体",
    "body.write": "维护执法主体",
    "parameter.read": "查看法定参数",
    "parameter.write": "设置法定参数",
    "officer.read": "查看执法人员",
    "officer.write": "维护执法人员与证件",
    "procedure.read": "查看流程",
    "procedure.write": "编辑流程",
    "procedure.publish": "发布流程",
    "incident.repair": "处理流程故障",
    "supervision.read": "查看办理轨迹",
    "supervision.act": "督办与制发监督文书",
    "supervision.approve": "批准查阅案卷",
    "dossier.review": "评查案卷",
    "publicity.write": "办理公示",
    "account.read": "查看账号",
    "account.write": "维护账号",
    "role.grant": "授予岗位",
    "audit.read": "查看操作日志",
}


class Group(Enum):
    """Which side of the house a role belongs to."""

    CASE = "办案"
    SUPERVISION = "监督"
    REGISTRY = "要素与流程"
    ADMINISTRATION = "系统管理"


@dataclass(frozen=True)
class Role:
    """A role that an account may hold in a body (岗位)."""

    id: str
    title: str
    group: Group
    permissions: frozenset[str]
    icon: str = "user"


REFERENCE = frozenset(
    {
        "law.read",
        "item.read",
        "discretion.read",
        "parameter.read",
        "body.read",
        "officer.read",
        "procedure.read",
    }
)
HANDLING = REFERENCE | {
    "matter.open",
    "todo.read",
    "task.complete",
    "lead.read",
    "case.read",
    "evidence.read",
    "document.read",
    "document.sign",
    "dossier.read",
}
OFFICER = HANDLING | {
    "lead.write",
    "case.write",
    "evidence.write",
    "service.write",
    "referral.write",
}


def _case(id: str, title: str, *more: str, icon: str = "user") -> Role:
    return Role(id, title, Group.CASE, HANDLING | frozenset(more), icon)


def _other(id: str, title: str, group: Group, *permissions: str, icon: str = "user") -> Role:
    return Role(id, title, group, frozenset(permissions), icon)


ROLES: Mapping[str, Role] = {
    role.id: role
    for role in (
        _case("intake", "案源登记员", "lead.write", icon="inbox"),
        Role("officer_lead", "主办执法人员", Group.CASE, OFFICER, icon="gavel"),
        Role("officer_assist", "协办执法人员", Group.CASE, OFFICER, icon="users"),
        _case("unit_head", "承办机构负责人", "lead.write", "case.write", icon="user-check"),
        _case("case_reviewer", "案件审核人员", icon="scale"),
        _case("legal_reviewer", "法制审核人员", icon="scale"),
        _case("legal_head", "法制机构负责人", icon="scale"),
        _case("deputy_head", "分管负责人", icon="building-bank"),
        _case("agency_head", "机关主要负责人", icon="building-bank"),
        _case("panel", "集体讨论成员", icon="users-group"),
        _case("recorder", "记录员", icon="writing"),
        _case("hearing_chair", "听证主持人", icon="speakerphone"),
        _case("hearing_member", "听证员", icon="users-group"),
        _case("hearing_clerk", "听证书记员", icon="writing"),
        _case("custodian", "涉案财物管理员", "custody.write", icon="package"),
        _case("finance", "罚缴票据管理员", "payment.write", icon="receipt"),
        _case("seal_keeper", "印章管理员", "document.seal", icon="rubber-stamp"),
        _case("server", "送达人", "service.write", icon="truck-delivery"),
        _case("publicity", "公示审核员", "publicity.write", icon="eye"),
        _case("archivist", "档案员", "dossier.archive", icon="archive"),
        _case("liaison", "两法衔接联络员", "referral.write", icon="arrows-exchange"),
        _case("emergency_cmd", "应急指挥人员", icon="urgent"),
        _other(
            "supervisor",
            "执法监督人员",
            Group.SUPERVISION,
            *REFERENCE,
            "supervision.read",
            "supervision.act",
            icon="eye-check",
        ),
        _other(
            "supervision_head",
            "执法监督机构负责人",
            Group.SUPERVISION,
            *REFERENCE,
            "supervision.read",
            "supervision.approve",
            icon="eye-check",
        ),
        _other(
            "evaluator",
            "案卷评查员",
            Group.SUPERVISION,
            *REFERENCE,
            "dossier.review",
            icon="clipboard-check",
        ),
        _other(
            "process_admin",
            "流程管理员",
            Group.REGISTRY,
            *REFERENCE,
            "procedure.write",
            "procedure.publish",
            icon="sitemap",
        ),
        _other(
            "registry_admin",
            "要素库管理员",
            Group.REGISTRY,
            *REFERENCE,
            "law.write",
            "item.write",
            "discretion.write",
            "parameter.write",
            "body.write",
            "officer.write",
            icon="database",
        ),
        _other(
            "system_admin",
            "系统管理员",
            Group.ADMINISTRATION,
            "account.read",
            "account.write",
            "body.read",
            "officer.read",
            "incident.repair",
            icon="settings",
        ),
        _other(
            "security_admin",
            "安全管理员",
            Group.ADMINISTRATION,
            "account.read",
            "role.grant",
            "body.read",
            icon="shield-lock",
        ),
        _other(
            "audit_admin",
            "审计管理员",
            Group.ADMINISTRATION,
            "audit.read",
            "account.read",
            icon="report-search",
        ),
    )
}

GRANTING: Mapping[str, frozenset[str]] = {role.id: role.permissions for role in ROLES.values()}


def permissions_of(roles: Iterable[str]) -> frozenset[str]:
    """Return everything that these roles together may do."""
    return frozenset().union(*(GRANTING.get(role, frozenset()) for role in roles))


def conflict(held: Iterable[str], wanted: str) -> str | None:
    """Say why a role cannot be added to those held, or None (岗位相互制约)."""
    group = ROLES[wanted].group
    for role in (ROLES[name] for name in held if name in ROLES):
        pair = {group, role.group}
        if Group.ADMINISTRATION in pair and role.id != wanted:
            return f"“{role.title}”与“{ROLES[wanted].title}”应当分设，不能由同一账号兼任。"
        if Group.CASE in pair and pair & {Group.SUPERVISION, Group.REGISTRY}:
            return (
                f"“{role.title}”与“{ROLES[wanted].title}”相互制约，不能由同一账号兼任：监督、"
                "评查和流程管理人员不得办理案件。"
            )
    return None
