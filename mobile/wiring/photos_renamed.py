"""Answers with other files in the place of the photos they name, each beside what it was read from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from mobile.care.forms.documents import with_files
from mobile.care.questionnaire.values import Attachment
from mobile.noun import Noun
from mobile.screens.reads.kept_answers import KeptAnswers


@dataclass(frozen=True)
class Renamed:
    """`texts`: of every response as it is then, changed or not; `save`: those that are changed."""

    texts: tuple[str, ...]
    save: tuple[Noun, ...]


def renamed(kept: KeptAnswers, files: Mapping[tuple[str, str], Attachment]) -> Renamed:
    """`files`: by response and the `url` that names each now."""
    texts: list[str] = []
    save: list[Noun] = []
    for response in kept.responses:
        own = _of(files, response.id)
        made = with_files(response, own) if own else response
        texts.append(made.text)
        save += [made] if own else []
    for draft in kept.drafts:
        own = _of(files, draft.response.id)
        made = replace(draft, response=with_files(draft.response, own)) if own else draft
        texts.append(made.response.text)
        save += [made] if own else []
    return Renamed(tuple(texts), tuple(save))


def _of(files: Mapping[tuple[str, str], Attachment], response: str) -> dict[str, Attachment]:
    return {url: file for (id, url), file in files.items() if id == response}
