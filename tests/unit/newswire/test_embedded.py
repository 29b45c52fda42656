from __future__ import annotations

import socket
from pathlib import Path

import pytest

from newswire.embedded import HOST, EmbeddedEngines, absence, find_binary, is_noise
from newswire.errors import ConfigError


def engines(kafka_port: int, elasticsearch_port: int) -> EmbeddedEngines:
    return EmbeddedEngines(Path("unused"), kafka_port, elasticsearch_port)


@pytest.mark.parametrize(
    ("position", "setting"), [(0, "NEWSWIRE_EMBEDDED_KAFKA_PORT"), (1, "NEWSWIRE_EMBEDDED_ELASTICSEARCH_PORT")]
)
def test_an_occupied_port_is_named_with_its_setting(position: int, setting: str) -> None:
    with socket.create_server((HOST, 0)) as other:
        occupied = other.getsockname()[1]
        ports = [0, 0]  # port 0 is always free
        ports[position] = occupied
        with pytest.raises(ConfigError, match=rf"port {occupied}, .* already in use.* set {setting}"):
            engines(*ports).check_ports()


def test_free_ports_pass() -> None:
    engines(0, 0).check_ports()


def test_an_absent_package_raises() -> None:
    with pytest.raises(ConfigError, match="NEWSWIRE_KAFKA_BOOTSTRAP_SERVERS and NEWSWIRE_ELASTICSEARCH_URL"):
        find_binary("no_such_package")


def test_a_platform_without_wheel_is_sent_to_other_engines() -> None:
    text = str(absence("Linux", "aarch64"))
    assert "no wheel for Linux on aarch64" in text
    assert "NEWSWIRE_KAFKA_BOOTSTRAP_SERVERS and NEWSWIRE_ELASTICSEARCH_URL" in text
    assert "pip install" not in text


def test_a_platform_with_wheel_is_told_how_to_install() -> None:
    assert "pip install 'newswire[embedded]'" in str(absence("Linux", "x86_64"))


def test_only_the_loaders_remark_is_noise() -> None:
    assert is_noise("noida-db: libc.so.6: weak version `GLIBC_2.39' not found (required by noida-db)")
    assert not is_noise("error: kafka: port 9092 is already in use")
