"""The token endpoint: code for tokens, refresh token for tokens, and what makes its answers acceptable.

An answer is believed only after it was checked: kind of token, whom it is for, which nonce, what was granted. It must
never put a token, a code or a verifier into an error, and never send them anywhere but to this endpoint.
"""

from __future__ import annotations

import base64
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, cast

import httpx

from api_client.errors import (
    BadReply,
    ClinicError,
    ServerBroken,
    SignedOut,
    SignInRefused,
)
from api_client.exact import Json, decoded, load_object
from api_client.replies import failure, is_json
from api_client.retry import Retry
from api_client.smart.discovery import SmartConfiguration, asked, open_http, parsed
from api_client.smart.scopes import has_resources, is_about_a_patient
from api_client.smart.tokens import Tokens

_CODE = re.compile(r"[a-z_]{1,40}")
_ID = re.compile(r"[A-Za-z0-9\-.]{1,64}")
_USER = re.compile(r"(?:Patient|Practitioner|PractitionerRole|RelatedPerson|Person)/[A-Za-z0-9\-.]{1,64}")
_TOKEN = re.compile(r"[\x21-\x7e]{1,16384}")
_LONGEST_S = 10 * 365 * 86_400


@dataclass(frozen=True)
class Expected:
    """What a fresh sign-in's answer is held against."""

    client_id: str
    scope: str
    nonce: str | None


async def exchange(
    configuration: SmartConfiguration,
    form: dict[str, str],
    transport: httpx.AsyncBaseTransport | None,
    retry: Retry | None = None,
) -> Json:
    """Asks the token endpoint. Raises SignInRefused(reason) when it says no; Unreachable and the rest otherwise."""
    async with open_http(transport, retry) as http:
        response = await asked(http, "POST", configuration.token_endpoint, form)
    if response.status_code in (400, 401, 403):
        raise SignInRefused(_refusal(response), method="POST")
    error = failure(response, retry or Retry())
    if error is not None:
        raise error.asked("POST", None)
    return parsed(response)


def _refusal(response: httpx.Response) -> str:
    try:
        code = load_object(decoded(response.content)).get("error") if is_json(response) else None
    except ClinicError:
        code = None
    return code if isinstance(code, str) and _CODE.fullmatch(code) else "refused"


def first_tokens(configuration: SmartConfiguration, reply: Json, expected: Expected, now: datetime) -> Tokens:
    """The tokens of a fresh sign-in. Raises SignInRefused or BadReply when anything about them is not as it must be."""
    scope = _granted(reply, expected.scope)
    claims = _claims(configuration, reply, expected, now)
    patient = _patient(reply)
    user = _fhir_user(configuration, claims.get("fhirUser") or reply.get("fhirUser"))
    if not has_resources(scope):
        raise SignInRefused("scope")
    if patient is None and (is_about_a_patient(scope) or user is None):
        raise SignInRefused("patient")
    return Tokens(_access(reply), _refresh(reply), _expiry(reply, now), scope, patient, user)


def next_tokens(reply: Json, before: Tokens, now: datetime) -> Tokens:
    """The tokens after a refresh. What the answer does not name stays. Raises SignInRefused for another patient's."""
    patient = _patient(reply)
    if patient is not None and before.patient is not None and patient != before.patient:
        raise SignInRefused("patient")
    return Tokens(
        _access(reply),
        _refresh(reply) or before.refresh,
        _expiry(reply, now),
        _granted(reply, before.scope),
        before.patient or patient,
        before.fhir_user,
    )


def _access(reply: Json) -> str:
    kind = reply.get("token_type")
    if not isinstance(kind, str) or kind.lower() != "bearer":
        raise BadReply("token_type")
    return _token(reply, "access_token")


def _token(reply: Json, name: str) -> str:
    value = reply.get(name)
    if not isinstance(value, str) or not _TOKEN.fullmatch(value):
        raise BadReply(name)
    return value


def _refresh(reply: Json) -> str | None:
    return _token(reply, "refresh_token") if reply.get("refresh_token") is not None else None


def _expiry(reply: Json, now: datetime) -> datetime | None:
    seconds = reply.get("expires_in")
    if isinstance(seconds, str) and seconds.isascii() and seconds.isdigit() and len(seconds) < 12:
        seconds = int(seconds)
    if seconds is None:
        return None
    if isinstance(seconds, bool) or not isinstance(seconds, (int, Decimal)):
        raise BadReply("expires_in")
    if seconds < 0:
        raise BadReply("expires_in")
    return now + timedelta(seconds=float(min(seconds, _LONGEST_S)))


def _granted(reply: Json, asked_for: str) -> str:
    scope = reply.get("scope")
    if scope is None:
        return asked_for  # unchanged, says RFC 6749
    if not isinstance(scope, str):
        raise BadReply("scope")
    return " ".join(scope.split())


def _patient(reply: Json) -> str | None:
    patient = reply.get("patient")
    if patient is None:
        return None
    if not isinstance(patient, str) or not _ID.fullmatch(patient.removeprefix("Patient/")):
        raise BadReply("patient")
    return patient.removeprefix("Patient/")


def _fhir_user(configuration: SmartConfiguration, value: object) -> str | None:
    """ "Practitioner/t1"; whole addresses only under this server's own base: another's person is not ours."""
    if value is None:
        return None
    if not isinstance(value, str):
        raise BadReply("fhirUser")
    relative = value.removeprefix(f"{configuration.base_url}/")
    if not _USER.fullmatch(relative):
        raise SignInRefused("fhirUser")
    return relative


def _claims(
    configuration: SmartConfiguration, reply: Json, expected: Expected, now: datetime
) -> Mapping[str, Any]:
    """The id_token's claims. It came straight from the token endpoint over TLS, which stands in for its signature."""
    token = reply.get("id_token")
    if token is None:
        return {}
    if not isinstance(token, str) or token.count(".") != 2:
        raise BadReply("id_token")
    claims = _decoded_part(token.split(".")[1])
    nonce = claims.get("nonce")
    if expected.nonce is None or not isinstance(nonce, str) or not _same(nonce, expected.nonce):
        raise SignInRefused("nonce")
    audience = claims.get("aud")
    named = cast("list[object]", audience) if isinstance(audience, list) else [audience]
    if expected.client_id not in named:
        raise SignInRefused("audience")
    if configuration.issuer is not None and claims.get("iss") != configuration.issuer:
        raise SignInRefused("issuer")
    expires = claims.get("exp")
    long_ago = Decimal((now - timedelta(days=2)).timestamp())  # a phone's clock may be wrong by a day
    if isinstance(expires, (int, Decimal)) and not isinstance(expires, bool) and expires < long_ago:
        raise SignInRefused("expired")
    return claims


def _decoded_part(part: str) -> Json:
    try:
        body = base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
    except ValueError:
        raise BadReply("id_token") from None
    return load_object(decoded(body, "id_token"), "id_token")


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode("utf-8", "replace"), other.encode("utf-8", "replace"))


async def revoke(
    configuration: SmartConfiguration,
    client_id: str,
    tokens: Tokens,
    transport: httpx.AsyncBaseTransport | None = None,
    *,
    retry: Retry | None = None,
) -> bool:
    """Asks the server to forget the tokens. False where it offers no way to. Raises ClinicError when it does not answer well."""
    if configuration.revocation_endpoint is None:
        return False
    trouble: ClinicError | None = None
    async with open_http(transport, retry) as http:
        for kind, token in (("refresh_token", tokens.refresh), ("access_token", tokens.access)):
            if token is None:
                continue
            form = {"token": token, "token_type_hint": kind, "client_id": client_id}
            response = await asked(http, "POST", configuration.revocation_endpoint, form)
            if response.status_code >= 500:
                trouble = ServerBroken(response.status_code, method="POST")
            elif response.status_code >= 400:
                trouble = SignedOut(method="POST")
    if trouble is not None:  # one that is not forgotten keeps no other
        raise trouble
    return True
