# ruff: noqa: D102 - the methods say what they do
"""django-viewflow on the same PostgreSQL: the flow written in Python, each step a transaction."""

import django
import psycopg
from django.conf import settings

from tests.benchmarks.case import OPINION, PATH, names

APP = "tests.benchmarks.viewflow_app"


def configure(url: str) -> None:
    """Set Django up on a database and make its tables."""
    parts = psycopg.conninfo.conninfo_to_dict(url)
    settings.configure(
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.postgresql",
                "HOST": parts.get("host", ""),
                "PORT": parts.get("port", ""),
                "USER": parts.get("user", ""),
                "PASSWORD": parts.get("password", ""),
                "NAME": parts["dbname"],
                "CONN_MAX_AGE": None,
            }
        },
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "viewflow",
            "viewflow.workflow",
            APP,
        ],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
        SECRET_KEY="only for this measurement",
    )
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


class Viewflow:
    """The flow of `viewflow_app`, its tasks completed as a view would."""

    name = "django-viewflow"

    def __init__(self) -> None:
        from django.contrib.auth import get_user_model
        from django.db import transaction
        from viewflow.workflow import STATUS
        from viewflow.workflow.models import Process, Task

        from tests.benchmarks.viewflow_app.flows import Penalty

        self.atomic, self.tasks, self.processes = transaction.atomic, Task, Process
        self.waiting = [STATUS.NEW, STATUS.ASSIGNED]
        self.flow = Penalty
        self.user = get_user_model().objects.create(username="officer")

    def start(self) -> None:
        self.flow.start.run()
        self.process = self.processes.objects.order_by("-pk").first().pk
        self.names = dict(enumerate(names()))
        self.number = 0

    def step(self) -> bool:
        name, routing = self.names[self.number], PATH[self.number][1]
        with self.atomic():
            open_tasks = self.tasks._default_manager.filter(
                process_id=self.process, status__in=self.waiting
            )
            task = next(t for t in open_tasks if t.flow_task.name == name)
            activation = task.flow_task.activation_class(task)
            activation.assign(self.user)
            activation.start(None)
            process = activation.process
            process.data = {**(process.data or {}), **routing}
            process.save()
            task.data = OPINION
            activation.execute()
        self.number += 1
        return self.number < len(PATH)
