"""Canonical CBOR, as much of it as a log of entries needs (spec/encoding.md, "Canonical CBOR").

Values come as Python has them: int, bytes, str, bool, None, list, dict. An auditor reads what the log's root already commits to, so this
reader need not tell one fault from another; it only must never take bytes for something that they are not.
"""

import struct

SIMPLE = {20: False, 21: True, 22: None}
WIDTHS = {24: ">B", 25: ">H", 26: ">I", 27: ">Q"}


def decode(data):
    """The one value that the bytes are; ValueError when they are anything else."""
    value, end = item(data, 0)
    if end != len(data):
        raise ValueError("bytes follow the value")
    return value


def item(data, at):
    """The value that starts here, and where the next one starts."""
    major, info = data[at] >> 5, data[at] & 31
    if major == 7:
        if info not in SIMPLE:
            raise ValueError("a simple value of no meaning here")
        return SIMPLE[info], at + 1
    number, at = argument(data, at + 1, info)
    if major == 0:
        return number, at
    if major == 1:
        return -1 - number, at
    if major in (2, 3):
        return string(data, at, (major, number))
    if major == 4:
        return array(data, at, number)
    if major == 5:
        return mapping(data, at, number)
    raise ValueError("a tag")


def argument(data, at, info):
    """The number of a head: in its first byte, or in the one, two, four or eight after it."""
    if info < 24:
        return info, at
    if info not in WIDTHS:
        raise ValueError("a length that is not said")
    (number,) = struct.unpack_from(WIDTHS[info], data, at)
    return number, at + struct.calcsize(WIDTHS[info])


def string(data, at, head):
    """A byte string, or a text."""
    major, length = head
    content = data[at : at + length]
    if len(content) != length:
        raise ValueError("cut short")
    return (content if major == 2 else content.decode("utf-8")), at + length


def array(data, at, count):
    """So many values, one after the other."""
    values = []
    for _ in range(count):
        value, at = item(data, at)
        values.append(value)
    return values, at


def mapping(data, at, count):
    """So many pairs."""
    pairs = {}
    for _ in range(count):
        key, at = item(data, at)
        pairs[key], at = item(data, at)
    return pairs, at


def encode(value):
    """The one canonical encoding; needed for the ids that are digests of values."""
    if value is None or isinstance(value, bool):
        return {False: b"\xf4", True: b"\xf5", None: b"\xf6"}[value]
    if isinstance(value, int):
        return head(0, value) if value >= 0 else head(1, -1 - value)
    if isinstance(value, bytes):
        return head(2, len(value)) + value
    if isinstance(value, str):
        return head(3, len(value.encode("utf-8"))) + value.encode("utf-8")
    return head(4, len(value)) + b"".join(encode(one) for one in value)


def head(major, number):
    """Major type and number, in the shortest form."""
    if number < 24:
        return bytes([major << 5 | number])
    for info, form in WIDTHS.items():
        if number < 1 << (8 * struct.calcsize(form)):
            return bytes([major << 5 | info]) + struct.pack(form, number)
    raise ValueError("a number beyond 64 bits")
