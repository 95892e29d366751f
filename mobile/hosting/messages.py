"""How many objects a message would become, before it is decoded: a megabyte of empty lists is fifty megabytes of memory.

MessagePack says at the front of everything how long it is, so text and files are stepped over without being looked at.
"""

from __future__ import annotations

_SIZED = {  # kind: (bytes of the length, bytes of each thing counted, objects of each thing counted)
    0xC4: (1, 1, 0), 0xC5: (2, 1, 0), 0xC6: (4, 1, 0),
    0xC7: (1, 1, 0), 0xC8: (2, 1, 0), 0xC9: (4, 1, 0),
    0xD9: (1, 1, 0), 0xDA: (2, 1, 0), 0xDB: (4, 1, 0),
    0xDC: (2, 0, 1), 0xDD: (4, 0, 1), 0xDE: (2, 0, 2), 0xDF: (4, 0, 2),
}  # fmt: skip
_FIXED = {
    0xCA: 4, 0xCB: 8, 0xCC: 1, 0xCD: 2, 0xCE: 4, 0xCF: 8, 0xD0: 1, 0xD1: 2, 0xD2: 4, 0xD3: 8,
    0xD4: 2, 0xD5: 3, 0xD6: 5, 0xD7: 9, 0xD8: 17,
}  # fmt: skip
_EXTENSIONS = (0xC7, 0xC8, 0xC9)  # one more byte says which


def has_too_many(message: bytes, most: int) -> bool:
    """Whether `message` (MessagePack) holds more than `most` objects. What is cut off or no MessagePack has none too many."""
    at, seen, end = 0, 0, len(message)
    while at < end:
        kind = message[at]
        at += 1
        seen += 1
        if kind in _SIZED:
            width, each, objects = _SIZED[kind]
            count = int.from_bytes(message[at : at + width], "big")
            at += width + count * each + (kind in _EXTENSIONS)
            promised = seen + count * objects
        elif kind in _FIXED:
            at += _FIXED[kind]
            promised = seen
        elif 0x80 <= kind <= 0x9F:  # a short map or list
            promised = seen
        else:
            at += kind & 0x1F if 0xA0 <= kind <= 0xBF else 0
            promised = seen
        if promised > most:
            return True
    return False
