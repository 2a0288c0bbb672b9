"""URLs of brokers and beginnings of topics, as settings."""

from pathlib import Path

import pytest

from registry_tray.broker_address import BrokerAddress, parse_broker_url
from registry_tray.config import Settings
from registry_tray.configuration import load_settings
from registry_tray.core.errors import ConfigError


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("mqtt://localhost", BrokerAddress("localhost", 1883)),
        ("mqtt://localhost:1999/", BrokerAddress("localhost", 1999)),
        ("mqtts://broker.example", BrokerAddress("broker.example", 8883, is_tls=True)),
        ("mqtt://me:p%40ss%2F@10.0.0.1", BrokerAddress("10.0.0.1", 1883, user="me", password="p@ss/")),
        ("mqtt://[::1]:1883", BrokerAddress("::1", 1883)),
    ],
)
def test_a_url_names_host_port_user_and_password(url: str, address: BrokerAddress) -> None:
    assert parse_broker_url(url) == address


@pytest.mark.parametrize(
    "url",
    ["localhost:1883", "http://localhost", "mqtt://", "mqtt://:1883", "mqtt://x:0", "mqtt://x:99999", "mqtt://x:y", "mqtt://x/path",
     "mqtt://x?y", "mqtt://a b", "mqtt://" + "x" * 80, "mqtt://a..b", 5, True],
)  # fmt: skip
def test_what_is_no_broker_is_refused_with_an_example(url: object) -> None:
    with pytest.raises(
        ConfigError, match=r"^mqtt\.url in a test: .* is not (the URL of a broker such as mqtt://localhost|a text)"
    ):
        Settings().with_value("mqtt.url", url, "a test")


def test_a_wrong_url_is_said_without_its_password() -> None:
    with pytest.raises(ConfigError) as caught:
        Settings().with_value("mqtt.url", "mqtt://me:s3cret@host/path", "a test")
    assert "s3cret" not in str(caught.value)


def test_no_url_is_no_broker() -> None:
    named = Settings().with_value("mqtt.url", "mqtt://localhost", "a test")
    assert named.with_value("mqtt.url", "", "a test") == Settings()


@pytest.mark.parametrize("prefix", ["", "+", "a/#", "/a", "a/", "a//b", "$SYS", "a b", "\0", "x" * 101])
def test_topics_cannot_begin_with_just_anything(prefix: str) -> None:
    with pytest.raises(ConfigError, match=r"^mqtt\.prefix in a test"):
        Settings().with_value("mqtt.prefix", prefix, "a test")


def test_the_argument_is_named_as_it_is_typed(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="in the argument --mqtt: 'x' is not the URL of a broker"):
        load_settings(tmp_path / "none", {}, {"mqtt.url": "x"})
