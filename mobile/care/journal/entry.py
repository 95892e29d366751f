"""An entry of the journal: the patient's own words of any length, with what they set beside them. It never leaves the device.

What somebody is given is a copy that shows what was chosen (`shown`). What the patient deletes lies in the trash before it
goes for good, and nothing of it is shared from that moment on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any, ClassVar, Self

from mobile.care.agenda import Phase
from mobile.care.journal.attached import Attached
from mobile.care.journal.caught import Caught, caught_of, words_of
from mobile.care.journal.chosen import Chosen, PartGone, part_of
from mobile.care.journal.shared_entry import Beside, SharedEntry
from mobile.care.journal.shown import Shown, one_line
from mobile.care.journal.steps import Step, codes_of, steps_of
from mobile.care.journal.tags import tag_key
from mobile.care.journal.title import after_first_words, first_words
from mobile.care.own_words import OwnWords, as_utc
from mobile.care.shareable import Shareable
from mobile.care.words import Sendable, excerpt, sendable
from mobile.documents.carriable import is_blank
from mobile.noun import Kind

PHASES: Mapping[str, Phase] = {"prepare": "prepare", "session": "session", "integrate": "integrate"}


@dataclass(frozen=True, kw_only=True)
class JournalEntry(Attached, Shareable[SharedEntry]):
    """`made_at` is when it was begun; `session`, `day_after` and `phase` say where the patient was then. A later layer of the
    same memory is an entry of its own: what was `caught` in the first minutes is raw, and never changed by one."""

    KIND: ClassVar[Kind] = Kind("journal_entry", "", "private")
    COPY = SharedEntry
    BESIDE = (
        "title",
        "prompt",
        "mood",
        "connection",
        "tags",
        "is_starred",
        "is_left_out",
        "deleted_at",
        "chosen",
        "described",
    )
    GATHERED = ("voice", "pictures")
    OF_COPIES = ("voice_given", "pictures_given")

    title: str = field(default="", repr=False)  # as it was given; "": by its first words
    day_after: int | None = None  # whole days since the session, 0 on its day
    phase: Phase | None = None
    layer: str = ""  # its name in the clinic's protocol; "" for a free entry
    caught: tuple[Caught, ...] = ()  # by tap; the words are these
    prompt: str = field(default="", repr=False)  # what it answers, as it stood on the screen
    mood: Step | None = None
    connection: Step | None = None
    tags: tuple[str, ...] = field(default=(), repr=False)
    is_starred: bool = False
    is_left_out: bool = False  # not met again when looking back
    deleted_at: datetime | None = None  # since then in the trash
    over_since: datetime | None = None  # first found to have been there for its time

    # --- rules ---

    @property
    def is_empty(self) -> bool:
        set_beside = self.title or self.mood or self.connection or self.tags
        return super().is_empty and not set_beside and not self.voice and not self.pictures

    @property
    def called(self) -> str:
        """Its title, else its first words."""
        return self.title or first_words(self.words)

    @property
    def steps(self) -> tuple[Step, ...]:
        """Those that were set."""
        return tuple(step for step in (self.mood, self.connection) if step is not None)

    @property
    def is_put_away(self) -> bool:
        return self.deleted_at is not None

    @property
    def may_be_hidden(self) -> bool:
        """Whether a second PIN may keep it apart. What the clinic asks after a session is known by its id, and would be asked again
        where it cannot be seen; and what somebody was given cannot be hidden from who opens Lantern."""
        return not self.layer and not self.copies

    @property
    def written(self) -> tuple[str, ...]:
        texts = (self.prompt, self.words, *(step.line for step in self.steps), ", ".join(self.tags))
        return tuple(text for text in texts if text)

    @property
    def is_raw(self) -> bool:
        """Whether it was caught by tap: its words are not written, and not rewritten."""
        return bool(self.caught)

    def catching(self, caught: Sequence[Caught], title: str, now: datetime) -> Self:
        """With these and no others, called by the layer's title; what was done with stays as it is. Words that were written
        before become a version."""
        if self.is_settled:
            return self
        mine = self if self.is_raw else self._emptied(now)
        own = self.title if self.title != one_line(title) else ""
        stated = own or (one_line(title) if caught else "")
        return replace(mine, words=words_of(caught), caught=tuple(caught), title=stated, changed_at=now)

    def _emptied(self, now: datetime) -> Self:
        """Without words; those that were there are a version, however few and new."""
        empty = self.revise("", now)
        is_kept = any(one.words == self.words for one in empty.versions)
        return empty if is_kept else empty.keep_also(self.words, self.changed_at)

    def revise(self, words: str, now: datetime) -> Self:
        return self if self.is_raw else super().revise(words, now)

    def giving_way(self, stored: OwnWords, before: OwnWords | None) -> Self:
        """What was caught on another page and not on this one stands, and so does what was done with there. What was typed here
        meanwhile is a version."""
        if not isinstance(stored, JournalEntry) or self.caught == stored.caught:
            return self
        known = before if isinstance(before, JournalEntry) else None
        is_same_here = known is not None and self.caught == known.caught
        if not (is_same_here or (stored.is_raw and stored.is_settled)):
            return self
        theirs = replace(
            self,
            words=stored.words,
            caught=stored.caught,
            title=self.title if known is not None and self.title != known.title else stored.title,
            changed_at=stored.changed_at,
            is_settled=stored.is_settled,
        )
        is_untyped = is_same_here and known is not None and self.words == known.words
        return theirs if is_untyped else theirs.keep_also(self.words, self.changed_at)

    def named(self, title: str) -> Self:
        """With this title; "" for none of its own."""
        return replace(self, title=one_line(title))

    def answering(self, prompt: str) -> Self:
        """In answer to this; "" for a free entry."""
        return replace(self, prompt=one_line(prompt))

    def tagged(self, tag: str) -> Self:
        """With one more tag: the first way of writing it stays."""
        tag = one_line(tag.replace(",", " ")).lstrip("#")
        known = {tag_key(one) for one in self.tags}
        return self if is_blank(tag) or tag_key(tag) in known else replace(self, tags=(*self.tags, tag))

    def untagged(self, tag: str) -> Self:
        """Without it."""
        return replace(self, tags=tuple(one for one in self.tags if one != tag))

    def starting_here(self, at: datetime | None) -> Self:
        """To start with when they meet its reader, since then, as exactly as it travels; None: not this one."""
        at = at and at.replace(microsecond=at.microsecond // 1000 * 1000)
        return replace(self, chosen=replace(self.chosen, start_here_at=at))

    def thrown_away(self, now: datetime) -> Self:
        """In the trash from now on."""
        return replace(self, deleted_at=self.deleted_at or now)

    def brought_back(self) -> Self:
        """Out of the trash."""
        return replace(self, deleted_at=None, over_since=None)

    def written_on(self) -> Self:
        """Words that are being written are not in the trash."""
        return self.brought_back()

    # --- being shared ---

    @cached_property
    def shown(self) -> Shown:
        """What somebody who is given it reads. A title of first words is none: it would show what was not chosen.

        Raises PartGone.
        """
        chosen = self.chosen
        pieces: tuple[str | None, ...] = ()
        if chosen.scope == "whole" and self.words:
            pieces = (self.words,)
        elif chosen.scope == "part":
            pieces = part_of(self.words, chosen)
        with_steps = chosen.with_steps or chosen.scope == "title"
        return Shown(
            self.title,
            "" if chosen.scope == "title" else self.prompt,
            pieces,
            tuple(step.line for step in self.steps) if with_steps else (),
            ", ".join(self.tags) if chosen.with_tags else "",
            chosen.voice if self.voice_along else "",
            tuple(self.picture_line(id) for id in self.pictures_along),
        )

    def to_send(self) -> Sendable:
        try:
            shown = self.shown
        except PartGone:
            return Sendable("", "part_gone")
        is_set = shown.title or shown.steps or shown.tags or shown.voice or shown.pictures
        if is_blank(shown.words) and (not is_set or self.chosen.scope == "part"):
            return Sendable("", "empty")
        if self.has_too_long_along:
            return Sendable("", "picture_too_long")
        return sendable(shown.text)

    def settled_as(self, ours: SharedEntry, theirs: SharedEntry) -> SharedEntry:
        """One of the two as it was previewed there: what nobody looked at is not shown by this."""
        return theirs if self.words == theirs.own_words else theirs.with_contents_of(ours)

    def copied(self, id: str, words: str, *, patient: str, on: date) -> SharedEntry:
        return SharedEntry.make(id, self.shown, self._beside, patient=patient)

    def renewed(self, copy: SharedEntry, words: str) -> SharedEntry:
        return copy.saying(self.shown, self._beside)

    def is_as_in(self, copy: SharedEntry) -> bool:
        beside, stated = self._beside, (copy.session, copy.day_after, copy.steps)
        marks = (copy.is_starred, copy.start_here_at) == (beside.is_starred, beside.start_here_at)
        is_with_these = self.goes_along == (*self.voice_given, *self.pictures_given)
        is_same_beside = stated == (beside.session, beside.day_after, beside.steps) and marks
        return is_same_beside and is_with_these and copy.blocks == self.shown.blocks

    @property
    def step_codes(self) -> tuple[str, ...]:
        """How far up the steps are that are shown. Raises PartGone."""
        return codes_of({"mood": self.mood, "connection": self.connection}) if self.shown.steps else ()

    @property
    def _beside(self) -> Beside:
        return Beside(
            self.made_at,
            self.session,
            self.day_after,
            self.step_codes,
            is_starred=self.shows_star,
            start_here_at=self.chosen.start_here_at,
        )

    @property
    def shows_star(self) -> bool:
        """Whether somebody who is given it sees that it has a star."""
        return self.is_starred and self.chosen.with_star

    @classmethod
    def seen_in(cls, copy: SharedEntry, at: datetime, on: date) -> Self:
        shown, begun = copy.shown, copy.written_at or at
        steps = steps_of(copy.steps, shown.steps)
        bare = cls(
            id=copy.id,
            words="",
            made_at=begun,
            changed_at=begun,
            session=copy.session,
            day_after=copy.day_after,
            title=shown.title,
            prompt=shown.prompt,
            mood=steps.get("mood"),
            connection=steps.get("connection"),
            tags=tuple(tag for tag in shown.tags.split(", ") if tag),
            is_starred=copy.is_starred,
            chosen=Chosen(
                "whole" if "words" in shown.blocks else "title",
                with_steps=bool(shown.steps),
                with_tags=bool(shown.tags),
                with_star=copy.is_starred,
                start_here_at=copy.start_here_at,
            ),
        )
        return bare.revise(shown.words, at).settle()

    # --- being kept ---

    def head(self) -> Mapping[str, Any]:
        """`words` is what search looks through: title, words, tags, what pictures show. `first` is what a list shows below what it is called."""
        shows = [words for id in self.pictures if (words := self.shows(id))]
        found = "\n".join(part for part in (self.title, self.words, " ".join(self.tags), *shows) if part)
        return {
            **super().head(),
            "words": found,
            "title": self.title,
            "called": self.called,
            "first": excerpt(self.words if self.title else after_first_words(self.words), 200),
            "day_after": self.day_after,
            "phase": self.phase,
            "layer": self.layer,
            "tags": list(self.tags),
            "is_starred": self.is_starred,
            "is_left_out": self.is_left_out,
            "is_shared": bool(self.copies),
            "has_voice": bool(self.voice),
            "voice": list(self.voice),
            "has_pictures": bool(self.pictures),
            "pictures": len(self.pictures),
            "is_deleted": self.deleted_at is not None,
            "deleted_at": self.deleted_at.isoformat() if self.deleted_at else None,
        }

    def to_kept(self) -> dict[str, Any]:
        return super().to_kept() | {
            "title": self.title,
            "day_after": self.day_after,
            "phase": self.phase,
            "layer": self.layer,
            "caught": [one.to_kept() for one in self.caught],
            "prompt": self.prompt,
            "mood": self.mood.to_kept() if self.mood else None,
            "connection": self.connection.to_kept() if self.connection else None,
            "tags": list(self.tags),
            "is_starred": self.is_starred,
            "is_left_out": self.is_left_out,
            "deleted_at": self.deleted_at.isoformat() if self.deleted_at else None,
            **({"over_since": self.over_since.isoformat()} if self.over_since else {}),
            "chosen": self.chosen.to_kept(),
            **self.attached_kept(),
        }

    @classmethod
    def of_kept(cls, kept: dict[str, Any]) -> dict[str, Any]:
        deleted, over = kept.get("deleted_at"), kept.get("over_since")
        return super().of_kept(kept) | {
            "title": kept.get("title") or "",
            "day_after": kept.get("day_after"),
            "phase": PHASES.get(str(kept.get("phase"))),
            "layer": kept.get("layer") or "",
            "caught": tuple(caught_of(kept.get("caught"))),
            "prompt": kept.get("prompt") or "",
            "mood": Step.of_kept(kept.get("mood")),
            "connection": Step.of_kept(kept.get("connection")),
            "tags": tuple(kept.get("tags") or ()),
            "is_starred": bool(kept.get("is_starred")),
            "is_left_out": bool(kept.get("is_left_out")),
            "deleted_at": as_utc(deleted) if deleted else None,
            "over_since": as_utc(over) if over else None,
            "chosen": Chosen.of_kept(kept.get("chosen")),
            **cls.attached_of(kept),
        }
