"""What /fhir/metadata says: built from the very tables the clinic works by, so that it cannot promise more or less."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from api_client.sandbox.papers import CLINICIANS_WRITE, COORDINATOR_WRITES, PATIENT_WRITES, PUBLISHED
from api_client.sandbox.searchparams import PARAMS

SOFTWARE_VERSION = "0.1.0"
_SMART = "http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris"
_SECURITY = "http://terminology.hl7.org/CodeSystem/restful-security-service"
_SUBJECT_TO = "What a person may do is narrower: their own record, or what is theirs at the clinic."


@lru_cache(maxsize=4)
def capabilities(base: str, name: str, date: str, without: frozenset[str] = frozenset()) -> dict[str, Any]:
    """The CapabilityStatement for a FHIR base. Treat the answer as read-only."""
    auth = base.removesuffix("/fhir") + "/auth"
    oauth = [
        {"url": "authorize", "valueUri": f"{auth}/authorize"},
        {"url": "token", "valueUri": f"{auth}/token"},
        {"url": "revoke", "valueUri": f"{auth}/revoke"},
    ]
    return {
        "resourceType": "CapabilityStatement",
        "url": f"{base}/metadata",
        "name": "LanternSandboxClinic",
        "title": name,
        "status": "active",
        "experimental": True,
        "date": date,
        "publisher": "Lantern",
        "description": f"A sandbox for a companion app. Every person in it is invented. {_SUBJECT_TO} Dates without a zone are UTC.",
        "kind": "instance",
        "software": {"name": "Lantern sandbox clinic", "version": SOFTWARE_VERSION},
        "implementation": {"description": name, "url": base},
        "fhirVersion": "4.0.1",
        "format": ["json", "application/fhir+json"],
        "rest": [
            {
                "mode": "server",
                "security": {
                    "cors": False,
                    "service": [{"coding": [{"system": _SECURITY, "code": "SMART-on-FHIR"}]}],
                    "description": "SMART App Launch 2.2 for public clients, PKCE S256 required.",
                    "extension": [{"url": _SMART, "extension": oauth}],
                },
                "resource": [_resource(type_) for type_ in PARAMS if type_ not in without],
                "interaction": [{"code": "batch"}, {"code": "transaction"}],
            }
        ],
    }


def _resource(type_: str) -> dict[str, Any]:
    writes = set(PATIENT_WRITES.get(type_, "") + CLINICIANS_WRITE.get(type_, ""))
    if type_ in COORDINATOR_WRITES | PUBLISHED:
        writes |= set("cud")
    codes = ["read", "vread", "history-instance", "history-type", "search-type"]
    codes += [
        code for letter, code in (("c", "create"), ("u", "update"), ("d", "delete")) if letter in writes
    ]
    params = [
        {"name": "_id", "type": "token"},
        {"name": "_lastUpdated", "type": "date"},
        *({"name": param.name, "type": param.kind} for param in PARAMS[type_].values()),
    ]
    includes = [f"{type_}:{param.name}" for param in PARAMS[type_].values() if param.kind == "reference"]
    statement: dict[str, Any] = {
        "type": type_,
        "interaction": [{"code": code} for code in codes],
        "versioning": "versioned",
        "readHistory": True,
        "updateCreate": False,
        "conditionalCreate": "c" in writes,
        "conditionalRead": "not-match",
        "conditionalUpdate": "u" in writes,
        "conditionalDelete": "not-supported",
        "referencePolicy": ["literal", "local"],
        "searchParam": params,
    }
    if includes:
        statement["searchInclude"] = includes
    return statement
