"""The command ``faxun``: run the platform, migrate its database, keep its accounts."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import alembic.util
import click
import orjson
import sqlalchemy as sa
from flask import Flask

import documents
from documents import dossier, files
from documents.errors import ContextRefused, DocumentError, UnknownDocument
from engine import clock
from engine.errors import DiagramRefused
from webapp import database, demo, jobs, server, wiring
from webapp.accounts import tokens
from webapp.accounts.logbook import wall_clock
from webapp.accounts.models import Account
from webapp.app import create_app
from webapp.assets import AssetsMissing
from webapp.config import ConfigError, Settings, load
from webapp.database import transaction
from webapp.demo import examples, journey, platform
from webapp.errors import AppError, is_database_down
from webapp.laws import shipped as laws
from webapp.postgres import PostgresError
from webapp.procedures import checking
from webapp.procedures import operations as procedures
from webapp.process_records import anchors, verification
from webapp.service import carriers
from webapp.service.models import Carriage

CARRIAGES = {
    "delivered": Carriage.DELIVERED,
    "bounced": Carriage.BOUNCED,
    "lost": Carriage.LOST,
}
SENTENCES = (
    AppError,
    AssetsMissing,
    ConfigError,
    DiagramRefused,
    DocumentError,
    database.MigrationRefused,
    database.TablesDiffer,
    PostgresError,
    platform.NotReady,
    server.ServerError,
)
"""Errors whose text is written for people."""


class Unusable(click.ClickException):
    """The call itself cannot be used (exit code 2)."""

    exit_code = 2


class Faxun(click.Group):
    """Says what went wrong in one sentence and ends with a code other than zero."""

    def invoke(self, ctx: click.Context) -> object:
        """Run a command."""
        try:
            return super().invoke(ctx)
        except click.MissingParameter as error:
            name = error.param.human_readable_name if error.param else ""
            raise Unusable(f"缺少参数 {name}，用法见 --help。") from error
        except (UnknownDocument, ContextRefused) as error:
            raise Unusable(str(error)) from error
        except SENTENCES as error:
            raise click.ClickException(str(error)) from error
        except alembic.util.CommandError as error:
            raise click.ClickException(f"数据库结构升级失败：{error}") from error
        except sa.exc.SQLAlchemyError as error:
            if is_database_down(error):
                raise click.ClickException(
                    "无法连接数据库，请检查 DATABASE_URL 和数据库服务是否正常；"
                    "新建的数据库请先执行 faxun migrate。"
                ) from error
            raise


@click.group(cls=Faxun)
def faxun() -> None:
    """法循 行政执法平台."""


@faxun.command()
@click.option("--demo/--no-demo", "with_demo", default=True, help="演示模式下备好演示数据。")
def serve(with_demo: bool) -> None:
    """Run web server and workers until stopped (启动平台)."""
    settings = load()
    with database.provide(settings) as url:
        settings = replace(settings, database_url=url)
        database.migrate(url)
        introduction: list[str] = []
        beside: list[server.Program] = []
        with entered(settings):
            with transaction():
                laws.load()
            if settings.is_demo or not procedures.has_published():
                with transaction():
                    procedures.publish_shipped(clock.now())
            if settings.is_demo and with_demo:
                demo.load_reference()
                introduction = list(demo.introduction())
                beside = [
                    server.Program(
                        "演示案件", server.command("demo-data", "--cases"), runs_once=True
                    )
                ]
        code = server.run(settings, introduction, beside)
    sys.exit(code)


@faxun.command()
@click.option("--once", is_flag=True, help="做完现有任务即退出。")
def worker(once: bool) -> None:
    """Work on background jobs (后台任务); sign the heads of the record before leaving."""
    with application() as app:
        jobs.run_worker(app, wait=not once)
        anchors.anchor_chains(app.extensions["faxun.settings"].home)


@faxun.command()
def migrate() -> None:
    """Bring the tables and the laws that come with the platform up to date (升级数据库)."""
    settings = load()
    with database.provide(settings) as url:
        database.migrate(url)
        with entered(replace(settings, database_url=url)), transaction():
            added = laws.load()
    click.echo("数据库结构已是最新。" + (f"补入法律法规 {added} 个版本。" if added else ""))


@faxun.command()
@click.argument("message")
@click.option("--id", "revision", required=True, help="如 0004_laws。")
def revision(message: str, revision: str) -> None:
    """Write a new migration from the difference between models and tables."""
    with database.provide(load()) as url:
        database.migrate(url)
        database.write_revision(url, message, revision)


@faxun.command("db-check")
def db_check() -> None:
    """Prove on a database of its own that models and migrations agree (核对数据库结构)."""
    with TemporaryDirectory() as folder, database.provide(Settings(home=Path(folder))) as url:
        database.migrate(url)
        database.check_tables(url)
    click.echo("数据库结构与模型一致。")


@faxun.command("demo-data")
@click.option("--cases", "only_cases", is_flag=True, help="只补演示案件。")
def demo_data(only_cases: bool) -> None:
    """Fill the database with the demonstration (演示数据); run twice, it changes nothing."""
    with application():
        for line in [demo.load_missing_cases()] if only_cases else demo.load():
            click.echo(line)


@faxun.command("demo")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="案卷保存到哪里。")
@click.option("--keep", is_flag=True, help="结束后保留演示平台的数据目录。")
def six_cases(out: Path | None, keep: bool) -> None:
    """Take six cases through HTTP from the lead to the archive (演示办案)."""
    folder = out or load().home / "demo"
    sys.exit(0 if journey.run(folder.resolve(), click.echo, keep=keep) else 1)


@faxun.command()
@click.argument("user")
@click.option("--name", default="命令行签发", help="令牌用途。")
@click.option("--days", default=90, type=click.IntRange(1, 366), help="有效天数。")
def token(user: str, name: str, days: int) -> None:
    """Issue an API token for an account and print it (签发接口令牌)."""
    with application():
        account = Account.named(user)
        if account is None:
            raise click.ClickException(f"没有账号“{user}”。")
        with transaction():
            _, secret = tokens.issue_token(account, name, wall_clock(), timedelta(days=days))
        click.echo(secret)


@faxun.command()
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
def verify(as_json: bool) -> None:
    """Recompute the record and name the first altered entries (核验全过程记录)."""
    with application() as app:
        settings: Settings = app.extensions["faxun.settings"]
        report = verification.verify(wiring.CHECKS, settings.home)
    if as_json:
        click.echo(orjson.dumps(report.to_json(), option=orjson.OPT_INDENT_2).decode())
    else:
        for flaw in report.flaws:
            click.echo(flaw.sentence())
        counted = "、".join(f"{what} {number}" for what, number in report.seen.items())
        verdict = "核验一致" if report.is_clean else f"发现 {len(report.flaws)} 处异常"
        click.echo(f"{verdict}（{counted or '没有记录'}）")
    sys.exit(0 if report.is_clean else 1)


@faxun.command()
@click.argument("number")
@click.argument("outcome", type=click.Choice(sorted(CARRIAGES)))
@click.option("--on", type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M"]), help="何时，默认现在。")
@click.option("--words", default="", help="说明，如签收人、退回原因。")
def carrier(number: str, outcome: str, on: datetime | None, words: str) -> None:
    """Enter what became of a parcel: delivered, perhaps later, bounced or lost (投递登记)."""
    with application():
        now = clock.now()
        at = on.replace(tzinfo=clock.ZONE) if on else now
        with transaction():
            carriers.local(number).tell(number, CARRIAGES[outcome], at, now, words)
    click.echo(f"{number}：{CARRIAGES[outcome].value}（{at:%Y-%m-%d %H:%M}）")


@faxun.command("verify-package")
@click.argument("package", type=click.Path(path_type=Path))
def verify_package(package: Path) -> None:
    """Compare an archive package with its list of checksums (查验归档包)."""
    wrong = dossier.verify_package(files.read(package))
    for sentence in wrong:
        click.echo(sentence)
    click.echo(f"发现 {len(wrong)} 处异常" if wrong else "归档包与校验清单一致")
    sys.exit(1 if wrong else 0)


@faxun.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--procedure", metavar="KEY", help="作为这一程序的组成部分检查。")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
def check(files: tuple[Path, ...], procedure: str | None, as_json: bool) -> None:
    """Judge diagram files; nothing in them is run (检查流程图)."""
    report, code = checking.check(files, procedure)
    if as_json:
        click.echo(orjson.dumps(report, option=orjson.OPT_INDENT_2).decode())
    else:
        for sentence in checking.sentences(report):
            click.echo(sentence)
    sys.exit(code)


@faxun.command()
def publish() -> None:
    """Publish the shipped procedures that changed (发布流程)."""
    with application():
        with transaction():
            versions = procedures.publish_shipped(clock.now())
        for version in versions:
            click.echo(f"{version.title}：第 {version.number} 版")


@faxun.command()
@click.argument("address")
@click.option(
    "--context", "values", type=click.Path(path_type=Path), help="文书数据（JSON 文件）。"
)
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="PDF 文件。")
def render(address: str, values: Path | None, output: Path) -> None:
    """Render one document as PDF/A, without values its sample (生成文书)."""
    context = (
        files.read_context(values, examples.context(address))
        if values
        else examples.context(address)
    )
    files.write(output, documents.render(address, context))
    click.echo(output)


@faxun.command()
@click.argument("folder", type=click.Path(file_okay=False))
def samples(folder: str) -> None:
    """Render every document sample into a folder, to look at (文书样例)."""
    for path in examples.render_all(Path(folder)):
        click.echo(path)


@contextmanager
def application() -> Iterator[Flask]:
    """Yield the application, inside its context, on an up-to-date database."""
    settings: Settings = load()
    with database.provide(settings) as url:
        if settings.database_url is None:
            database.migrate(url)
        with entered(replace(settings, database_url=url)) as app:
            yield app


@contextmanager
def entered(settings: Settings) -> Iterator[Flask]:
    """Yield the application, inside its context; its connections are closed afterwards."""
    app = create_app(settings)
    with app.app_context():
        try:
            yield app
        finally:
            database.db.session.remove()
            database.db.engine.dispose()


def main() -> None:
    """Run the command line."""
    faxun(prog_name="faxun")


if __name__ == "__main__":
    main()
