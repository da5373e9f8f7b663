"""Diagrams with everything they call → one net: a place for each flow, once for each call."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import combinations, product

from engine.diagram import Diagram, Node
from engine.durations import Duration
from engine.errors import LimitExceeded
from engine.gate_structure import matching_join
from engine.proof.conditions import FREE, both, ways
from engine.proof.net import Net, Transition, bits
from engine.proof.scopes import Host, Path, Scope, catcher, is_single, within_of
from engine.structure import CHOICES, Graph

Offered = Callable[[str], Mapping[str, tuple[frozenset[object], bool]]]
"""The variables a form writes: the values it offers, and whether it always writes one."""
MOST_PLACES = 20_000
MOST_SUBSETS = 8


def nothing(form: str) -> Mapping[str, tuple[frozenset[object], bool]]:
    """Take a form for one that writes no variable."""
    return {}


def build(
    diagrams: Mapping[str, Diagram],
    main: str,
    *,
    offered: Offered = nothing,
    followed: Iterable[str] = (),
) -> Net:
    """Make the net of a process; `followed` are the variables whose values it keeps apart."""
    return Builder(diagrams, offered, frozenset(followed)).net(main)


class Builder:
    """Collects places and steps."""

    def __init__(
        self, diagrams: Mapping[str, Diagram], offered: Offered, followed: frozenset[str]
    ) -> None:
        self.diagrams, self.offered, self.followed = diagrams, offered, followed
        self.transitions: list[Transition] = []
        self.places: dict[Path, int] = {}
        self.values: dict[tuple[str, object], int] = {}
        self.flows: dict[int, str] = {}
        self.head: Path = ()
        self.later: list[Callable[[], None]] = []
        self.beside: list[tuple[Scope, Node]] = []

    def net(self, main: str) -> Net:
        """Return the net of a process."""
        for name, value in sorted(self._domain(), key=str):
            self.values[name, value] = 1 << len(self.values)
        scope = Scope(self.diagrams[main], (), None)
        start = self._scope(scope, main)
        for finish in self.later:
            finish()
        control = (1 << (len(self.places) + len(self.values))) - (1 << len(self.values))
        return Net(
            tuple(self.transitions), start, control, self._many(), dict(self.values), self.head
        )

    def _many(self) -> int:
        """Return the places beside the main way: behind events that do not interrupt."""
        found = 0
        for scope, event in self.beside:
            region = Graph(scope.diagram, event.scope).reach([event.id])
            flows = {f.id for f in scope.diagram.flows.values() if f.source in region}
            depth = len(scope.path)
            for key, bit in self.places.items():
                if key[:depth] == scope.path and key[depth] in region | flows:
                    found |= bit
        return found

    def _domain(self) -> set[tuple[str, object]]:
        forms = {n.get("form") for d in self.diagrams.values() for n in d.user_tasks()}
        return {
            (name, value)
            for form in forms
            for name, (offered, _) in self.offered(form).items()
            if name in self.followed
            for value in offered
        }

    def _place(self, scope: Scope, *name: str) -> int:
        key = (*scope.path, *name)
        if key not in self.places:
            if len(self.places) > MOST_PLACES:
                raise LimitExceeded("流程图连同被调用的流程过大，未完成判定")
            self.places[key] = 1 << (len(self.places) + len(self.values))
            if len(name) == 1:
                self.flows[self.places[key]] = "/".join(key)
            around: Scope | None = scope
            while around is not None:
                around.inside |= self.places[key]
                around = around.above
        return self.places[key]

    def _out(self, scope: Scope, node: Node) -> int:
        flows = scope.diagram.outgoing[node.id]
        return sum(self._place(scope, flow.id) for flow in flows)

    def _into(self, scope: Scope, node: Node) -> int:
        """Return the place from which a node takes its token; several flows meet in one."""
        flows = scope.diagram.incoming[node.id]
        if len(flows) == 1:
            return self._place(scope, flows[0].id)
        place = self._place(scope, node.id, "in")
        for flow in flows:
            self._add(scope, Transition(self._place(scope, flow.id), place), flow.id)
        return place

    def _add(self, scope: Scope, transition: Transition, *ids: str) -> None:
        named = tuple("/".join((*scope.path, id)) for id in ids)
        flows = (self.flows.get(place) for place in bits(transition.post))
        named += tuple(flow for flow in flows if flow and flow not in named)
        self.transitions.append(transition.with_elements(*named))

    def _scope(self, scope: Scope, within: str) -> int:
        """Add everything in a scope; return the place at which it starts."""
        start = 0
        for node in scope.diagram.within(within):
            if node.kind == "startEvent":
                start |= self._out(scope, node)
                if not scope.path:
                    self.head = (node.id, *(f.id for f in scope.diagram.outgoing[node.id]))
            elif node.kind == "endEvent":
                self._end(scope, node)
            elif node.kind in CHOICES or node.kind == "parallelGateway":
                self._gateway(scope, node)
            elif node.kind != "boundaryEvent":
                self._activity(scope, node)
        return start

    def _end(self, scope: Scope, node: Node) -> None:
        place = self._into(scope, node)
        host = scope.host
        behind = self._out(host.scope, host.node) if host is not None and not host.busy else 0

        def finish() -> None:
            if node.event == "terminate" and not behind:
                self._add(scope, Transition(place, 0, clear=scope.inside), node.id)
                return
            caught = catcher(scope, node) if node.event in ("error", "escalation") else None
            if caught is None:
                self._add(scope, Transition(place, behind), node.id)
                return
            host, event = caught
            clear = host.everything if event.interrupting else 0
            self._add(host.scope, Transition(place, self._out(host.scope, event), clear=clear),
                      node.id, event.id)  # fmt: skip

        self.later.append(finish)

    def _gateway(self, scope: Scope, node: Node) -> None:
        flows = scope.diagram.outgoing[node.id]
        before = [self._place(scope, flow.id) for flow in scope.diagram.incoming[node.id]]
        after = [self._place(scope, flow.id) for flow in flows]
        if node.kind == "parallelGateway":
            self._add(scope, Transition(sum(before), sum(after)), node.id)
            return
        if node.kind == "inclusiveGateway":
            self._inclusive(scope, node, before, after)
            return
        place = self._into(scope, node)
        for flow, target, masks in zip(flows, after, self._choices(scope, node), strict=True):
            for none in masks:
                self._add(scope, Transition(place, target, none=none), node.id, flow.id)

    def _choices(self, scope: Scope, node: Node) -> Iterator[tuple[int, ...]]:
        """Say for each flow, in file order, what must not be known for it to be taken."""
        flows = scope.diagram.outgoing[node.id]
        others = FREE
        for flow in flows:
            if flow.condition:
                others = both(others, ways(flow.condition, self.values, wanted=False))
        failed = FREE
        for flow in flows:
            if flow.id == node.default or not flow.condition:
                yield others
                continue
            yield both(failed, ways(flow.condition, self.values))
            failed = both(failed, ways(flow.condition, self.values, wanted=False))

    def _inclusive(self, scope: Scope, node: Node, before: list[int], after: list[int]) -> None:
        place = before[0] if len(before) == 1 else self._place(scope, node.id, "in")
        if len(before) > 1:
            self.later.append(lambda: self._join(scope, node, sum(before), place))
        if len(after) > MOST_SUBSETS:
            raise LimitExceeded("包容网关的分支过多，未完成判定")
        for count in range(1, len(after) + 1):
            for some in combinations(after, count):
                self._add(scope, Transition(place, sum(some)), node.id)

    def _join(self, scope: Scope, node: Node, before: int, place: int) -> None:
        """Let an inclusive join wait until nothing else is left between its split and itself."""
        graph = Graph(scope.diagram, node.scope)
        region: set[str] = set()
        for split in graph.of_kind("inclusiveGateway"):
            join = matching_join(graph, split) if len(graph.main[split.id]) > 1 else None
            if join is not None and join.id == node.id:
                region = graph.reach(graph.main[split.id], without={node.id}) | {split.id}
        depth = len(scope.path)
        flows = {f.id for f in scope.diagram.flows.values() if f.source in region}
        inside = sum(
            bit
            for key, bit in self.places.items()
            if key[:depth] == scope.path and key[depth] in region | flows
        )
        self._add(scope, Transition(0, place, any=before, none=inside & ~before), node.id)

    def _activity(self, scope: Scope, node: Node) -> None:
        place, out = self._into(scope, node), self._out(scope, node)
        events = scope.diagram.boundary.get(node.id, ())
        inner = self._inner(scope, node)
        acts = frozenset(node.acts)
        if not events and inner is None:
            for step in self._decided(scope, node, Transition(place, out, begins=acts, does=acts)):
                self._add(scope, step, node.id)
            return
        if inner is not None and not events and is_single(inner.diagram, within_of(node)):
            inner.host = Host(node, scope, 0, {}, inner)
            self._add(scope, Transition(place, self._scope(inner, within_of(node))), node.id)
            return
        armed = {e.id: self._place(scope, e.id, "armed") for e in events if not e.interrupting}
        host = Host(node, scope, self._place(scope, node.id, "busy"), armed, inner)
        started = host.busy | sum(armed.values())
        if inner is not None:
            inner.host = host
            started |= self._scope(inner, within_of(node))
        self._add(scope, Transition(place, started, begins=acts), node.id)
        self.later.append(lambda: self._finish(host, out, events))

    def _inner(self, scope: Scope, node: Node) -> Scope | None:
        if node.kind == "subProcess":
            return Scope(scope.diagram, (*scope.path, node.id), scope)
        if node.kind == "callActivity" and node.called in self.diagrams:
            return Scope(self.diagrams[node.called], (*scope.path, node.id), scope)
        return None

    def _finish(self, host: Host, out: int, events: Iterable[Node]) -> None:
        """Add how an activity ends: by itself, or by what is attached to it."""
        scope, node, inner = host.scope, host.node, host.inner
        acts = frozenset() if inner else frozenset(node.acts)
        done = Transition(
            host.busy, out, none=inner.inside if inner else 0,
            clear=sum(host.armed.values()), does=acts,
        )  # fmt: skip
        for step in self._decided(scope, node, done):
            self._add(scope, step, node.id)
        unknown = self._unknown(inner)
        for event in events:
            if event.event not in ("timer", "message"):
                continue  # thrown inside
            target = self._out(scope, event)
            minutes = Duration.parse(event.timer).about_minutes if event.timer else 0
            if event.interrupting:
                clear = host.everything | unknown
                step = Transition(host.busy, target, clear=clear, minutes=minutes)
            else:
                self.beside.append((scope, event))
                busy = host.busy | host.armed[event.id]
                step = Transition(busy, host.busy | target, minutes=minutes)
            self._add(scope, step, event.id)

    def _unknown(self, inner: Scope | None) -> int:
        """Return the values that are not known after what wrote them was interrupted."""
        names = inner.writes if inner else set()
        return sum(bit for (name, _), bit in self.values.items() if name in names)

    def _decided(self, scope: Scope, node: Node, step: Transition) -> Iterator[Transition]:
        """Fork a completion for each way in which its form may decide the followed values."""
        options: list[list[tuple[str, object] | None]] = []
        written = self.offered(node.get("form")) if node.is_task else {}
        for name, (offered, is_sure) in sorted(written.items()):
            if name in self.followed:
                around: Scope | None = scope
                while around is not None:
                    around.writes.add(name)
                    around = around.above
                known = [(name, value) for value in sorted(offered, key=str)]
                options.append([*known] if is_sure else [*known, None])
        for chosen in product(*options):
            sets = frozenset(each for each in chosen if each is not None)
            names = {name for name, _ in sets}
            clear = sum(bit for (name, _), bit in self.values.items() if name in names)
            marked = sum(self.values[each] for each in sets)
            yield Transition(
                step.pre, step.post | marked, none=step.none, clear=step.clear | clear,
                begins=step.begins, does=step.does, sets=sets,
            )  # fmt: skip
