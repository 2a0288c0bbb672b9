"""Where the registry answers, and where it does not."""

from typing import Any

import pytest

from registry_tray.mqtt.topics import Topics

TOPICS = Topics("ww")


@pytest.mark.parametrize("topic", ["a", "ww/registry/list/res/1", "ü/€", "a/$b", "ww/registry/register/res/2"])
@pytest.mark.parametrize("key", ["respondTo", "responseTopic", "responseTo"])
def test_a_topic_that_the_request_names_is_answered_on(topic: str, key: str) -> None:
    assert TOPICS.reply_topic({key: topic}) == topic


HOSTILE: list[Any] = [
    None, 5, [], {}, "", "a/#", "+", "a\0", "a\n", "\ud800", "$SYS/a", "\N{EURO SIGN}" * 400, TOPICS.list, TOPICS.register,
    TOPICS.up, TOPICS.down, TOPICS.update, TOPICS.event, TOPICS.state("x"), "core$/pubsub/instance/beat",
]  # fmt: skip


@pytest.mark.parametrize("request_", [None, [], "a", 5, {}, *[{"respondTo": topic} for topic in HOSTILE]])
def test_there_is_no_answer_where_it_could_do_harm(request_: Any) -> None:
    assert TOPICS.reply_topic(request_) is None


def test_a_hostile_topic_does_not_hide_a_good_one() -> None:
    assert TOPICS.reply_topic({"respondTo": "bad/#", "responseTopic": "good"}) == "good"
