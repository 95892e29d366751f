"""Photos of one form that are records of their own, while it is filled in: put apart before an answer travels, saved with
the answer that names them, and taken away with the last one that did.

What is kept on this phone alone has its photos inside.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import uuid4

from mobile.care.forms.documents import (
    INSIDE,
    PICTURES,
    AnswerPhoto,
    TakenOut,
    attachment_of,
    named_in,
    photo_id,
)
from mobile.care.forms.not_apart import NoPhotosApart
from mobile.care.forms.response import Response
from mobile.care.questionnaire import Filling, Node
from mobile.care.questionnaire.values import Answer, Attachment
from mobile.documents.pointers import pointing_urls
from mobile.noun import Noun
from mobile.records.ports import Keeping, SendState
from mobile.screens.reads.kept_answers import kept_answers
from mobile.screens.reads.photos import photo_ids, photos_named


@dataclass(frozen=True)
class Beside:
    """What goes with responses that are saved: `save` before them, `remove` with them; `over` and `counted` are what that
    hangs on, for `save_all`."""

    save: tuple[Noun, ...] = ()
    remove: tuple[Noun, ...] = ()
    over: tuple[Noun, ...] = ()
    counted: Mapping[type[Noun], int] = field(default_factory=dict[type[Noun], int])


class PhotosApart:
    """One a form place."""

    def __init__(self) -> None:
        self._by_url: dict[str, AnswerPhoto] = {}
        self._kept: set[str] = set()  # addresses of those that the store held once
        self.is_offered = True  # while this clinic took none it is not
        self._staying = frozenset[str]()  # ids of photos that go neither apart nor inside

    async def look(self, records: Keeping, responses: Iterable[Response]) -> bool:
        """Reads the photos these name. Whether anything is known now that was not."""
        before = len(self._by_url), self.is_offered, self._staying
        note = await records.get(NoPhotosApart, NoPhotosApart.ID)
        self.is_offered = note is None
        self._staying = frozenset(note.staying if note is not None else ())
        for one in responses:
            found = await photos_named(records, one)
            self._by_url |= found
            self._kept |= found.keys()
        return before != (len(self._by_url), self.is_offered, self._staying)

    def staying(self, response: Response) -> tuple[str, ...]:
        """The names of its photos that no way leads to the clinic: the answers wait with them."""
        named = [self._by_url.get(url) for url in pointing_urls(response.text)]
        return tuple(sorted(one.title for one in named if one is not None and one.id in self._staying))

    def data(self, url: str | None) -> str | None:
        """Base64 of the photo that an answer names, if it is here."""
        found = self._by_url.get(url or "")
        return found.data if found is not None else None

    # --- the answers ---

    def put_apart(self, filling: Filling, patient: str, now: datetime) -> None:
        """Every large photo inside an answer becomes a record of its own, and the answer names it."""

        def apart(value: Attachment) -> Attachment:
            if not is_large_photo(value):
                return value
            photo = AnswerPhoto.of(str(uuid4()), value, patient, now)
            self._by_url[photo.url] = photo
            return replace(value, data=None, size=value.bytes_long, url=photo.url)

        _each_file(filling, apart)

    async def revive(self, records: Keeping, filling: Filling) -> None:
        """What an answer names and the store has no more, taken out and put back, is a new record: the clinic may be about to
        lose the other."""
        again: dict[str, AnswerPhoto] = {}
        for node in _all(filling.nodes()):
            for value in node.values:
                url = value.url if isinstance(value, Attachment) and value.data is None else None
                if url in self._kept and await records.get(AnswerPhoto, self._by_url[url].id) is None:
                    again[url] = self._by_url[url].under(str(uuid4()))

        def renamed(value: Attachment) -> Attachment:
            photo = again.get(value.url or "")
            return value if photo is None else replace(value, url=photo.url)

        if again:
            self._by_url |= {photo.url: photo for photo in again.values()}
            _each_file(filling, renamed)

    def put_inside(self, filling: Filling) -> bool:
        """Every photo that an answer names stands in the answer. False: one of them is not here, and nothing was changed."""
        named = [
            value.url
            for node in _all(filling.nodes())
            for value in node.values
            if isinstance(value, Attachment) and value.data is None and photo_id(value.url, {}) is not None
        ]
        if any(self.data(url) is None for url in named):
            return False

        def inside(value: Attachment) -> Attachment:
            photo = self._by_url.get(value.url or "")
            return attachment_of(photo) if value.data is None and photo is not None else value

        _each_file(filling, inside)
        return True

    # --- the records ---

    async def beside(
        self,
        records: Keeping,
        saved: Sequence[Response],
        gone: Sequence[str] = (),
        *,
        settles: bool = False,
    ) -> Beside:
        """What is to be saved before these responses, and what is to be removed with them.

        `saved`: as they will be, kept on this device alone or not; `gone`: ids of responses that are removed. A photo the
        clinic has goes from there later (`TakenOut`): until the answers without it are there, another device may name it.
        `settles`: the other version of what is saved is given up with it; else it keeps its photos.
        """
        if not self._by_url and not await records.count(AnswerPhoto):
            return Beside()
        kept = await kept_answers(records)
        changed = {*gone, *(one.id for one in saved)}
        all_now = [*kept.ours, *kept.theirs]
        ids = await photo_ids(records, (one.text for one in [*all_now, *saved]))
        before = named_in((one.text for one in all_now), ids)
        here = named_in((one.text for one in saved), ids)
        others = [one for one in kept.ours if one.id not in changed]
        others += [one for one in kept.theirs if not (settles and one.id in changed)]
        after = here | named_in((one.text for one in others), ids)
        save: list[Noun] = []
        remove: list[Noun] = []
        over: list[Noun] = []
        made = {one.id: one for one in self._by_url.values()}
        for id in sorted(here):
            photo = await records.get(AnswerPhoto, id)
            if photo is not None:
                over.append(photo)
            elif id in made:
                save.append(made[id])
                self._kept.add(made[id].url)
        for id in sorted(before - after):
            photo, standing = await records.get(AnswerPhoto, id), await records.standing(AnswerPhoto, id)
            if photo is None or standing is None:
                continue
            if standing.sent_at is None and standing.state is not SendState.SENT:
                remove.append(photo)
            else:
                save.append(TakenOut(id, saved[0].id if saved else gone[0]))
        if not remove:
            return Beside(tuple(save), over=tuple(over))
        over += kept.over  # that no other answer names it by then
        return Beside(tuple(save), tuple(remove), tuple(over), kept.counted)


def is_large_photo(value: Attachment) -> bool:
    """Whether it is to be a record of its own."""
    return value.data is not None and value.content_type in PICTURES and (value.bytes_long or 0) > INSIDE


def _each_file(filling: Filling, change: Callable[[Attachment], Attachment]) -> None:
    """Only where something changes is an answer given anew; signatures stay as they were signed."""
    for node in list(_all(filling.nodes())):
        if node.is_read_only or node.is_signed:
            continue
        files: list[Answer] = [change(one) if isinstance(one, Attachment) else one for one in node.values]
        if any(one is not other for one, other in zip(files, node.values, strict=True)):
            filling.answer(node.id, *files)


def _all(nodes: Iterable[Node]) -> Iterator[Node]:
    for node in nodes:
        yield node
        yield from _all(node.nodes)
