"""Every setting, with its default. Nothing else in the project reads the environment.

A setting is taken from `SHIYI_<NAME>`, else from `<SHIYI_HOME>/shiyi.toml`, else its default.
docs/settings.md says what each is for; a test fails when one is missing there.
"""

import json
import os
import re
import tomllib
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from base.errors import UsageError

PREFIX = "SHIYI_"
LOOPBACK = ("localhost", "127.0.0.1", "::1")
"""Hosts to which a password may travel without TLS."""


def _database_url(url: str) -> str:
    try:
        backend = make_url(url).get_backend_name()
    except ArgumentError:
        raise ValueError("is no database address such as postgresql://user:password@host/name") from None
    if backend not in ("sqlite", "postgresql"):
        raise ValueError(f"names the database {backend}; only sqlite and postgresql are supported")
    return url


def _schedule(expression: str) -> str:
    """A cron expression of five fields. Weekdays by name: cron and APScheduler number them differently."""
    from apscheduler.triggers.cron import CronTrigger  # noqa: PLC0415 (slow to import, seldom needed)

    fields = expression.split()
    if len(fields) == 5 and re.search(r"\d", fields[4]):
        raise ValueError("numbers weekdays; name them, as in mon-fri")
    try:
        trigger = CronTrigger.from_crontab(expression, timezone="Asia/Shanghai")
    except ValueError as error:
        raise ValueError(f"is no cron expression such as 0 7-21/2 * * *: {error}") from None
    if trigger.get_next_fire_time(None, datetime(2026, 1, 1, tzinfo=UTC)) is None:
        raise ValueError("names a moment that never comes")
    return expression


def _mail_address(text: str) -> str:
    if not re.fullmatch(r"[^\s@<>,;:\"()]{1,64}@[\w.-]{1,190}", text):
        raise ValueError("is no mail address such as editor@office.example.cn")
    return text


def _sender(text: str) -> str:
    return text if re.fullmatch(r"@[\w.-]{1,190}", text) else _mail_address(text)


Schedule = Annotated[str, AfterValidator(_schedule)]
MailAddress = Annotated[str, AfterValidator(_mail_address)]
Sender = Annotated[str, AfterValidator(_sender)]


class OutletSettings(BaseModel):
    """What an operator may change about one outlet: the table `[outlets.KEY]` of shiyi.toml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    enabled: bool | None = None
    delay: Annotated[float, Field(ge=0.5, le=300)] | None = None
    schedule: Schedule | None = None


_Line = Annotated[str, Field(max_length=500)]


class BulletinSettings(BaseModel):
    """What the office prints around the items, and how: the table `[bulletin]` of shiyi.toml.

    `fonts` names another font for a use; the usual ones then stand in where it is missing.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: _Line = "甘肃省妇女儿童工作委员会"
    editor: _Line = "甘肃省妇女儿童工作委员会办公室"
    report_to: _Line = "国务院妇女儿童工作委员会办公室"
    send_to: _Line = "省妇女儿童工作委员会各成员单位，各市州、县市区妇女儿童工作委员会"
    printer: _Line = ""
    mail: _Line = ""
    copies: Annotated[int, Field(ge=1, le=100_000)] | None = None
    reviews: Annotated[int, Field(ge=0, le=3)] = 1
    abridge_to: Annotated[int, Field(ge=100, le=3000)] = 450
    fonts: dict[Literal["title", "body", "heading", "kai", "song"], _Line] = Field(default_factory=dict)


class Settings(BaseSettings):
    """The one settings class. Times are seconds and sizes bytes, unless the name says otherwise."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True)
    reads_environment: ClassVar[bool] = False

    home: Path = Path("var")
    database_url: Annotated[str, AfterValidator(_database_url)] | None = None

    contact: Annotated[str, Field(max_length=200, pattern=r"^[\x20-\x7e]*$")] = ""
    delay: Annotated[float, Field(ge=0.5, le=300)] = 2.0
    request_timeout: Annotated[float, Field(ge=1, le=300)] = 30.0
    crawl_schedule: Schedule = "0 7-21/2 * * *"
    epaper_schedule: Schedule = "30 6,8 * * *"
    jitter: Annotated[float, Field(ge=0, le=3600)] = 600.0
    at_once: Annotated[int, Field(ge=1, le=32)] = 2
    distribute: bool = False
    run_timeout: Annotated[float, Field(ge=10, le=7200)] = 900.0
    memory_limit: Annotated[int, Field(ge=256 * 2**20, le=64 * 2**30)] = 1536 * 2**20
    page_limit: Annotated[int, Field(ge=64 * 1024, le=64 * 1024 * 1024)] = 8 * 1024 * 1024
    chromium: Path | None = None
    replica_port: Annotated[int, Field(ge=1, le=65535)] | None = None

    home_province: str = "甘肃"
    window_days: Annotated[int, Field(ge=1, le=366)] = 45
    carry_digests: Annotated[int, Field(ge=0, le=60)] = 7
    folded_below: Annotated[float, Field(ge=0, le=1)] = 0.35

    digest_cutoff: time = time(7, 30)

    bulletin: BulletinSettings = BulletinSettings()

    desk_url: Annotated[str, Field(pattern=r"^https?://[^\s<>\"]+$", max_length=200)] = (
        "http://127.0.0.1:8715/"
    )
    mail_to: list[MailAddress] = Field(default_factory=list)
    mail_from: MailAddress | None = None
    smtp_host: str | None = None
    smtp_port: Annotated[int, Field(ge=1, le=65535)] | None = None
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    smtp_user: str | None = None
    smtp_password: str | None = None
    smtp_ca: Path | None = None

    imap_host: str | None = None
    imap_port: Annotated[int, Field(ge=1, le=65535)] | None = None
    imap_security: Literal["tls", "starttls", "none"] = "tls"
    imap_user: str | None = None
    imap_password: str | None = None
    imap_ca: Path | None = None
    imap_folder: Annotated[str, Field(min_length=1, max_length=100)] = "INBOX"
    imap_schedule: Schedule = "*/15 7-21 * * *"
    imap_senders: dict[Sender, Annotated[str, Field(min_length=1, max_length=80)]] = Field(
        default_factory=dict
    )
    imap_checked_by: str | None = None
    imap_mail_limit: Annotated[int, Field(ge=64 * 1024, le=64 * 2**20)] = 20 * 2**20

    operator_mail: list[MailAddress] = Field(default_factory=list)
    alert_urls: list[str] = Field(default_factory=list)
    health_host: str = "127.0.0.1"
    health_port: Annotated[int, Field(ge=0, le=65535)] = 8716
    keep_raw_days: Annotated[int, Field(ge=30, le=36500)] = 400
    log_format: Literal["plain", "json"] = "plain"

    outlets: dict[str, OutletSettings] = Field(default_factory=dict)

    @property
    def database(self) -> str:
        """The SQLAlchemy address of the database: the setting, else the SQLite file under `home`."""
        if self.database_url is None:
            return f"sqlite:///{self.home / 'shiyi.sqlite'}"
        url = make_url(self.database_url)
        if url.drivername == "postgresql":
            url = url.set(drivername="postgresql+psycopg")
        return url.render_as_string(hide_password=False)

    @property
    def user_agent(self) -> str:
        """An honest name, with a way to reach the office that runs this copy."""
        return f"Shiyi/0.1 (+{self.contact})" if self.contact else "Shiyi/0.1"

    @property
    def sender(self) -> str | None:
        """Who mails come from; None where no mail can be sent."""
        return (self.mail_from or self.smtp_user) if self.smtp_host else None

    def environment(self) -> dict[str, str]:
        """The environment for a subprocess with these same settings, whatever ours says of them."""
        values = self.model_dump(mode="json", exclude_defaults=True)
        others = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
        return others | {
            f"{PREFIX}{name.upper()}": value if isinstance(value, str) else json.dumps(value)
            for name, value in values.items()
        }

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment wins over the file, whose values `load_settings` passes in as arguments.

        Elsewhere only what is given counts: the demo must not end up in the database that the environment names.
        """
        return (env_settings, init_settings) if cls.reads_environment else (init_settings,)


class _ReadSettings(Settings):
    reads_environment: ClassVar[bool] = True


def load_settings() -> Settings:
    """Read the environment and the settings file; a wrong setting is one sentence that names it.

    Raises UsageError.
    """
    home = Path(os.environ.get(f"{PREFIX}HOME") or "var")
    file = home / "shiyi.toml"
    known = {f"{PREFIX}{name.upper()}": name for name in Settings.model_fields}
    for variable in os.environ:
        if variable.startswith(PREFIX) and variable not in known:
            raise UsageError(f"The environment sets {variable}, which is no setting; see docs/settings.md.")
    values = _read_file(file)
    try:
        return _ReadSettings(**values)
    except ValidationError as error:
        raise UsageError(_sentence(error, known, file)) from None
    except ValueError as error:  # pydantic-settings: a table in the environment that is no JSON
        raise UsageError(
            f"A setting in the environment cannot be read: {error}. See docs/settings.md."
        ) from None


def _read_file(file: Path) -> dict[str, Any]:
    try:
        values = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"The settings file {file} cannot be read: {error}.") from None
    if "home" in values:
        raise UsageError(
            f"{file} sets home, but lies in it itself; set {PREFIX}HOME in the environment instead."
        )
    return values


def _sentence(error: ValidationError, known: dict[str, str], file: Path) -> str:
    first = error.errors()[0]
    name = ".".join(str(part) for part in first["loc"])
    variable = f"{PREFIX}{str(first['loc'][0]).upper()}" if first["loc"] else ""
    where = variable if variable in known and variable in os.environ else str(file)
    if first["type"] == "extra_forbidden":
        return f"{where} sets {name}, which is no setting; see docs/settings.md."
    why = first["msg"].removeprefix("Value error, ")
    return f"The setting {name} in {where} is wrong: {why} (it says {first['input']!r})."
