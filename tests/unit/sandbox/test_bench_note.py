"""What the bench keeps of a pull: every note it made, and nothing of the clinic's own that it cannot read."""

from __future__ import annotations

import json

from api_client import Document
from api_client.sandbox import Sandbox
from tests.bench.note import Note, filing, notes


def test_the_bench_passes_over_seeded_goals_that_are_no_notes(clinic: Sandbox) -> None:
    seeded = [Document.of(json.dumps(goal)) for goal in clinic.find("Goal")]
    kept = [filing(document) for document in seeded]
    assert None in kept
    assert any(one is not None for one in kept)


def test_the_bench_keeps_every_note_it_made() -> None:
    for note in notes(20):
        kept = filing(Document.of(note.to_json()))
        assert kept is not None
        assert (kept.kind, kept.local_id) == (Note.KIND, note.id)
