"""Every way a call to a clinic can fail, as one drawn tree. Nothing here may hold a value of the patient's or a URL's query.

    ClinicError
    ├── Unreachable            no answer of the clinic's
    │   ├── Offline            no connection, or it broke               retry
    │   ├── TimedOut           connected, but too slow                  retry
    │   └── TlsRefused         the certificate is not to be trusted     stop
    ├── BadAddress             not an https address (loopback excepted) stop
    ├── NotFhir                something answered that is no FHIR       stop
    ├── SignedOut              401, or the sign-in has ended            stop
    │   └── SignInRefused      a sign-in that may not be completed      stop
    ├── Forbidden              403                                      park
    ├── NotFound               404                                      park
    ├── Gone                   410                                      park
    ├── Conflict               409                                      park
    ├── PreconditionFailed     412, or 409 to a PUT with If-Match       park
    ├── Rejected               400, 422, other 4xx; codes of the issues park
    ├── TooLarge               413: what was sent is too big            park
    ├── TooMany                429                                      retry
    ├── ServerBroken           5xx                                      retry
    └── BadReply               an answer that is not what FHIR says     retry

`verb` tells whoever keeps a queue what to do: `retry` later, `stop` until something changes, `park` this one thing.
`code` is stable and may be shown, stored and translated. `method` and `resource_type` say what was asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Literal, Self

Verb = Literal["retry", "stop", "park"]


class ClinicError(Exception):
    """The root of the tree. Its text is made of its code, the method and the resource type, and of nothing else."""

    code: ClassVar[str] = "clinic_error"
    verb: ClassVar[Verb] = "retry"

    def __init__(self, *, method: str | None = None, resource_type: str | None = None) -> None:
        super().__init__()
        self.method = method
        self.resource_type = resource_type

    def asked(self, method: str, resource_type: str | None) -> Self:
        """Adds what was asked, if it is not known yet. Returns the error itself."""
        self.method = self.method or method
        self.resource_type = self.resource_type or resource_type
        return self

    def details(self) -> str:
        """What else is known, fit for a log: statuses and field paths, never values."""
        return ""

    def __str__(self) -> str:
        asked = " ".join(part for part in (self.method, self.resource_type) if part)
        return " ".join(part for part in (self.code, f"({asked})" if asked else "", self.details()) if part)


class Unreachable(ClinicError):
    """No answer of the clinic's reached us."""

    code = "unreachable"


class Offline(Unreachable):
    """No connection could be made, or it broke before the answer was whole."""

    code = "offline"


class TimedOut(Unreachable):
    """The server is there and too slow. What was sent may have arrived."""

    code = "timed_out"


class TlsRefused(Unreachable):
    """The server could not prove who it is. Nothing of the request was sent."""

    code = "tls_refused"
    verb = "stop"


class BadAddress(ClinicError):
    """Not an address this client will talk to: not https, or malformed. Nothing was sent."""

    code = "bad_address"
    verb = "stop"


class NotFhir(ClinicError):
    """Something answered, but it speaks no FHIR: a portal's page, a redirect elsewhere, another kind of server."""

    code = "not_fhir"
    verb = "stop"


class SignedOut(ClinicError):
    """The clinic no longer accepts this sign-in. Nothing stored is touched by that."""

    code = "signed_out"
    verb = "stop"


class SignInRefused(SignedOut):
    """A sign-in that may not be completed. `reason` is a code such as "state", "issuer", "nonce" or "access_denied"."""

    code = "sign_in_refused"

    def __init__(
        self, reason: str = "", *, method: str | None = None, resource_type: str | None = None
    ) -> None:
        super().__init__(method=method, resource_type=resource_type)
        self.reason = reason

    def details(self) -> str:
        return self.reason


class Forbidden(ClinicError):
    """Signed in, and not allowed this."""

    code = "forbidden"
    verb = "park"


class NotFound(ClinicError):
    """The server knows no such resource, or does not show it."""

    code = "not_found"
    verb = "park"


class Gone(ClinicError):
    """The resource was deleted on the server."""

    code = "gone"
    verb = "park"


class Conflict(ClinicError):
    """The server holds something that is in the way. `version`: its ETag, where it told."""

    code = "conflict"
    verb = "park"

    def __init__(
        self, version: str | None = None, *, method: str | None = None, resource_type: str | None = None
    ) -> None:
        super().__init__(method=method, resource_type=resource_type)
        self.version = version


class PreconditionFailed(ClinicError):
    """The version named in If-Match is not the present one, or several resources match If-None-Exist."""

    code = "precondition_failed"
    verb = "park"


class Rejected(ClinicError):
    """The server will not take this as it is. `codes`: issue types; `paths`: elements it pointed to, without values."""

    code = "rejected"
    verb = "park"

    def __init__(
        self,
        codes: Sequence[str] = (),
        *,
        paths: Sequence[str] = (),
        status: int = 400,
        method: str | None = None,
        resource_type: str | None = None,
    ) -> None:
        super().__init__(method=method, resource_type=resource_type)
        self.codes = tuple(codes)
        self.paths = tuple(paths)
        self.status = status

    def details(self) -> str:
        return " ".join([str(self.status), *self.codes, *self.paths])


class TooLarge(ClinicError):
    """What was sent is more than the server takes."""

    code = "too_large"
    verb = "park"


class TooMany(ClinicError):
    """The server asks for patience: `retry_after_s` seconds, where it said how long."""

    code = "too_many"

    def __init__(
        self,
        retry_after_s: float | None = None,
        *,
        method: str | None = None,
        resource_type: str | None = None,
    ) -> None:
        super().__init__(method=method, resource_type=resource_type)
        self.retry_after_s = retry_after_s


class ServerBroken(ClinicError):
    """The server failed. What was sent may have been done."""

    code = "server_broken"

    def __init__(
        self,
        status: int = 500,
        retry_after_s: float | None = None,
        *,
        method: str | None = None,
        resource_type: str | None = None,
    ) -> None:
        super().__init__(method=method, resource_type=resource_type)
        self.status = status
        self.retry_after_s = retry_after_s

    def details(self) -> str:
        return str(self.status)


class BadReply(ClinicError):
    """The answer is not what FHIR says it must be. `path`: where, such as "Bundle.entry[3].resource.id"; never what."""

    code = "bad_reply"

    def __init__(
        self, path: str = "", *, method: str | None = None, resource_type: str | None = None
    ) -> None:
        super().__init__(method=method, resource_type=resource_type)
        self.path = path

    def details(self) -> str:
        return f"at {self.path}" if self.path else ""
