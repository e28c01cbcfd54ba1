"""The operator's page."""

from storage.database import Database
from storage.models import Alert, Run, RunKind, RunState
from tests.desk.web.conftest import Browser
from tests.desk.web.content import NOW


def test_outlets_rhythm_alerts_and_runs(operator: Browser, database: Database, filled: int) -> None:
    with database.session() as session:
        for kind, state in ((RunKind.CRAWL, RunState.FINISHED), (RunKind.TRIAGE, RunState.FAILED)):
            session.add(
                Run(
                    kind=kind,
                    subject="paper",
                    slot=NOW,
                    due_at=NOW,
                    arguments=[],
                    state=state,
                    finished_at=NOW,
                    counts={},
                    note="说明",
                )
            )
    page = operator.get("/health").text
    for said in ("省总工会被拦截", "列表页是验证页", "未启用的 1 家", "需要客户端", "失败", "说明"):
        assert said in page, said
    days = "0," * 54 + "5,0"
    assert 'data-first="2026-09-26"' in page
    assert f'<tr data-days="{days}"><th scope="row">新甘肃</th>' in page


def test_an_alert_is_put_aside_until_a_day(operator: Browser, database: Database, filled: int) -> None:
    operator.get("/health")
    assert operator.post("/health/acknowledge", {"alert": "1", "until": "2026-12-01"}).status_code == 303
    assert "搁置到 12月1日 00:00" in operator.get("/health").text
    with database.reading() as session:
        assert session.get_one(Alert, 1).acknowledged_until is not None
    assert operator.post("/health/acknowledge", {"alert": "9", "until": "2026-12-01"}).status_code == 404


def test_an_editor_sees_neither_the_page_nor_the_way_to_it(editor: Browser) -> None:
    assert "/health" not in editor.get("/").text
    assert editor.get("/health").status_code == 403
