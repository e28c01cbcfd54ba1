"""Settings: documented, typed, and wrong ones stopped by one sentence that names them."""

from pathlib import Path

import pytest

from base.errors import UsageError
from base.settings import BulletinSettings, Settings, load_settings

DOCS = Path(__file__).resolve().parents[2] / "docs" / "settings.md"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SHIYI_HOME", str(tmp_path))
    return tmp_path


FIELDS = dict(Settings.model_fields) | {
    f"bulletin.{name}": field for name, field in BulletinSettings.model_fields.items()
}


@pytest.mark.parametrize("name", list(FIELDS))
def test_every_setting_is_documented_with_its_default(name: str) -> None:
    row = next((line for line in DOCS.read_text().splitlines() if line.startswith(f"| `{name}` |")), None)
    assert row is not None, f"docs/settings.md has no row for {name}"
    default = FIELDS[name].get_default(call_default_factory=True)
    if default not in (None, "", {}, []) and not isinstance(default, BulletinSettings):
        assert f"`{default}`" in row


def test_the_environment_wins_over_the_file_and_the_file_over_the_default(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "shiyi.toml").write_text("window_days = 30\ndelay = 5\n[outlets.gsrb]\nenabled = false\n")
    monkeypatch.setenv("SHIYI_DELAY", "7")
    settings = load_settings()
    assert (settings.window_days, settings.delay, settings.carry_digests) == (30, 7.0, 7)
    assert settings.outlets["gsrb"].enabled is False
    assert settings.database == f"sqlite:///{home / 'shiyi.sqlite'}"


@pytest.mark.parametrize(
    ("variable", "value", "says"),
    [
        ("SHIYI_WINDOW_DAYS", "soon", "window_days in SHIYI_WINDOW_DAYS"),
        ("SHIYI_DELAY", "0", "delay in SHIYI_DELAY"),
        ("SHIYI_DATABASE_URL", "mysql://x/y", "database_url.*only sqlite and postgresql"),
        ("SHIYI_DATABASE_URL", "nonsense", "database_url.*is no database address"),
        ("SHIYI_DELLAY", "1", "SHIYI_DELLAY, which is no setting"),
        ("SHIYI_OUTLETS", "{", "cannot be read"),
        ("SHIYI_CONTACT", "a\r\nHost: evil", "contact"),
        ("SHIYI_MAIL_TO", '["a@b.cn, c@d.cn"]', "mail_to.*is no mail address"),
        ("SHIYI_MAIL_FROM", "a@b.cn\r\nBcc: all@b.cn", "mail_from.*is no mail address"),
        ("SHIYI_CRAWL_SCHEDULE", "0 7 * *", "crawl_schedule.*is no cron expression"),
        ("SHIYI_CRAWL_SCHEDULE", "0 7 * * 1-5", "crawl_schedule.*name them, as in mon-fri"),
        ("SHIYI_CRAWL_SCHEDULE", "0 7 30 2 *", "crawl_schedule.*never comes"),
    ],
)
def test_a_wrong_variable_is_named(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, says: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(UsageError, match=says):
        load_settings()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("window_days = [", "cannot be read"),
        ("colour = 1", "sets colour, which is no setting"),
        ("home = 'x'", "SHIYI_HOME"),
        ("[outlets.a]\ndealy = 1", r"sets outlets\.a\.dealy, which is no setting"),
        ("window_days = 0", "window_days in .*shiyi.toml"),
        ("[outlets.a]\nschedule = 'often'", r"outlets\.a\.schedule in .*shiyi.toml"),
    ],
)
def test_a_wrong_file_is_named(home: Path, text: str, says: str) -> None:
    (home / "shiyi.toml").write_text(text)
    with pytest.raises(UsageError, match=says):
        load_settings()


def test_a_password_with_signs_survives(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHIYI_DATABASE_URL", "postgresql://u:p%40ss@db/x")
    assert load_settings().database == "postgresql+psycopg://u:p%40ss@db/x"


def test_the_user_agent_is_honest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHIYI_CONTACT", "it@office.example")
    assert load_settings().user_agent == "Shiyi/0.1 (+it@office.example)"
