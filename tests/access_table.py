"""Who may open what: endpoint → roles, PUBLIC or SIGNED_IN. A new endpoint needs a row here.

The rows name roles, not permissions, on purpose: whoever changes the permissions of a role sees
here what that opens and closes.
"""

from collections.abc import Mapping

from webapp.accounts.roles import ROLES, Group

PUBLIC = "everybody, the public included"
SIGNED_IN = "every account"

HANDLING = frozenset(role.id for role in ROLES.values() if role.group is Group.CASE)
SUPERVISION = frozenset(role.id for role in ROLES.values() if role.group is Group.SUPERVISION)
REGISTRY = frozenset({"process_admin", "registry_admin"})
ADMINISTRATORS = frozenset({"system_admin", "security_admin", "audit_admin"})
REGISTRARS = frozenset({"intake", "officer_lead", "officer_assist", "unit_head"})
STARTERS = frozenset({"officer_lead", "officer_assist", "unit_head"})
WATCHERS = frozenset({"supervisor", "supervision_head"})
READERS = HANDLING | SUPERVISION | REGISTRY
"""Who reads the reference library: laws, items, benchmarks."""

ACCESS: Mapping[str, frozenset[str] | str] = {
    # the house
    "static": PUBLIC,
    "assets.font": PUBLIC,
    "health.alive": PUBLIC,
    "health.ready": PUBLIC,
    "home.index": SIGNED_IN,
    # accounts
    "accounts.sign_in": PUBLIC,
    "accounts.enter": PUBLIC,
    "accounts.code": PUBLIC,
    "accounts.enter_code": PUBLIC,
    "accounts.enter_demo": PUBLIC,
    "accounts.sign_out": SIGNED_IN,
    "accounts.mine": SIGNED_IN,
    "accounts.password": SIGNED_IN,
    "accounts.change_password": SIGNED_IN,
    "accounts.issue_token": SIGNED_IN,
    "accounts.revoke_token": SIGNED_IN,
    "accounts.two_steps": SIGNED_IN,
    "accounts.set_up_two_steps": SIGNED_IN,
    "accounts.drop_two_steps": SIGNED_IN,
    "administration.accounts": ADMINISTRATORS,
    "administration.account": ADMINISTRATORS,
    "administration.create": frozenset({"system_admin"}),
    "administration.reset_password": frozenset({"system_admin"}),
    "administration.change": frozenset({"system_admin"}),
    "administration.grant": frozenset({"security_admin"}),
    "administration.revoke": frozenset({"security_admin"}),
    "administration.events": frozenset({"audit_admin"}),
    # bodies
    "bodies.index": READERS | {"system_admin", "security_admin"},
    "bodies.show": READERS | {"system_admin", "security_admin"},
    "bodies.officers": READERS | {"system_admin"},
    "bodies.officer": READERS | {"system_admin"},
    # laws, items, discretion
    "laws.index": READERS,
    "laws.show": READERS,
    "laws.lookup": READERS,
    "items.index": READERS,
    "items.show": READERS,
    "items.withdraw": frozenset({"registry_admin"}),
    "discretion.end": frozenset({"registry_admin"}),
    "laws.repeal": frozenset({"registry_admin"}),
    "bodies.leave": frozenset({"registry_admin"}),
    "bodies.note_certificate": frozenset({"registry_admin"}),
    "discretion.index": READERS,
    "discretion.show": READERS,
    "parameters.index": READERS,
    "parameters.show": READERS,
    "parameters.set_value": frozenset({"registry_admin"}),
    "procedures.diagram": READERS,
    # cases: the object decides further, see tests/webapp/cases/test_reading.py
    "cases.index": HANDLING,
    "cases.show": HANDLING,
    "cases.leads": HANDLING,
    "cases.lead": HANDLING,
    "cases.reporter": REGISTRARS,
    "evidence.index": HANDLING,
    "evidence.show": HANDLING,
    "evidence.download": HANDLING,
    "evidence.upload": HANDLING,
    "dossiers.index": HANDLING,
    "dossiers.listing": HANDLING,
    "dossiers.show": HANDLING,
    "dossiers.volume": HANDLING,
    "dossiers.package": HANDLING,
    "dossiers.document": HANDLING,
    "dossiers.sheet": HANDLING,
    "dossiers.pdf": HANDLING,
    "dossiers.sign": HANDLING,
    "paperwork.void": HANDLING,
    "paperwork.seal": frozenset({"seal_keeper"}),
    "service.index": frozenset({"officer_lead", "officer_assist", "server"}),
    "payments.index": frozenset({"finance"}),
    # to-dos
    "tasks.index": HANDLING,
    "tasks.done": HANDLING,
    "notices.index": HANDLING,
    "tasks.show": HANDLING,
    "tasks.complete": HANDLING,
    "tasks.save_draft": HANDLING,
    "tasks.preview": HANDLING,
    "tasks.proof": HANDLING,
    "registration.show": REGISTRARS,
    "registration.register": REGISTRARS,
    "registration.similar": REGISTRARS,
    "handover.send_back": HANDLING,
    "handover.transfer": HANDLING,
    "handover.claim": HANDLING,
    "handover.release": HANDLING,
    "handover.withdraw": HANDLING,
    "handover.start": STARTERS,
    # supervision and administration
    "supervision.index": WATCHERS,
    "supervision.trajectory": WATCHERS,
    "instances.incidents_page": frozenset({"system_admin"}),
    "instances.retry": frozenset({"system_admin"}),
    "instances.resolve": frozenset({"system_admin"}),
    # the API; the object decides further, see tests/webapp/api
    "api.openapi": PUBLIC,
    "api.me": SIGNED_IN,
    "api.find_provisions": READERS,
    "api.list_items": READERS,
    "api.list_officers": READERS | {"system_admin"},
    "api.list_todos": HANDLING,
    "api.show_todo": HANDLING,
    "api.save_draft": HANDLING,
    "api.complete_todo": HANDLING,
    "api.return_todo": HANDLING,
    "api.withdraw_todo": HANDLING,
    "api.claim_todo": HANDLING,
    "api.release_todo": HANDLING,
    "api.transfer_todo": HANDLING,
    "api.lead_form": REGISTRARS,
    "api.start_case": REGISTRARS,
    "api.similar_leads": REGISTRARS,
    "api.list_cases": HANDLING,
    "api.show_case": HANDLING,
    "api.case_trajectory": HANDLING,
    "api.case_clocks": HANDLING,
    "api.case_evidence": HANDLING,
    "api.case_menu": HANDLING,
    "api.start_procedure": STARTERS,
    "api.upload_file": HANDLING,
    "api.case_file": HANDLING,
    "api.case_documents": HANDLING,
    "api.show_document": HANDLING,
    "api.document_pdf": HANDLING,
    "api.list_signatures": HANDLING,
    "api.sign_document": HANDLING,
    "api.case_volumes": HANDLING,
    "api.volume_pdf": HANDLING,
    "api.case_package": HANDLING,
    "api.list_instances": WATCHERS,
    "api.show_instance": WATCHERS,
}
