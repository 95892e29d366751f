"""Whoever cannot prove to be the clinic hears not one byte of a request."""

from __future__ import annotations

import ssl
import warnings
from pathlib import Path

import pytest

from api_client import ClinicClient, Document, Retry
from api_client.errors import BadAddress, ClinicError, TlsRefused
from api_client.transport import tls_context
from tests.unit.client.authorities import Authority, listening

SECRET = Document.of('{"resourceType":"Goal","description":{"text":"canary words"}}')


@pytest.fixture
def ours(tmp_path: Path) -> Authority:
    return Authority(tmp_path, "ours")


async def _sends(port: int, bundle: Path | None, host: str = "127.0.0.1") -> None:
    async with ClinicClient(
        f"https://{host}:{port}/fhir", ca_bundle=bundle, retry=Retry(tries=3, base_s=0)
    ) as client:
        await client.create(SECRET, if_none_exist="system|canary")


async def test_a_clinic_that_proves_itself_is_spoken_to(ours: Authority) -> None:
    async with (
        listening(ours.context()) as heard,
        ClinicClient(f"https://127.0.0.1:{heard.port}/fhir", ca_bundle=ours.pem) as client,
    ):
        assert (await client.read("Goal", "1")).id == "1"
    assert heard.received.startswith(b"GET /fhir/Goal/1 ")


@pytest.mark.parametrize(
    "fault",
    [
        "self-signed",
        "another host",
        "expired",
        "unknown authority",
        "another authority of the public",
        "old TLS",
    ],
)
async def test_a_server_that_cannot_prove_itself_hears_nothing(
    fault: str, ours: Authority, tmp_path: Path
) -> None:
    bundle: Path | None = ours.pem
    context = ours.context()
    if fault == "self-signed":
        context = ours.context(self_signed=True)
    elif fault == "another host":
        context = ours.context("elsewhere.example")
    elif fault == "expired":
        context = ours.context(days=-1)
    elif fault == "unknown authority":
        context = Authority(tmp_path, "theirs").context()
    elif fault == "another authority of the public":
        bundle = None
    else:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            context.minimum_version = ssl.TLSVersion.TLSv1
            context.maximum_version = ssl.TLSVersion.TLSv1_1
            context.set_ciphers("ALL:@SECLEVEL=0")
    async with listening(context) as heard:
        with pytest.raises(TlsRefused):
            await _sends(heard.port, bundle)
    assert heard.received == b""


async def test_the_environment_cannot_add_an_authority(
    ours: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = Authority(tmp_path, "theirs")
    monkeypatch.setenv("SSL_CERT_FILE", str(theirs.pem))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))
    monkeypatch.setenv("SSLKEYLOGFILE", str(tmp_path / "keys"))
    async with listening(theirs.context()) as heard:
        for bundle in (ours.pem, None):
            with pytest.raises(TlsRefused):
                await _sends(heard.port, bundle)
    assert heard.received == b""
    assert not (tmp_path / "keys").exists()


async def test_the_environment_cannot_put_a_proxy_between(
    ours: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with listening(None) as proxy, listening(ours.context()) as heard:
        for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "HTTP_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        async with ClinicClient(f"https://127.0.0.1:{heard.port}/fhir", ca_bundle=ours.pem) as client:
            await client.read("Goal", "1")
    assert proxy.connections == 0


async def test_plain_http_to_another_machine_is_never_tried() -> None:
    with pytest.raises(BadAddress):
        ClinicClient("http://192.0.2.1/fhir")


async def test_a_plain_server_where_tls_was_asked_for_hears_no_word_of_the_request(ours: Authority) -> None:
    async with listening(None) as heard:
        with pytest.raises(ClinicError):
            await _sends(heard.port, ours.pem)
    assert b"canary" not in heard.received  # a TLS greeting, nothing of ours
    assert b"Goal" not in heard.received


def test_trust_is_checked_by_chain_and_by_name(ours: Authority) -> None:
    for context in (tls_context(), tls_context(ours.pem)):
        assert context.check_hostname
        assert context.verify_mode is ssl.CERT_REQUIRED
        assert context.minimum_version >= ssl.TLSVersion.TLSv1_2
    assert len(tls_context(ours.pem).get_ca_certs()) == 1
