"""What is wrong with a value is said in words that whoever sent it can act on, never in those of a programming language."""

from typing import Any

import pytest

from tests.unit.api.client import Client


@pytest.mark.parametrize(
    ("field", "value", "path", "words"),
    [
        ("tags", "a", "tags", 'must be a list of at most 30 words, as in ["backend"]'),
        ("tags", ["a"] * 31, "tags", 'must be a list of at most 30 words, as in ["backend"]'),
        ("tags", ["a", 1], "tags[1]", "must be a text, not a whole number"),
        ("dependsOn", "redis", "dependsOn", 'must be a list of at most 50 identifiers or applications, as in ["redis"]'),
        ("dependsOn", [None], "dependsOn[0]", "must be a text, not null"),
        ("links", ["x"], "links", 'must be an object of at most 30 URLs by name, as in {"wiki": "http://..."}'),
        ("git", "main", "git", "must be an object with branch, commit"),
    ],
)
async def test_a_wrong_field_is_told_in_words(client: Client, field: str, value: Any, path: str, words: str) -> None:
    answer = await client.ask("POST", "/api/register", {"appId": "a", field: value})
    assert answer[0] == 422
    assert answer[1]["errors"] == [{"path": path, "message": words}]
