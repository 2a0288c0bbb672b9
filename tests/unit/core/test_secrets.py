"""What looks like a secret is masked, and what may not be checked is refused."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry_tray.core.secrets import MASK, mask, mask_text
from registry_tray.core.targets import Form, Scheme, address_of, is_here, is_loopback, parse_target, without_credentials

SCHEMES = {
    scheme.name: scheme
    for scheme in (
        Scheme("http", 80),
        Scheme("https", 443),
        Scheme("tcp"),
        Scheme("mqtt", 1883),
        Scheme("docker", None, Form.NAME),
    )
}


@pytest.mark.parametrize(
    "name",
    ["password", "DB_PASSWORD", "passwd", "passphrase", "clientSecret", "accessToken", "Authorization", "apiKey", "api_key",
     "APIKEY", "x-api-key", "AWS_SECRET_ACCESS_KEY", "private.key", "key", "pwd", "Cookie", "credentials", "signingKey"],
)  # fmt: skip
def test_the_value_of_a_secret_is_masked(name: str) -> None:
    assert mask({"a": [{name: "hunter2"}]}) == {"a": [{name: MASK}]}
    assert mask({name: {"nested": ["hunter2"]}}) == {name: MASK}
    assert mask({name: 12345}) == {name: MASK}


@pytest.mark.parametrize("name", ["monkey", "keyboard", "hotkey", "name", "port", "url", "environment"])
def test_what_only_sounds_alike_stays(name: str) -> None:
    assert mask({name: "value"}) == {name: "value"}


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("postgres://me:hunter2@db:5432/x", "postgres://me:***@db:5432/x"),
        ("redis://:hunter2@localhost", "redis://:***@localhost"),
        ("see mqtt://a:b@c and amqp://d:e@f!", "see mqtt://a:***@c and amqp://d:***@f!"),
        ("https://me@host/", "https://me@host/"),
        ("mail me@example.com", "mail me@example.com"),
        ("http://u:p@ss@host/", "http://u:***@host/"),
    ],
)
def test_passwords_in_urls_are_masked(text: str, masked: str) -> None:
    assert mask_text(text) == masked
    assert mask([text]) == [masked]


JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.sampled_from(["password", "token"]), inner),
    max_leaves=20,
)


@given(JSON)
def test_masking_twice_is_masking_once_and_keeps_the_shape(value: Any) -> None:
    once = mask(value)
    assert mask(once) == once
    assert isinstance(once, type(value))


@pytest.mark.parametrize(
    ("url", "host", "port"),
    [
        ("http://localhost", "localhost", 80),
        ("https://example.com/health?x=1", "example.com", 443),
        ("http://localhost:8000/health", "localhost", 8000),
        ("tcp://[::1]:5432", "::1", 5432),
        ("HTTP://LocalHost:1", "localhost", 1),
        (" http://my_service:80 ", "my_service", 80),
        ("http://user:pw@127.0.0.1:9/", "127.0.0.1", 9),
        ("http://bücher.example:80/", "bücher.example", 80),
    ],
)
def test_a_target_is_host_and_port(url: str, host: str, port: int) -> None:
    target = parse_target(url, SCHEMES)
    assert (target.host, target.port) == (host, port)
    assert target.url == url.strip()


@pytest.mark.parametrize(
    "url",
    ["", "localhost:8000", "ftp://localhost/", "http://", "http:///health", "tcp://localhost", "http://localhost:0/",
     "http://localhost:99999", "http://localhost:http/", "http://local host/", "http://[::1", "http://[::1%eth0]:80x/",
     "file:///etc/passwd", "javascript:alert(1)", "http://a\nb/", "http://a..b/", "tcp://.:80", f"http://{'x' * 64}/"],
)  # fmt: skip
def test_what_is_no_target_is_refused_in_words(url: str) -> None:
    with pytest.raises(ValueError, match=r"must|has the scheme|is not a URL"):
        parse_target(url, SCHEMES)


@pytest.mark.parametrize(
    "host",
    ["169.254.169.254", "[fe80::1]", "224.0.0.1", "[ff02::1]", "[::ffff:169.254.169.254]", "metadata.google.internal", "METADATA",
     "metadata.google.internal.", "100.100.100.200", "[fd00:ec2::254]", "2852039166", "0xA9FEA9FE", "169.254.43518",
     "0251.0376.0251.0376", "169.254.169.254."],
)  # fmt: skip
def test_metadata_services_are_refused_however_they_are_written(host: str) -> None:
    with pytest.raises(ValueError, match="never checked"):
        parse_target(f"http://{host}/latest", SCHEMES)


@pytest.mark.parametrize(("host", "local"), [("localhost", True), ("127.8.9.1", True), ("::1", True), ("[::1]", True),
                                             ("::ffff:127.0.0.1", True), ("LOCALHOST.", True), ("10.0.0.1", False),
                                             ("localhost.evil.example", False), ("", False)])  # fmt: skip
def test_loopback_is_told_from_the_rest(host: str, local: bool) -> None:
    assert is_loopback(host) is local


def test_credentials_are_taken_out_of_urls_of_any_form() -> None:
    assert without_credentials("http://me:pw@[::1]:8000/x?y=1") == "http://me:***@[::1]:8000/x?y=1"
    assert without_credentials("http://[broken") == "http://[broken"
    assert without_credentials("/health") == "/health"


def test_addresses_are_written_for_people() -> None:
    assert parse_target("tcp://[::1]:80", SCHEMES).address == "[::1]:80"
    assert parse_target("tcp://a:80", SCHEMES).address == "a:80"
    assert parse_target("tcp://[::1]:80", SCHEMES).is_local


@pytest.mark.parametrize(
    ("endpoint", "address", "here"),
    [
        ("http://localhost/x", "localhost:80", True),
        ("https://me:pw@example.com/x", "example.com:443", False),
        ("mqtt://[::1]:1883", "[::1]:1883", True),
        ("process://nginx", "nginx", True),
        ("docker://My_Db", "My_Db", True),
        ("dns://example.com", "example.com", False),
        ("", "", True),
    ],
)
def test_an_endpoint_that_was_taken_is_told_by_its_address(endpoint: str, address: str, here: bool) -> None:
    assert (address_of(endpoint), is_here(endpoint)) == (address, here)


def test_a_url_without_a_port_gets_that_of_its_scheme() -> None:
    assert parse_target("mqtt://me:pw@[::1]/x", SCHEMES).url == "mqtt://me:pw@[::1]:1883/x"
    assert parse_target("mqtt://host:", SCHEMES).url == "mqtt://host:1883"
    assert parse_target("http://host/x", SCHEMES).url == "http://host/x"
    assert parse_target("docker://My_Db", SCHEMES).address == "My_Db"
