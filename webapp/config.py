"""Settings of the platform, read from the environment once and then passed around as a value."""

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from documents import worker

ROOT = Path(__file__).resolve().parent.parent
"""The working copy: migrations, assets and the default home live in it."""

PRODUCT = "法循"
TITLE = "行政执法平台"

CARRIER = re.compile(r"[a-z_][a-z0-9_.]*:[a-z_][a-z0-9_]*")
SECRET_LENGTH = 32
"""Characters a production secret must have at least."""


class ConfigError(Exception):
    """A setting is missing or unsafe; the sentence says which and how to mend it."""


class Mode(Enum):
    """What this installation is for (运行方式)."""

    DEMO = "演示"
    PRODUCTION = "正式"
    TEST = "测试"


@dataclass(frozen=True)
class Settings:
    """Everything that may differ between two installations."""

    home: Path
    mode: Mode = Mode.DEMO
    database_url: str | None = None
    secret: str = field(default="", repr=False)
    host: str = "127.0.0.1"
    port: int = 8000
    place: str = ""
    clock_file: Path | None = None
    fonts: Path = field(default_factory=worker.fonts_folder)
    hostnames: tuple[str, ...] = ()
    proxies: int = 0
    web_workers: int = 2
    job_workers: int = 1
    post: str = "local"
    """Who carries letters: ``local``, or ``package.module:make`` of an adapter (邮寄渠道)."""
    eservice: str = "local"
    """Who carries electronic service, likewise (电子送达渠道)."""

    @property
    def public_url(self) -> str:
        """Return the address at which the public reaches the platform (公众访问地址)."""
        return f"https://{self.hostnames[0]}" if self.hostnames else f"http://localhost:{self.port}"

    @property
    def is_demo(self) -> bool:
        """Tell whether the demonstration panel and content may be shown."""
        return self.mode is Mode.DEMO

    @property
    def is_production(self) -> bool:
        """Tell whether this installation handles real cases."""
        return self.mode is Mode.PRODUCTION

    def check(self) -> None:
        """Refuse settings that would be unsafe."""
        if not self.is_production:
            return
        if len(self.secret) < SECRET_LENGTH or len(set(self.secret)) < SECRET_LENGTH // 4:
            raise ConfigError(
                f"正式环境必须用 FAXUN_SECRET 设置随机密钥，至少 {SECRET_LENGTH} 个字符，"
                "不得使用默认或重复字符。"
            )
        if self.clock_file is not None:
            raise ConfigError("正式环境不得设置 FAXUN_CLOCK：法定期限只能按真实时间计算。")


def load(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from the environment and refuse unsafe ones."""
    source = os.environ if environ is None else environ
    mode = _mode(source.get("FAXUN_MODE", "demo"))
    if mode is Mode.PRODUCTION and source.get("FLASK_DEBUG", "0") not in {"", "0"}:
        raise ConfigError("正式环境不得打开调试：请去掉 FLASK_DEBUG。")
    home = Path(source.get("FAXUN_HOME") or ROOT / ".faxun").expanduser().resolve()
    settings = Settings(
        home=home,
        mode=mode,
        database_url=source.get("DATABASE_URL") or None,
        secret=source.get("FAXUN_SECRET") or _kept_secret(home, mode),
        host=source.get("FAXUN_HOST") or "127.0.0.1",
        port=_number(source, "PORT", 8000, 65535),
        place=source.get("FAXUN_PLACE") or ("" if mode is Mode.PRODUCTION else "岚江市"),
        clock_file=_clock_file(source, home, mode),
        fonts=Path(source.get("FAXUN_FONTS") or home / "fonts").expanduser().resolve(),
        hostnames=tuple(filter(None, source.get("FAXUN_HOSTNAMES", "").split(","))),
        proxies=_number(source, "FAXUN_PROXIES", 0, 9),
        web_workers=_number(source, "FAXUN_WEB_WORKERS", 2, 64),
        job_workers=_number(source, "FAXUN_JOB_WORKERS", 1, 64),
        post=_carrier(source, "FAXUN_POST"),
        eservice=_carrier(source, "FAXUN_ESERVICE"),
    )
    settings.check()
    return settings


def _mode(name: str) -> Mode:
    try:
        return Mode[name.upper()]
    except KeyError:
        raise ConfigError(f"FAXUN_MODE 只能是 demo、production 或 test，现在是“{name}”。") from None


def _number(source: Mapping[str, str], name: str, default: int, most: int) -> int:
    text = source.get(name) or str(default)
    if not text.isascii() or not text.isdigit() or int(text) > most:
        raise ConfigError(f"{name} 应当是 0 到 {most} 的整数，现在是“{text}”。")
    return int(text)


def _carrier(source: Mapping[str, str], name: str) -> str:
    text = source.get(name) or "local"
    if text != "local" and not CARRIER.fullmatch(text):
        raise ConfigError(f"{name} 只能是 local 或者“模块:函数”，现在是“{text}”。")
    return text


def _clock_file(source: Mapping[str, str], home: Path, mode: Mode) -> Path | None:
    if source.get("FAXUN_CLOCK"):
        return Path(source["FAXUN_CLOCK"]).expanduser().resolve()
    return home / "clock" if mode is Mode.DEMO else None


def _kept_secret(home: Path, mode: Mode) -> str:
    """Return the secret made for this home at its first start; production must bring its own."""
    if mode is Mode.PRODUCTION:
        return ""
    path = home / "secret"
    home.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(48))
    return path.read_text(encoding="ascii").strip()
