"""The statements of the store: one to load, one to save (SQL of `store.py`).

Saving is a single statement of data-modifying parts fed by one JSON document. Every part hangs on
the row of `instance_state`, so a version that does not match writes nothing.
"""

from webapp.process_records.chain import ADVANCE

LOAD = """
    select s.ver, s.version_id, i.status, s.blob, i.stage, i.matter_id, i.body_id, r.officer_id,
           r.answer, r.key is not null
    from instance_state s join instance i on i.id = s.instance_id
    left join request r on r.key = %(request)s::text
    where s.instance_id = %(instance)s
"""
LOCK = LOAD + " for update of s, i"

ANSWER = "select officer_id, answer from request where key = %(request)s"

STEP_TYPES = """
    instance_id uuid, seq integer, at timestamptz, matter_id integer, kind text, process text,
    node text, name text, acts text[], scope text, actor_id integer, role text, body_id integer,
    opened_at timestamptz, previous text, target text, todo_id uuid, outcome jsonb, passed text[],
    digest text, state_digest text, version_id integer, submission_id uuid, document_id integer
"""
TODO_TYPES = """
    id uuid, process text, node text, name text, acts text[], role text, scope text, stage text,
    serves text[], form text, document text, is_final boolean, basis text, deadline text,
    opinion text, returns text[], previous text, assignee_id integer, candidates integer[],
    opened_at timestamptz, due timestamptz
"""
TIMER_TYPES = """
    key uuid, kind text, process text, node text, name text, scope text, deadline text,
    duration text, interrupting boolean, host text, task_id uuid, set_at timestamptz,
    due timestamptz
"""
SUBMISSION_TYPES = """
    id uuid, todo_id uuid, acts text[], form text, form_version text, "values" jsonb,
    digest text
"""


def names(types: str) -> tuple[str, ...]:
    """Return the column names of a list of columns with types."""
    return tuple(part.split()[0] for part in types.split(","))


def columns(types: str, alias: str = "") -> str:
    """Write the column names of a list of columns with types, each with an alias in front."""
    return ", ".join(f"{alias}.{name}" if alias else name for name in names(types))


_DOCUMENT = """
    d as (
        select * from json_to_record(%(document)s::json) as d(
            instance uuid, ver integer, version integer, status text, stage text, at timestamptz,
            ended timestamptz, keeps_due boolean, due timestamptz, body_id integer, actor integer,
            request text, answer jsonb, step json, opened json, closed json, timers json,
            dropped json, submission json, matter_id integer, procedure text, title text, menu text,
            is_main boolean, parent_id uuid, party_id integer,
            unit_id integer, path text
        )
    )
"""
_REPLACE = """
    state as (
        update instance_state s set ver = s.ver + 1, blob = %(blob)s, version_id = d.version
        from d where s.instance_id = d.instance and s.ver = d.ver
        returning s.instance_id
    ), place as (
        update instance i
        set status = d.status, stage = coalesce(d.stage, i.stage), updated_at = d.at,
            ended_at = d.ended, due = case when d.keeps_due then i.due else d.due end
        from d, state where i.id = state.instance_id
        returning i.id, i.matter_id, i.body_id, i.unit_id, i.party_id
    )
"""
_CREATE = """
    place as (
        insert into instance (id, matter_id, version_id, procedure, title, menu, is_main, parent_id,
                              party_id, is_sent_back, status, stage, body_id, unit_id,
                              body_path, started_at, started_by, updated_at, ended_at, due)
        select d.instance, d.matter_id, d.version, d.procedure, d.title, d.menu, d.is_main,
               d.parent_id, d.party_id, false, d.status, coalesce(d.stage, ''), d.body_id,
               d.unit_id, d.path, d.at, d.actor, d.at, d.ended, d.due
        from d
        returning id, matter_id, body_id, unit_id, party_id
    ), state as (
        insert into instance_state (instance_id, ver, version_id, blob)
        select d.instance, 1, d.version, %(blob)s from d
        returning instance_id
    )
"""
_ADVANCE = ADVANCE.format(
    content="%(content)s",
    where="from d, state where",
    body="d.body_id",
    kind="'STEP'",
)
_RECORD = f"""
    head as ({_ADVANCE}),
    step_part as (
        insert into step ({columns(STEP_TYPES)}, chain_body, chain_seq, prev_hash, hash)
        select {columns(STEP_TYPES, "x")}, d.body_id, head.seq, head.previous, head.hash
        from d, head, json_to_record(d.step) as x({STEP_TYPES})
    )
"""
_TODOS = f"""
    closed_part as (
        update todo w
        set state = x.state, ver = w.ver + 1,
            done_by = case when x.state = 'DONE' then d.actor else w.done_by end,
            done_at = case when x.state = 'DONE' then d.at else w.done_at end
        from d, state, json_to_recordset(d.closed) as x(id uuid, state text)
        where w.id = x.id and w.instance_id = state.instance_id
    ), opened_part as (
        insert into todo as w ({columns(TODO_TYPES)}, instance_id, matter_id, body_id, unit_id,
                                    party_id, state, ver)
        select {columns(TODO_TYPES, "x")}, place.id, place.matter_id, place.body_id, place.unit_id,
               place.party_id, 'OPEN', 1
        from d, state, place, json_to_recordset(d.opened) as x({TODO_TYPES})
        on conflict (id) do update set state = 'OPEN', ver = w.ver + 1, due = excluded.due
        where w.state = 'SUSPENDED'
    )
"""
_TIMERS = f"""
    dropped_part as (
        update timer t set state = x.state, ended_at = d.at
        from d, state, json_to_recordset(d.dropped) as x(key uuid, state text)
        where t.instance_id = state.instance_id and t.key = x.key and t.state = 'WAITING'
    ), set_part as (
        insert into timer ({columns(TIMER_TYPES)}, instance_id, occurrence, state)
        select {columns(TIMER_TYPES, "x")}, state.instance_id,
               1 + (select coalesce(max(t.occurrence), 0) from timer t
                    where t.instance_id = state.instance_id and t.key = x.key),
               'WAITING'
        from d, state, json_to_recordset(d.timers) as x({TIMER_TYPES})
    )
"""
_REST = f"""
    submission_part as (
        insert into submission ({columns(SUBMISSION_TYPES)}, matter_id, instance_id, officer_id, at)
        select {columns(SUBMISSION_TYPES, "x")}, place.matter_id, place.id, d.actor, d.at
        from d, state, place, json_to_recordset(d.submission) as x({SUBMISSION_TYPES})
    ), request_part as (
        insert into request (key, officer_id, instance_id, answer, at)
        select d.request, d.actor, d.instance, d.answer, d.at
        from d, state where d.request is not null
        on conflict (key) do nothing
        returning key
    )
    select (select count(*) from state), (select count(*) from head),
           (select count(*) from request_part)
"""


def _statement(first: str) -> str:
    return f"with {_DOCUMENT}, {first}, {_RECORD}, {_TODOS}, {_TIMERS}, {_REST}"


REPLACE = _statement(_REPLACE)
CREATE = _statement(_CREATE)

CLOSE_ALL = """
    update todo set state = 'CANCELED', ver = ver + 1
    where instance_id = %(instance)s and state in ('OPEN', 'SUSPENDED')
"""
SET_DUES = """
    update timer t set due = x.due
    from json_to_recordset(%(dues)s::json) as x(key uuid, due timestamptz)
    where t.instance_id = %(instance)s and t.key = x.key and t.state = 'WAITING'
      and t.due is distinct from x.due
    returning t.key, t.due
"""
SET_TODOS = """
    update todo w
    set due = case when x.has_due then x.due else w.due end,
        candidates = case when x.has_candidates then x.candidates else w.candidates end,
        assignee_id = coalesce(x.assignee_id, w.assignee_id), ver = w.ver + 1
    from json_to_recordset(%(todos)s::json) as
         x(id uuid, has_due boolean, due timestamptz, has_candidates boolean,
           candidates integer[], assignee_id integer)
    where w.id = x.id and w.instance_id = %(instance)s and w.state in ('OPEN', 'SUSPENDED')
      and (x.has_due and w.due is distinct from x.due
           or x.has_candidates and w.candidates is distinct from x.candidates
           or x.assignee_id is not null and w.assignee_id is distinct from x.assignee_id)
"""
