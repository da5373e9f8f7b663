"""Procedures declare themselves: folders are found, do not know one another, say what holds."""

import ast
from importlib import import_module
from pathlib import Path

import processes
from documents.catalogue import DOCUMENTS
from engine.diagram import Diagram
from processes import catalogue
from processes.deadlines import rules
from processes.families import families
from webapp.accounts.roles import ROLES
from webapp.cases.models import Outcome, PenaltyCase
from webapp.matters.models import MatterStatus, Secrecy

FOLDER = Path(processes.__file__).parent


def imports(path):
    """Return what a module imports, by full name."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{one.name}" for one in node.names)
        elif isinstance(node, ast.Import):
            yield from (one.name for one in node.names)


def test_procedures_do_not_know_one_another():
    known = {f"processes.{family}" for family in families() if family != "shared"}
    for family in families():
        for path in (FOLDER / family).rglob("*.py"):
            others = known - {f"processes.{family}"}
            seen = {other for other in others for one in imports(path)
                    if one == other or one.startswith(f"{other}.")}  # fmt: skip
            assert not seen, (path, seen)


def test_every_procedure_that_a_folder_declares_is_in_the_catalogue_once():
    declared = [
        one.key
        for family in families()
        for one in getattr(import_module(f"processes.{family}"), "PROCEDURES", ())
    ]

    assert sorted(declared) == sorted(catalogue.PROCEDURES)


def started_by(procedure):
    """Return the procedures that another one starts and awaits, one for each party."""
    diagrams = (Diagram.read(xml) for xml in procedure.needed().values())
    keys = {key for each in diagrams for n in each.nodes.values() for key in n.words("starts")}
    return [catalogue.PROCEDURES[key] for key in sorted(keys)]


def test_every_procedure_opens_matters_or_is_offered_or_started_by_some():
    started = {one.key for main in catalogue.MAIN.values() for one in started_by(main)}
    assert started == {"penalty_party"}
    for one in catalogue.PROCEDURES.values():
        offering = [
            main for main in catalogue.MAIN.values()
            if one.menu in main.offers and (not one.needs or main.key in one.needs)
        ]  # fmt: skip
        assert (one.opens is None) == bool(offering or one.key in started), one.key
        assert set(one.needs) <= set(catalogue.MAIN), one.key


def test_what_main_procedures_declare_is_there():
    clocks = {rule.id for rule in rules()}
    for one in catalogue.MAIN.values():
        files = [xml for each in (one, *started_by(one)) for xml in each.needed().values()]
        shown = [stage for xml in files for stage in stages_of(Diagram.read(xml))]
        assert one.opens.role in ROLES, one.key
        assert one.main_clock in {"", *clocks}, one.key
        assert set(one.stages) <= set(shown), one.key
        assert one.secrecy in Secrecy.__members__, one.key
        assert set(one.rare) <= set(one.stages), one.key
        for lines in one.dossier.values():
            assert {address for line in lines for address in line} <= set(DOCUMENTS), one.key


def stages_of(diagram):
    """Return the stages that a diagram draws."""
    return {
        node.properties["stage"] for node in diagram.nodes.values() if "stage" in node.properties
    }


def test_what_stands_against_a_procedure_is_a_status_or_a_value_of_the_matter():
    statuses = {one.name for one in MatterStatus}
    for one in catalogue.PROCEDURES.values():
        assert set(one.during) <= statuses, one.key
        assert bool(one.during) == bool(one.otherwise), one.key
        assert all(hasattr(PenaltyCase, name) for name in one.requires), one.key


def test_the_dossier_of_a_penalty_knows_every_outcome():
    assert set(catalogue.PROCEDURES["penalty"].dossier) == {"", *(one.name for one in Outcome)}
