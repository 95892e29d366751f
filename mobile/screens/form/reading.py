"""The engine's nodes as questions a place can draw: the one seam between the two. Changes nothing, keeps nothing.

A typed answer is shown as it was typed for as long as the place is open: nothing is rewritten under somebody's eyes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from mobile.care.questionnaire import Node
from mobile.care.questionnaire.richtext import NOTHING, Rich
from mobile.care.questionnaire.values import Quantity
from mobile.screens.form.answer_text import AnswerWords, is_value
from mobile.screens.form.extras import with_files, with_steps
from mobile.screens.form.kinds import PLAIN, as_written, is_figures, kind_of, slots_of
from mobile.screens.form.question import Option, Question


def line_id(node: str, position: int) -> str:
    """The id of one line of a question with several typed answers. Ids of nodes never hold two slashes."""
    return f"{node}//{position}"


def line_of(id: str) -> tuple[str, int]:
    """The node and the position an id means; 0 for a question with one answer."""
    node, _, position = id.partition("//")
    return node, int(position) if position else 0


class Reader:
    """`typed`: fields as somebody typed them here, by id. `blanks`: empty lines asked for, by node. `photo`: base64 of a photo
    that is a record of its own, by the address an answer gives it."""

    def __init__(
        self,
        answer_words: AnswerWords,
        typed: Mapping[str, str],
        blanks: Mapping[str, int] | None = None,
        photo: Callable[[str | None], str | None] = lambda _: None,
    ) -> None:
        self._answer_words, self._typed, self._blanks, self._photo = answer_words, typed, blanks or {}, photo

    def questions(self, nodes: Iterable[Node]) -> tuple[Question, ...]:
        """What is asked now, in order; the rows of a repeating group gathered under one."""
        found: list[Question] = []
        rows: dict[str, int] = {}
        for node in nodes:
            if node.item.is_group and node.item.repeats:
                row = self._row(node)
                at = rows.get(node.item.link_id)
                if at is None:
                    rows[node.item.link_id] = len(found)
                    found.append(_gathered(node, row))
                else:
                    so_far = found[at]
                    can_add = so_far.can_add and node.can_add
                    found[at] = replace(so_far, inside=(*so_far.inside, row), can_add=can_add)
            else:
                found.append(self.question(node))
        return tuple(found)

    def _row(self, node: Node) -> Question:
        made = self.question(node)
        number = (node.row or 0) + 1
        return replace(
            made, text=f"{made.text} {number}", rich=NOTHING, warning="", can_remove=node.can_remove
        )

    def question(self, node: Node) -> Question:
        """One node with everything under it."""
        item, kind = node.item, kind_of(node)
        made = Question(
            id=node.id,
            link=item.link_id,
            kind=kind,
            text=node.text.plain,
            rich=node.text,
            prefix=item.prefix,
            why=_plain(item.why_asked),
            help=_joined(item.help, item.flyover, item.legal),
            warning=item.gentle_warning,
            example=item.entry_format,
            is_figures=is_figures(item),
            is_across=item.orientation == "horizontal",
            is_read_only=node.is_read_only,
            may_withhold=item.may_withhold and item.is_question and not node.is_read_only,
            withheld=node.withheld,  # type: ignore[arg-type]  # the engine knows these two alone
            is_answered=bool(node.values) or bool(node.raw),
            answer=self._answer(node),
            inside=self.questions(node.nodes),
        )
        return self._with_answers(made, node)

    def _again(self, made: Question, node: Node) -> Question:
        """A question that takes several typed answers: a line for each, and for as many blank ones as were asked for."""
        kept = slots_of(node) or [""]
        lines = [*kept, *[""] * self._blanks.get(node.id, 0)]
        if line_id(node.id, len(lines)) in self._typed:  # its words were taken out again
            lines.append("")
        inside = tuple(
            replace(
                made,
                id=line_id(node.id, n),
                kind=PLAIN.get(node.item.type, "line"),
                text=f"{made.text} {n + 1}",
                rich=NOTHING,
                prefix="",
                why="",
                help=NOTHING,
                warning="",
                written=self._typed.get(line_id(node.id, n), words),
                may_withhold=False,
                is_answered=bool(words),
                answer="",
                can_remove=len(lines) > 1,
                inside=self.questions(one for one in node.nodes if one.answer == n),
            )
            for n, words in enumerate(lines)
        )
        return replace(made, kind="rows", inside=inside, can_add=node.can_add and bool(lines[-1]))

    def _answer(self, node: Node) -> str:
        if node.raw and not node.values:
            return ", ".join(text for _, text in node.raw)
        return self._answer_words.line(node.values, node.options, node.item.type)

    def _with_answers(self, made: Question, node: Node) -> Question:
        if made.kind in ("yes_no", "one", "many", "pick"):
            return self._with_options(made, node)
        if made.kind == "scale":
            return with_steps(made, node)
        if made.kind in ("file", "sign"):
            return with_files(made, node, self._photo)
        if made.kind in ("read", "group", "shown"):
            return made
        if node.item.repeats:
            return self._again(made, node)
        return self._with_words(made, node)

    def _with_options(self, made: Question, node: Node) -> Question:
        if made.kind == "yes_no":
            chosen = ("yes" if node.value else "no",) if node.values else ()
            words = self._answer_words.line((True,)), self._answer_words.line((False,))
            options = (Option("yes", words[0]), Option("no", words[1]))
            return replace(made, options=options, chosen=chosen)
        options = tuple(
            Option(
                str(n),
                " ".join(part for part in (one.prefix, one.display) if part),
                is_exclusive=one.is_exclusive,
            )
            for n, one in enumerate(node.options)
        )
        chosen = tuple(
            str(n) for n, one in enumerate(node.options) if any(is_value(one, value) for value in node.values)
        )
        own = [v for v in node.values if not any(is_value(one, v) for one in node.options)]
        other = self._typed.get(made.id) or (self._answer_words.line(own[:1]) if own else "")
        return replace(
            made,
            options=options,
            chosen=chosen,
            is_open=node.item.is_open,
            open_label=node.item.open_label,
            other=other,
        )

    def _with_words(self, made: Question, node: Node) -> Question:
        written = self._typed.get(made.id)
        if written is None:
            written = node.raw[0][1] if node.raw else as_written(node.value)
        units = tuple(
            Option(str(n), one.display or one.code or "") for n, one in enumerate(node.item.unit_options)
        )
        unit = node.item.unit.display or node.item.unit.code or "" if node.item.unit else ""
        if units:
            has = node.value if isinstance(node.value, Quantity) else None
            unit = next(
                (str(n) for n, one in enumerate(node.item.unit_options) if has and one.code == has.code), ""
            )
        chosen = (node.value,) if isinstance(node.value, str) and made.kind == "date" else ()
        return replace(made, written=written, units=units, unit=unit, chosen=chosen)


def _gathered(node: Node, row: Question) -> Question:
    return Question(
        id=f"rows:{node.id.rpartition('[')[0]}",
        link=node.item.link_id,
        kind="rows",
        text=node.text.plain,
        rich=node.text,
        why=_plain(node.item.why_asked),
        help=_joined(node.item.help, node.item.flyover),
        warning=node.item.gentle_warning,
        can_add=node.can_add,
        inside=(row,),
    )


def _plain(words: Rich | None) -> str:
    return words.plain if words else ""


def _joined(*given: Rich | None) -> Rich:
    found = [one for one in given if one]
    if len(found) < 2:
        return found[0] if found else NOTHING
    return Rich.of_text("\n".join(one.plain for one in found))
