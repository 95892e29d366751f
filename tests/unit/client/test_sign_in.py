"""A sign-in is completed only when everything about its answer is as it must be."""

from __future__ import annotations

import base64
import hashlib
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from api_client.errors import BadReply, ClinicError, NotFhir, ServerBroken, SignedOut, SignInRefused
from api_client.smart import SmartConfiguration, SmartSignIn, discover
from api_client.smart.scopes import for_server
from tests.unit.client.clinic_sign_in import ISSUER, NOW, REDIRECT, SCOPE, SignInServer
from tests.unit.client.servers import BASE


def came_back(sign_in: SmartSignIn, **changed: str | None) -> str:
    values = {"code": "code-1", "state": sign_in.state, "iss": ISSUER, **changed}
    query = "&".join(f"{name}={quote(value)}" for name, value in values.items() if value is not None)
    return f"{REDIRECT}?{query}"


async def refused(sign_in: SmartSignIn, address: str) -> str:
    with pytest.raises(SignInRefused) as caught:
        await sign_in.finish(address)
    assert isinstance(caught.value, SignedOut)
    assert "code-1" not in str(caught.value) + repr(caught.value)
    return caught.value.reason


async def test_a_sign_in_brings_tokens_patient_and_person() -> None:
    server = SignInServer()
    sign_in = await server.begun()
    found = await sign_in.finish(came_back(sign_in))
    assert (found.access, found.refresh, found.scope) == ("access-0", "refresh-0", SCOPE)
    assert (found.patient, found.fhir_user) == ("rowan", "Patient/rowan")
    assert found.expires_at == NOW + timedelta(hours=1)
    assert "access-0" not in repr(found)
    assert "refresh-0" not in repr(found)


async def test_the_page_is_asked_for_with_everything_smart_wants() -> None:
    server = SignInServer()
    sign_in = await server.begun()
    asked = dict(httpx.URL(sign_in.url).params)
    assert asked.pop("state") == sign_in.state
    assert len(sign_in.state) >= 43  # 256 bits
    assert len(asked.pop("nonce")) >= 43
    verifier_hash = asked.pop("code_challenge")
    await sign_in.finish(came_back(sign_in))
    sent = dict(httpx.QueryParams(server.asked[-1].content.decode()))
    digest = hashlib.sha256(sent["code_verifier"].encode()).digest()
    assert base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == verifier_hash
    assert 43 <= len(sent["code_verifier"]) <= 128
    assert asked == {
        "response_type": "code",
        "client_id": "lantern",
        "redirect_uri": REDIRECT,
        "scope": SCOPE,
        "aud": BASE,
        "code_challenge_method": "S256",
    }


async def test_no_two_sign_ins_share_a_secret() -> None:
    server = SignInServer()
    drawn = [httpx.URL((await server.begun()).url).params for _ in range(20)]
    for name in ("state", "nonce", "code_challenge"):
        assert len({one[name] for one in drawn}) == 20


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"state": "another"}, "state"),
        ({"state": None}, "state"),
        ({"state": "ä"}, "state"),
        ({"iss": "https://elsewhere.example"}, "issuer"),
        ({"code": None}, "code"),
        ({"code": None, "error": "access_denied"}, "access_denied"),
        ({"error": "Words Of Somebody"}, "refused"),
    ],
)
async def test_an_answer_that_is_not_ours_is_refused_and_asks_nothing(
    changed: dict[str, str | None], reason: str
) -> None:
    server = SignInServer()
    sign_in = await server.begun()
    before = len(server.asked)
    assert await refused(sign_in, came_back(sign_in, **changed)) == reason
    assert len(server.asked) == before


async def test_junk_does_not_spoil_the_true_answer_after_it() -> None:
    server = SignInServer()
    sign_in = await server.begun()
    for junk in (
        "",
        "lantern://",
        "https://elsewhere.example/?code=x",
        f"{REDIRECT}?" + "a=1&" * 1000,
        "lantern://signed-in?%ff",
        "http://[",
        came_back(sign_in, state="x"),
    ):
        await refused(sign_in, junk)
    assert (await sign_in.finish(came_back(sign_in))).patient == "rowan"


async def test_an_answer_that_says_a_thing_twice_is_refused() -> None:
    sign_in = await SignInServer().begun()
    assert await refused(sign_in, came_back(sign_in) + f"&state={sign_in.state}") == "redirect"


async def test_an_answer_to_another_place_is_refused() -> None:
    sign_in = await SignInServer().begun()
    assert await refused(sign_in, came_back(sign_in).replace("signed-in", "elsewhere")) == "redirect"


async def test_a_code_is_used_once() -> None:
    server = SignInServer()
    sign_in = await server.begun()
    await sign_in.finish(came_back(sign_in))
    before = len(server.asked)
    assert await refused(sign_in, came_back(sign_in)) == "used"
    assert len(server.asked) == before
    other = await server.begun()  # the same code carried into another sign-in
    assert await refused(other, came_back(other)) == "invalid_grant"


async def test_a_sign_in_is_good_for_ten_minutes() -> None:
    times = [NOW, NOW + timedelta(minutes=10, seconds=1)]
    sign_in = await SignInServer().begun(clock=lambda: times[0] if len(times) == 2 else times[-1])
    times.pop(0)
    assert await refused(sign_in, came_back(sign_in)) == "expired"


async def test_a_server_that_promised_to_name_itself_must() -> None:
    server = SignInServer(configuration={"authorization_response_iss_parameter_supported": True})
    sign_in = await server.begun()
    assert await refused(sign_in, came_back(sign_in, iss=None)) == "issuer"


@pytest.mark.parametrize(
    ("claims", "reply", "reason"),
    [
        ({"nonce": "another"}, {}, "nonce"),
        ({"nonce": None}, {}, "nonce"),
        ({"aud": "somebody-else"}, {}, "audience"),
        ({"aud": ["a", "b"]}, {}, "audience"),
        ({"iss": "https://elsewhere.example"}, {}, "issuer"),
        ({"exp": NOW.timestamp() - 3 * 86_400}, {}, "expired"),
        ({"fhirUser": "https://elsewhere.example/fhir/Patient/rowan"}, {}, "fhirUser"),
        ({"fhirUser": "Patient/../Practitioner/x"}, {}, "fhirUser"),
        ({"fhirUser": "Device/1"}, {}, "fhirUser"),
        ({}, {"patient": None}, "patient"),
        ({}, {"scope": "openid"}, "scope"),
        ({}, {"scope": ""}, "scope"),
    ],
)
async def test_tokens_that_are_not_for_us_are_refused(
    claims: dict[str, Any], reply: dict[str, Any], reason: str
) -> None:
    sign_in = await SignInServer(claims=claims, reply=reply).begun()
    assert await refused(sign_in, came_back(sign_in)) == reason


@pytest.mark.parametrize(
    ("reply", "path"),
    [
        ({"access_token": None}, "access_token"),
        ({"access_token": "a b"}, "access_token"),
        ({"access_token": "a\r\nx: y"}, "access_token"),
        ({"access_token": 7}, "access_token"),
        ({"token_type": "mac"}, "token_type"),
        ({"refresh_token": {}}, "refresh_token"),
        ({"expires_in": "soon"}, "expires_in"),
        ({"expires_in": -1}, "expires_in"),
        ({"expires_in": True}, "expires_in"),
        ({"scope": ["a"]}, "scope"),
        ({"patient": "a/b"}, "patient"),
        ({"id_token": "abc"}, "id_token"),
        ({"id_token": "a.b!.c"}, "id_token"),
        ({"id_token": "a.W10.c"}, "id_token"),
    ],
)
async def test_a_token_answer_that_is_malformed_is_a_bad_reply(reply: dict[str, Any], path: str) -> None:
    sign_in = await SignInServer(reply=reply).begun()
    with pytest.raises(BadReply) as caught:
        await sign_in.finish(came_back(sign_in))
    assert caught.value.path == path


async def test_a_practitioner_needs_no_patient() -> None:
    scope = "openid fhirUser user/Patient.rs"
    server = SignInServer(claims={"fhirUser": "Practitioner/t1"}, reply={"patient": None, "scope": scope})
    sign_in = await server.begun(scope=scope)
    found = await sign_in.finish(came_back(sign_in))
    assert (found.patient, found.fhir_user) == (None, "Practitioner/t1")


async def test_a_token_endpoint_in_trouble_is_no_refusal() -> None:
    server = SignInServer()
    sign_in = await server.begun()
    server.token_status = 503
    with pytest.raises(ServerBroken):
        await sign_in.finish(came_back(sign_in))


async def test_a_sign_in_survives_the_end_of_the_app() -> None:
    server = SignInServer()
    sign_in = await server.begun()
    later = SmartSignIn.from_text(
        sign_in.to_text(), await server.configured(), transport=server.transport(), clock=lambda: NOW
    )
    assert later.state == sign_in.state
    assert (await later.finish(came_back(later))).patient == "rowan"
    with pytest.raises(SignInRefused):
        SmartSignIn.from_text("{}", await server.configured())


# --- discovery ---


async def test_discovery_reads_what_is_there() -> None:
    found = await SignInServer().configured()
    assert (found.issuer, found.token_endpoint) == (ISSUER, f"{ISSUER}/token")
    assert found.code_challenge_methods == ("S256",)


@pytest.mark.parametrize(
    ("changed", "path"),
    [
        ({"token_endpoint": None}, "token_endpoint"),
        ({"authorization_endpoint": 5}, "authorization_endpoint"),
        ({"token_endpoint": "http://sign-in.clinic.example/token"}, "token_endpoint"),
        ({"authorization_endpoint": "javascript:alert(1)"}, "authorization_endpoint"),
        ({"revocation_endpoint": "https://a b/"}, "revocation_endpoint"),
        ({"token_endpoint": "https://clinic.example/#x"}, "token_endpoint"),
    ],
)
async def test_addresses_that_cannot_be_used_are_a_bad_reply(changed: dict[str, Any], path: str) -> None:
    with pytest.raises(BadReply) as caught:
        await SignInServer(configuration=changed).configured()
    assert caught.value.path == path


@pytest.mark.parametrize("methods", [None, [], ["plain"], "S256"])
async def test_a_server_without_pkce_is_discovered_and_not_signed_in_at(methods: object) -> None:
    configuration = await SignInServer(
        configuration={"code_challenge_methods_supported": methods}
    ).configured()
    assert "S256" not in configuration.code_challenge_methods
    with pytest.raises(SignInRefused) as caught:
        SmartSignIn(configuration, client_id="lantern", redirect_uri=REDIRECT, scope=SCOPE)
    assert caught.value.reason == "no_pkce"


@pytest.mark.parametrize(
    "answer", [httpx.Response(404), httpx.Response(200, text="<html>"), httpx.Response(404, text="<html>")]
)
async def test_a_server_without_smart_is_told_apart(answer: httpx.Response) -> None:
    with pytest.raises(NotFhir):
        await discover(BASE, httpx.MockTransport(lambda _: answer))


async def test_discovery_fails_with_the_clients_own_errors() -> None:
    def broken(_: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("no route to clinic.example?canary")

    with pytest.raises(ClinicError) as caught:
        await discover(BASE, httpx.MockTransport(broken))
    assert "canary" not in str(caught.value)


def test_the_first_form_of_scopes_is_used_only_where_no_other_is_known() -> None:
    scope = "openid launch/patient patient/Goal.cruds patient/Invoice.rs user/Task.u patient/*.rs?category=x"
    assert for_server(scope, ["permission-v2", "permission-v1"]) == scope
    assert for_server(scope, []) == scope
    assert for_server(scope, ["permission-v1"]) == (
        "openid launch/patient patient/Goal.read patient/Goal.write patient/Invoice.read user/Task.write patient/*.read"
    )


def test_a_configuration_is_a_plain_value() -> None:
    one = SmartConfiguration.of(BASE, SignInServer().stated_configuration())
    assert one == SmartConfiguration.of(BASE, SignInServer().stated_configuration())
