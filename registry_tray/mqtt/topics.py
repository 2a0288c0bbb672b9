"""The topics that the registry speaks on, and those that it answers on."""

from typing import Any

JOIN = "core$/pubsub/instance/join"
BEAT = "core$/pubsub/instance/beat"
LONGEST = 1000  # bytes
REPLY_KEYS = ("respondTo", "responseTopic", "responseTo")


class Topics:
    """All under one prefix, such as `ww`."""

    def __init__(self, prefix: str) -> None:
        self.root = f"{prefix}/registry"
        self.up = f"{self.root}/service/up"
        self.down = f"{self.root}/service/down"
        self.list = f"{self.root}/list"
        self.register = f"{self.root}/register"
        self.unregister = f"{self.root}/unregister"
        self.update = f"{self.root}/application/update"
        self.removed = f"{self.root}/application/removed"
        self.job_status = f"{self.root}/job/status"
        self.event = f"{self.root}/event"
        self.states = f"{self.root}/state/+"

    @property
    def requests(self) -> tuple[str, ...]:
        """What is listened to while connected."""
        return (self.list, self.register, self.unregister, JOIN, BEAT)

    def state(self, instance_id: str) -> str:
        """Where the state of an instance is retained."""
        return f"{self.root}/state/{instance_id}"

    def is_state(self, topic: str) -> bool:
        """Whether it is one of those."""
        return topic.startswith(f"{self.root}/state/")

    def reply_topic(self, request: Any) -> str | None:
        """Where a request wants its answer; None where it names no topic that may be answered on."""
        if not isinstance(request, dict):
            return None
        return next((request[key] for key in REPLY_KEYS if self._may_answer_on(request.get(key))), None)

    def _may_answer_on(self, topic: Any) -> bool:
        if not isinstance(topic, str) or not topic or topic.startswith("$"):
            return False
        if any(character in "+#" or not character.isprintable() for character in topic):
            return False
        if len(topic.encode("utf-8", "replace")) > LONGEST:
            return False
        # An answer there would be taken for a request, or for news of ours.
        ours = {*self.requests, self.up, self.down, self.update, self.removed, self.job_status, self.event}
        return topic not in ours and not self.is_state(topic)
