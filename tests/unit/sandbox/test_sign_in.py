"""SMART App Launch at the sandbox clinic: what a sign-in gives, and every way it is refused."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest

from api_client.sandbox import Sandbox
from tests.unit.sandbox.visitor import BASE, Visitor

ROOT = "http://clinic.test"
REDIRECT = "http://127.0.0.1:43117/signed-in"
SCOPE = "openid fhirUser launch/patient offline_access patient/Goal.cruds patient/Patient.rs user/Patient.rs"


class App:
    """An app that signs somebody in, step by step."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.http = httpx.AsyncClient(
            transport=httpx.ASGITransport(sandbox.app), base_url=ROOT, trust_env=False
        )
        self.verifier = secrets.token_urlsafe(48)

    def asked(self, **changed: str | None) -> dict[str, str]:
        digest = hashlib.sha256(self.verifier.encode()).digest()
        values: dict[str, str | None] = {
            "response_type": "code",
            "client_id": "lantern",
            "redirect_uri": REDIRECT,
            "scope": SCOPE,
            "state": "state-of-this-app",
            "aud": BASE,
            "code_challenge": base64.urlsafe_b64encode(digest).decode().rstrip("="),
            "code_challenge_method": "S256",
            "login_hint": "rowan",
            **changed,
        }
        return {name: value for name, value in values.items() if value is not None}

    async def authorize(self, **changed: str | None) -> httpx.Response:
        return await self.http.get("/auth/authorize", params=self.asked(**changed))

    async def code(self, **changed: str | None) -> str:
        answer = await self.authorize(**changed)
        assert answer.status_code == 303, answer.text
        return said(answer)["code"]

    async def exchange(self, code: str, **changed: str) -> httpx.Response:
        values = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": REDIRECT,
            "client_id": "lantern",
            "code_verifier": self.verifier,
            **changed,
        }
        return await self.http.post("/auth/token", data=values)

    async def tokens(self, **changed: str | None) -> dict[str, Any]:
        answer = await self.exchange(await self.code(**changed))
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def refresh(self, token: str, **more: str) -> httpx.Response:
        values = {"grant_type": "refresh_token", "refresh_token": token, "client_id": "lantern", **more}
        return await self.http.post("/auth/token", data=values)

    async def reads(self, access: str) -> int:
        answer = await self.http.get("/fhir/Patient/rowan", headers={"authorization": f"Bearer {access}"})
        return answer.status_code


def said(answer: httpx.Response) -> dict[str, str]:
    """What the redirect carries."""
    return {name: values[0] for name, values in parse_qs(urlsplit(answer.headers["location"]).query).items()}


@pytest.fixture
def app(clinic: Sandbox) -> App:
    return App(clinic)


async def test_discovery_names_what_exists(app: App, stranger: Visitor) -> None:
    told = (await stranger.get(".well-known/smart-configuration")).json()
    assert told["code_challenge_methods_supported"] == ["S256"]
    assert told["issuer"] == BASE
    for name in ("authorization_endpoint", "token_endpoint", "revocation_endpoint", "jwks_uri"):
        assert (await app.http.request("GET" if "jwks" in name else "POST", told[name])).status_code != 404


async def test_a_sample_person_is_signed_in_at_once(app: App) -> None:
    answer = await app.authorize()
    assert said(answer)["state"] == "state-of-this-app"
    assert said(answer)["iss"] == BASE
    tokens = await app.tokens()
    assert tokens["patient"] == "rowan"
    assert tokens["token_type"] == "Bearer"
    assert tokens["scope"] == SCOPE
    assert await app.reads(tokens["access_token"]) == 200


async def test_the_id_token_is_signed_and_names_the_person(app: App) -> None:
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import padding, rsa

    def raw(part: str) -> bytes:
        return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))

    token = (await app.tokens(nonce="n-1"))["id_token"]
    head, body, signature = token.split(".")
    (key,) = (await app.http.get("/auth/jwks")).json()["keys"]
    public = rsa.RSAPublicNumbers(int.from_bytes(raw(key["e"]), "big"), int.from_bytes(raw(key["n"]), "big"))
    public.public_key().verify(raw(signature), f"{head}.{body}".encode(), padding.PKCS1v15(), hashes.SHA256())
    claims = json.loads(raw(body))
    assert claims["fhirUser"] == f"{BASE}/Patient/rowan"
    assert (claims["iss"], claims["aud"], claims["nonce"]) == (BASE, "lantern", "n-1")


async def test_a_practitioner_gets_no_patient_and_no_patient_scopes(app: App) -> None:
    tokens = await app.tokens(login_hint="sam")
    assert "patient" not in tokens
    assert tokens["scope"] == "openid fhirUser offline_access user/Patient.rs"


@pytest.mark.parametrize(
    "changed",
    [{"client_id": "other"}, {"client_id": None}, {"redirect_uri": None}]
    + [
        {"redirect_uri": address}
        for address in (
            "https://evil.example/signed-in",
            "http://127.0.0.1.evil.example/",
            "http://evil.example@127.0.0.1.evil.example/",
            "http://127.0.0.1@evil.example/",
            "http://user@127.0.0.1/",
            "http://127.0.0.1/#x",
            "http://evil.example\\@127.0.0.1/",
            "https://127.0.0.1/",
            "lantern://signed-in.evil",
            "lantern://signed-in/more",
            "javascript:alert(1)",
            "http://127.0.0.1:99999999/",
            "http://[::1/",
            "//127.0.0.1/",
            "http://127.0.0.1/\r\nSet-Cookie: x=1",
        )
    ],
    ids=str,
)
async def test_nobody_is_sent_to_an_address_that_is_not_the_apps(
    app: App, changed: dict[str, str | None]
) -> None:
    answer = await app.authorize(**changed)
    assert answer.status_code == 400
    assert "location" not in answer.headers
    assert answer.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/",
        "http://127.0.0.1:8550/signed-in",
        "http://localhost:1/a/b?c=d",
        "http://[::1]:9/x",
        "lantern://signed-in",
    ],
)
async def test_this_machine_and_the_apps_own_scheme_are_answered(app: App, address: str) -> None:
    answer = await app.authorize(redirect_uri=address)
    assert answer.headers["location"].startswith(address)
    assert "code" in said(answer)


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"code_challenge": None}, "invalid_request"),
        ({"code_challenge": "short"}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge_method": None}, "invalid_request"),
        ({"aud": "https://other.example/fhir"}, "invalid_request"),
        ({"aud": None}, "invalid_request"),
        ({"state": None}, "invalid_request"),
        ({"launch": "x"}, "invalid_request"),
        ({"scope": None}, "invalid_scope"),
        ({"scope": "system/*.cruds"}, "invalid_scope"),
        ({"scope": "patient/Goal.sc patient/Nonsense.r patient/Goal.rs?category=x"}, "invalid_scope"),
        ({"prompt": "none"}, "login_required"),
    ],
)
async def test_a_request_that_is_not_right_is_told_so(
    app: App, changed: dict[str, str | None], error: str
) -> None:
    told = said(await app.authorize(**changed))
    assert told["error"] == error
    assert "code" not in told


async def test_a_parameter_given_twice_is_refused(app: App) -> None:
    query = urlencode([*app.asked().items(), ("scope", "patient/*.cruds")])
    assert (await app.http.get(f"/auth/authorize?{query}")).status_code == 400


async def test_a_code_works_once_and_its_second_use_takes_back_what_it_gave(app: App) -> None:
    code = await app.code()
    tokens = (await app.exchange(code)).json()
    assert await app.reads(tokens["access_token"]) == 200
    assert (await app.exchange(code)).json()["error"] == "invalid_grant"
    assert await app.reads(tokens["access_token"]) == 401
    assert (await app.refresh(tokens["refresh_token"])).status_code == 400


async def test_a_code_ends_after_five_minutes(clinic: Sandbox, app: App) -> None:
    code = await app.code()
    clinic.clock.shift(301)
    assert (await app.exchange(code)).json()["error"] == "invalid_grant"


@pytest.mark.parametrize(
    "changed",
    [
        {"code_verifier": "x" * 43},
        {"code_verifier": ""},
        {"redirect_uri": "http://127.0.0.1:43118/signed-in"},
    ],
)
async def test_a_code_in_other_hands_is_worth_nothing_and_is_burned(
    app: App, changed: dict[str, str]
) -> None:
    code = await app.code()
    assert (await app.exchange(code, **changed)).json()["error"] == "invalid_grant"
    assert (await app.exchange(code)).json()["error"] == "invalid_grant"


async def test_another_client_gets_nothing(app: App) -> None:
    answer = await app.exchange(await app.code(), client_id="other")
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")


async def test_an_access_token_ends(clinic: Sandbox, app: App) -> None:
    tokens = await app.tokens()
    clinic.clock.shift(tokens["expires_in"] + 1)
    assert await app.reads(tokens["access_token"]) == 401


async def test_a_refresh_token_is_replaced_each_time(app: App) -> None:
    first = await app.tokens()
    second = (await app.refresh(first["refresh_token"])).json()
    assert second["refresh_token"] != first["refresh_token"]
    assert second["patient"] == "rowan"
    assert await app.reads(second["access_token"]) == 200
    assert (await app.refresh(second["refresh_token"])).status_code == 200


async def test_a_refresh_token_used_twice_ends_the_whole_family(app: App) -> None:
    first = await app.tokens()
    second = (await app.refresh(first["refresh_token"])).json()
    assert (await app.refresh(first["refresh_token"])).json()["error"] == "invalid_grant"
    assert (await app.refresh(second["refresh_token"])).json()["error"] == "invalid_grant"
    assert await app.reads(second["access_token"]) == 401
    assert await app.reads(first["access_token"]) == 401


async def test_a_refresh_may_ask_for_less_and_never_for_more(app: App) -> None:
    first = await app.tokens()
    more = await app.refresh(first["refresh_token"], scope=SCOPE + " patient/Consent.cruds")
    assert more.json()["error"] == "invalid_grant"
    less = (await app.refresh(first["refresh_token"], scope="patient/Goal.cruds")).json()
    assert less["scope"] == "patient/Goal.cruds"
    assert await app.reads(less["access_token"]) == 403


async def test_without_offline_access_there_is_no_refresh_token(app: App) -> None:
    assert "refresh_token" not in await app.tokens(scope="patient/Goal.rs")


async def test_revoking_the_refresh_token_ends_the_sign_in(app: App) -> None:
    tokens = await app.tokens()
    answer = await app.http.post(
        "/auth/revoke", data={"token": tokens["refresh_token"], "client_id": "lantern"}
    )
    assert answer.status_code == 200
    assert await app.reads(tokens["access_token"]) == 401
    assert (await app.http.post("/auth/revoke", data={"token": "never was"})).status_code == 200


async def test_a_sign_in_survives_a_restart_and_keeps_no_token_in_clear(tmp_path: Any) -> None:
    path = tmp_path / "clinic.db"
    first = Sandbox(path, demo=True, base_url=BASE)
    tokens = await App(first).tokens()
    first.close()
    raw = b"".join(one.read_bytes() for one in tmp_path.iterdir())
    assert tokens["refresh_token"].encode() not in raw
    assert tokens["access_token"].encode() not in raw
    second = Sandbox(path, demo=True, base_url=BASE)
    assert await App(second).reads(tokens["access_token"]) == 200
    assert (await App(second).refresh(tokens["refresh_token"])).status_code == 200
    second.close()


async def test_the_demo_page_names_the_people_and_signs_the_chosen_one_in(app: App) -> None:
    page = await app.authorize(login_hint=None)
    assert page.status_code == 200
    assert '<html lang="en">' in page.text
    assert "<script" not in page.text
    for name in ("Rowan Sample", "Sam Fixture", "Tova Specimen"):
        assert name in page.text
    form = {name: value for name, value in app.asked(login_hint=None).items()}
    chosen = await app.http.post("/auth/authorize", data={**form, "person": "ines"})
    assert (await app.exchange(said(chosen)["code"])).json()["patient"] == "ines"


async def test_what_an_app_sends_is_escaped_on_the_page(app: App) -> None:
    page = await app.authorize(login_hint="nobody", state='"><script>alert(1)</script>')
    assert "<script>" not in page.text


async def test_outside_demo_a_password_is_needed_and_hints_do_nothing() -> None:
    sandbox = Sandbox(None, demo=False, base_url=BASE)
    app = App(sandbox)
    assert (await app.authorize()).status_code == 200
    assert (await app.http.get("/demo/people")).status_code == 404
    form = app.asked()
    assert (await app.http.post("/auth/authorize", data={**form, "person": "rowan"})).status_code == 200
    wrong = await app.http.post("/auth/authorize", data={**form, "username": "rowan", "password": "x"})
    assert wrong.status_code == 401
    assert 'role="alert"' in wrong.text
    right = {**form, "username": "rowan", "password": sandbox.new_passwords["rowan"]}
    tokens = (await app.exchange(said(await app.http.post("/auth/authorize", data=right))["code"])).json()
    assert tokens["patient"] == "rowan"
    for _ in range(5):
        await app.http.post("/auth/authorize", data={**form, "username": "rowan", "password": "x"})
    assert (await app.http.post("/auth/authorize", data=right)).status_code == 401
    sandbox.close()


async def test_the_sample_people_are_listed_in_demo(app: App) -> None:
    people = (await app.http.get("/demo/people")).json()
    assert {one["login_hint"]: one["role"] for one in people} == {
        "rowan": "patient",
        "ines": "patient",
        "marlow": "patient",
        "tova": "patient",
        "sam": "therapist",
        "dr-ash": "prescriber",
        "coordinator": "coordinator",
    }
    assert all(one["situation"] and one["name"] for one in people)


async def test_an_invitation_selects_the_clinic_and_serves_once(clinic: Sandbox, app: App) -> None:
    found = (await app.http.get("/invitation/MEADOW-INES")).json()
    assert found == {"clinic": "Made-up Meadow Clinic", "fhir_base": BASE, "invited": "Ines"}
    assert (await app.http.get("/invitation/NEVER-MADE")).status_code == 404
    assert (await app.http.get("/invitation/MEADOW-ROWAN")).status_code == 410
    await app.tokens(login_hint="ines")
    assert (await app.http.get("/invitation/MEADOW-INES")).status_code == 410
    again = clinic.invite("ines")
    assert (await app.http.get(f"/invitation/{again}")).status_code == 200


async def test_the_audience_may_name_this_machine_as_it_likes() -> None:
    sandbox = Sandbox(None, demo=True, base_url="http://127.0.0.1:8553/fhir")
    app = App(sandbox)
    assert "code" in said(await app.authorize(aud="http://localhost:8553/fhir/"))
    assert "error" in said(await app.authorize(aud="http://localhost:8554/fhir"))
    sandbox.close()
