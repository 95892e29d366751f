"""The papers about money beside bills: a clinic's written estimate, which the coordinator sees too, and a patient's word that they saw it,
which goes to the clinic's own system."""

from __future__ import annotations

from api_client.sandbox.exact import Json
from api_client.sandbox.given import CARE, Condition
from api_client.sandbox.relations import is_of_category

ESTIMATE = "good-faith-estimate"
ESTIMATE_SEEN = "estimate-seen"

IS_ESTIMATE: Condition = (
    "EXISTS (SELECT 1 FROM term s WHERE s.key = 'DocumentReference.category' AND s.system = ? AND s.code = ? AND s.pk = c.pk)",
    (CARE, ESTIMATE),
)


def is_estimate_seen(message: Json) -> bool:
    """A patient's word that they were shown an estimate: it stands as it was sent."""
    return is_of_category(message, ESTIMATE_SEEN)
