"""Ending a procedure beside the matter that was started by mistake (结束误启动的程序).

It must not have done anything yet: no paper fixed, nothing registered, no period started or
stopped. The reason stands in the trajectory, and what was drafted disappears from the lists.
"""

from uuid import UUID

from engine import clock
from engine.advance import Advance
from processes.acts import acts
from webapp.bodies.models import Officer
from webapp.dossiers import queries as dossiers
from webapp.errors import Conflict, Invalid, NotAllowed, NotFound
from webapp.instances import operations as instances
from webapp.instances import queries, todos
from webapp.instances.models import Instance, TodoState
from webapp.instances.values import Actor, Entry, Prepared
from webapp.matters import operations as matters
from webapp.matters import queries as matter_queries
from webapp.matters.models import Matter
from webapp.tasks import faces, operations, settling

REASON_LENGTH = 500


def may(officer: Officer, matter: Matter, instance: Instance) -> bool:
    """Tell whether somebody may end a procedure as started by mistake."""
    return not (_against(officer, matter) or objection(instance))


def objection(instance: Instance) -> str:
    """Say why a procedure cannot be ended as started by mistake; empty when it can."""
    if instance.is_main or instance.parent_id is not None:
        return "主程序不能这样结束，应当依法作出处理决定"
    if instance.status not in queries.OPEN:
        return f"该程序{instance.status.value}"
    fixed = dossiers.fixed_in(instance.id)
    if fixed is not None:
        return f"已经形成{fixed.label}，请继续办理完毕"
    done = (one for one in todos.todos_of(instance.id) if one.state is TodoState.DONE)
    lasting = next((one.name for one in done if _has_effect(one.acts)), None)
    return f"“{lasting}”已经产生效力，请继续办理完毕" if lasting else ""


def call_off(
    officer: Officer, matter: Matter, instance_id: UUID, reason: str, key: str | None = None
) -> Advance:
    """End a procedure that was started by mistake and has no effect yet (结束误启动的程序)."""
    if (replay := operations.replayed(officer, key)) is not None:
        return replay
    text = reason.strip()
    if not text or len(text) > REASON_LENGTH:
        raise Invalid("请写明结束原因，不超过 500 字。", {"reason": "请写明结束原因"})
    instance = queries.get_instance(instance_id)
    if instance.matter_id != matter.id:
        raise NotFound("本案没有这个流程实例。")
    matters.hold_with(instance_id, matter.id)
    if against := _against(officer, matter):
        raise NotAllowed(against)
    if against := objection(instance):
        raise Conflict(f"不能结束“{instance.title}”：{against}。")

    def prepare(advance: Advance) -> Prepared:
        matters.touch(matter, "", clock.now())
        return Prepared(answer=settling.answer(matter, advance))

    actor = Actor(officer.id, "officer_lead", officer.body_id)
    return instances.call_off(
        instance, actor, Entry(values={"opinion": text}), prepare=prepare, request_key=key
    )


def _against(officer: Officer, matter: Matter) -> str:
    if officer.id not in matter.handler_ids:
        return "只有本案承办人员可以结束误启动的程序。"
    if matter_queries.is_recused(matter.id, officer.id):
        return "您已决定回避本案，不能办理本案任务。"
    return ""


def _has_effect(done: list[str]) -> bool:
    """Tell whether acts changed a register, or started or stopped a period."""
    return faces.lasting(done) or any(acts()[one].events for one in done if one in acts())
