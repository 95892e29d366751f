"""Reads the text of an expression into a small tree, with fhirpathpy's grammar.

The grammar and its runtime are loaded at the first expression, not at import: an app that opens no form with expressions
never pays for them. The tree is ours because everything after (what an expression depends on, how it is read) works on it.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from mobile.care.questionnaire.fhirpath.problems import PathError

LONGEST_TEXT = 20_000
MOST_TERMS = 1_500
"""Reading the text costs up to a millisecond a term on a slow phone. The longest found in a public form has 198."""
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|.)", re.DOTALL)
_TERM = re.compile(r"'[^'\\]*(?:\\.[^'\\]*)*'|\w+|[^\w\s]", re.DOTALL)
_ESCAPED = {"r": "\r", "n": "\n", "t": "\t", "f": "\f"}


@dataclass(frozen=True, slots=True)
class Node:
    """One place in an expression. `kind` is one of:

    focus this index total null boolean number string date time (leaves; `text` is the value as written, unquoted)
    quantity (text: the number; parts: one `unit`, whose text is 'mg' with its quotes, or a calendar word)
    variable (text: its name)        member (text: field; parts: what it is taken of)
    call (text: function; parts: what it is called on, then the arguments)
    at (parts: collection, index)    sign (text: + or -)     binary (text: operator; parts: left, right)
    type (text: is or as; parts: value, `name`)              name (text: a type's name, or a bare word)
    """

    kind: str
    text: str = ""
    parts: tuple[Node, ...] = ()


FOCUS = Node("focus")


class _Complaint:
    """Turns the first complaint of lexer or parser into a PathError."""

    def syntaxError(self, _who: Any, _symbol: Any, _line: int, column: int, _text: str, _error: Any) -> None:
        raise PathError("not_fhirpath", column=column)

    def reportAmbiguity(self, *_seen: Any) -> None: ...
    def reportAttemptingFullContext(self, *_seen: Any) -> None: ...
    def reportContextSensitivity(self, *_seen: Any) -> None: ...


@lru_cache(maxsize=1)
def _grammar() -> Callable[[str], Any]:
    """The function from text to fhirpathpy's parse tree. Cached because importing it costs some 50 ms; it holds no answer."""
    antlr: Any = importlib.import_module("antlr4")
    generated = "fhirpathpy.parser.generated."
    lexer_of: Any = importlib.import_module(generated + "FHIRPathLexer").FHIRPathLexer
    parser_of: Any = importlib.import_module(generated + "FHIRPathParser").FHIRPathParser

    def tree(text: str) -> Any:
        complaint = _Complaint()
        lexer = lexer_of(antlr.InputStream(text))
        parser = parser_of(antlr.CommonTokenStream(lexer))
        for reader in (lexer, parser):
            reader.removeErrorListeners()
            reader.addErrorListener(complaint)
        return parser.entireExpression().expression()

    return tree


def parse(text: str) -> Node:
    """The tree of an expression. Raises PathError: empty, too_long, too_deep, not_fhirpath."""
    if not text.strip():
        raise PathError("empty")
    if len(text) > LONGEST_TEXT:
        raise PathError("too_long")
    if terms(text) > MOST_TERMS:
        raise PathError("too_long")
    try:
        return _expression(_grammar()(text))
    except PathError:
        raise
    except RecursionError:
        raise PathError("too_deep") from None
    except Exception:  # the runtime's own surprises on odd text are one thing to us
        raise PathError("not_fhirpath") from None


def terms(text: str) -> int:
    """How many words, signs and quoted texts an expression has, about."""
    return sum(1 for _ in _TERM.finditer(text))


def unquoted(text: str) -> str:
    """A quoted string, or a name between backquotes, without its quotes and with its escapes resolved."""

    def resolved(found: re.Match[str]) -> str:
        body = found.group(1)
        return chr(int(body[1:], 16)) if len(body) == 5 else _ESCAPED.get(body, body)

    return _ESCAPE.sub(resolved, text[1:-1])


def _word(ctx: Any) -> str:
    text: str = ctx.getText()
    return unquoted(text) if text[:1] in ("`", '"', "'") else text


def _kind(ctx: Any) -> str:
    return type(ctx).__name__.removesuffix("Context")


def _expression(ctx: Any) -> Node:
    kind = _kind(ctx)
    if kind == "TermExpression":
        return _term(ctx.getChild(0))
    if kind == "InvocationExpression":
        return _invocation(ctx.getChild(2), _expression(ctx.getChild(0)))
    if kind == "IndexerExpression":
        return Node("at", parts=(_expression(ctx.getChild(0)), _expression(ctx.getChild(2))))
    if kind == "PolarityExpression":
        return Node("sign", ctx.getChild(0).getText(), (_expression(ctx.getChild(1)),))
    if kind == "TypeExpression":
        return Node(
            "type", ctx.getChild(1).getText(), (_expression(ctx.getChild(0)), _type_name(ctx.getChild(2)))
        )
    return Node(
        "binary", ctx.getChild(1).getText(), (_expression(ctx.getChild(0)), _expression(ctx.getChild(2)))
    )


def _type_name(ctx: Any) -> Node:
    return Node("name", ctx.getText().replace("`", ""))


def _term(ctx: Any) -> Node:
    kind = _kind(ctx)
    if kind == "InvocationTerm":
        return _invocation(ctx.getChild(0), FOCUS)
    if kind == "ParenthesizedTerm":
        return _expression(ctx.getChild(1))
    if kind == "ExternalConstantTerm":
        return Node("variable", _word(ctx.getChild(0).getChild(1)))
    return _literal(ctx.getChild(0))


def _literal(ctx: Any) -> Node:
    kind, text = _kind(ctx), ctx.getText()
    if kind == "QuantityLiteral":
        quantity = ctx.getChild(0)
        return Node(
            "quantity", quantity.getChild(0).getText(), (Node("unit", quantity.getChild(1).getText()),)
        )
    if kind == "StringLiteral":
        return Node("string", unquoted(text))
    if kind == "DateTimeLiteral":
        return Node("date", text[1:])
    if kind == "TimeLiteral":
        return Node("time", text[2:])
    return Node({"NullLiteral": "null", "BooleanLiteral": "boolean", "NumberLiteral": "number"}[kind], text)


def _invocation(ctx: Any, source: Node) -> Node:
    kind = _kind(ctx)
    if kind == "MemberInvocation":
        return Node("member", _word(ctx.getChild(0)), (source,))
    if kind == "FunctionInvocation":
        call = ctx.getChild(0)
        params = call.paramList()
        given = () if params is None else tuple(_expression(one) for one in params.expression())
        return Node("call", _word(call.getChild(0)), (source, *given))
    return Node({"ThisInvocation": "this", "IndexInvocation": "index", "TotalInvocation": "total"}[kind])
