"""The API keeps its promises: schemathesis asks what its description allows, and what it does not."""

from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.core.result import Err
from schemathesis.specs.openapi.checks import negative_data_rejection


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_the_api_says_only_what_it_promises(app: FastAPI, program: TestClient, mode: GenerationMode) -> None:
    headers = {"Authorization": program.headers["Authorization"]}
    schema = schemathesis.openapi.from_asgi("/api/openapi.json", app, headers=headers)
    asked = []
    for found in schema.get_all_operations():
        assert not isinstance(found, Err)
        operation = found.ok()

        @given(case=operation.as_strategy(generation_mode=mode))
        @settings(max_examples=12, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        def ask(case: Case[Any]) -> None:
            # A parameter that is not known is passed over, as is usual; that is no broken promise.
            case.call_and_validate(headers=headers, excluded_checks=[negative_data_rejection])

        ask()
        asked.append(operation.path)
    assert len(asked) == 6
