"""From a path and a method to an interaction. The same for a request and for a Bundle's entry.

Every way out that is not an answer is a Refusal, so that nobody ever meets a page without an OperationOutcome.
"""

from __future__ import annotations

from api_client.sandbox.history import history
from api_client.sandbox.interactions import conditional_update, create, delete, read, update, vread
from api_client.sandbox.outcome import Refusal
from api_client.sandbox.search import search
from api_client.sandbox.searchparams import PARAMS
from api_client.sandbox.shape import is_id
from api_client.sandbox.visit import Answer, Call, Visit


def dispatch(visit: Visit, call: Call) -> Answer:
    """One interaction on a type or an instance. Raises Refusal."""
    type_, *rest = call.segments
    if type_ not in PARAMS or type_ in visit.without:
        raise Refusal(404, "This clinic keeps no resources of that type.", code="not-supported")
    if not rest:
        return _on_type(visit, type_, call)
    if rest[0] == "_search":
        return _searching(visit, type_, rest, call)
    if rest[0] == "_history" and len(rest) == 1:
        _only(call, "GET")
        return history(visit, type_, None, call)
    if rest[0].startswith(("$", "_")) or len(rest) > 3 or (len(rest) > 1 and rest[1] != "_history"):
        raise Refusal(404, "There is no such operation here.", code="not-supported")
    if not is_id(rest[0]):
        raise Refusal(404, "There is no such resource.")
    return _on_instance(visit, type_, rest, call)


def _on_type(visit: Visit, type_: str, call: Call) -> Answer:
    if call.method == "GET":
        return search(visit, type_, call)
    if call.method == "POST":
        return create(visit, type_, call)
    if call.method == "PUT" and call.pairs:
        return conditional_update(visit, type_, call)
    raise _no_method("GET, POST, PUT", "Conditional delete and patch are not offered; PUT needs a condition.")


def _searching(visit: Visit, type_: str, rest: list[str], call: Call) -> Answer:
    if len(rest) > 1:
        raise Refusal(404, "There is no such operation here.", code="not-supported")
    if call.method not in ("GET", "POST"):
        raise _no_method("GET, POST", "A search is GET or POST.")
    return search(visit, type_, call)


def _on_instance(visit: Visit, type_: str, rest: list[str], call: Call) -> Answer:
    id_ = rest[0]
    if len(rest) == 3:
        _only(call, "GET")
        return vread(visit, type_, id_, rest[2])
    if len(rest) == 2:
        _only(call, "GET")
        return history(visit, type_, id_, call)
    if call.method == "GET":
        return read(visit, type_, id_, call)
    if call.method == "PUT":
        return update(visit, type_, id_, call)
    if call.method == "DELETE":
        return delete(visit, type_, id_, call)
    raise _no_method("GET, PUT, DELETE", "This method is not offered here.")


def _only(call: Call, method: str) -> None:
    if call.method != method:
        raise _no_method(method, "This method is not offered here.")


def _no_method(allow: str, says: str) -> Refusal:
    return Refusal(405, says, headers={"Allow": allow})
