#!/usr/bin/env python3
"""Verify a Stele receipt: one file, written from the pages of this folder alone.

    verify.py FILE RECEIPT [--trust FINGERPRINT]...   does the receipt prove this file?
    verify.py FILE RECEIPT --tsa CERTIFICATES.pem     check timestamps of these authorities too
    verify.py RECEIPT                                 check the record without a file
    verify.py --live PROOF                            was a row live at a height?
    verify.py --vectors DIRECTORY                     check this program against the examples

It needs Python 3.9 or newer and the library `cryptography` (requirements.txt), which does the
arithmetic of Ed25519, ECDSA and, for time authorities, RSA. Everything else is below.
It asks no server and reads no clock. Exit codes are those of receipt.md: 0 valid, 1 invalid,
2 wrong usage or an unreadable file, 4 everything checks but the chain is not a trusted one.

The sections follow the pages of the specification:

     1  words and limits           README.md, limits.md
     2  canonical CBOR             encoding.md
     3  strict JSON and base64     receipt.md, log.md
     4  digests                    encoding.md
     5  trees                      encoding.md, RFC 6962
     6  signatures                 encoding.md
     7  principals, transactions   transaction.md
     8  entries and blocks         block.md
     9  charters and statements    membership.md
    10  evidence                   contracts.md
    11  proof texts                log.md
    12  receipts                   receipt.md
    13  timestamps                 receipt.md, RFC 3161
    14  the steps of verification  receipt.md
    15  verdict and report         receipt.md
    16  live proofs                live-proof.md
    17  examples                   vectors/README.md
    18  the command
"""

from __future__ import annotations

import argparse
import base64
import binascii
import hashlib
import json
import os
import re
import struct
import sys
import unicodedata
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Callable, Dict, List, NamedTuple, Optional, Tuple

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

# ---------------------------------------------------------------------------------------
# 1. Words and limits (README.md, limits.md)
# ---------------------------------------------------------------------------------------

ENTRY_BYTES_MAX = 65_535
TX_BYTES_MAX = 61_440
EFFECT_BYTES_MAX = 65_535
EFFECT_KEY_BYTES_MAX = 256
TIMER_KEY_BYTES_MAX = 64
TIMERS_PER_BLOCK_MAX = 64
RULES_WITH_TIMERS = 3
PAYLOAD_BYTES_MAX = 1_572_864
PAYLOAD_ITEMS_MAX = 10_000
ENVELOPE_BYTES_MAX = 2_097_152
NOTE_BYTES_MAX = 16_384
RECEIPT_BYTES_MAX = 1_048_576
RECEIPT_TIMESTAMPS_MAX = 8
TIMESTAMP_BYTES_MAX = 16_384
COSIGN_LAG_MS = 15_000
SAFE_INTEGER_MAX = 2**53 - 1


class Rejection(Exception):
    """A rule that some input broke: a code of the specification, and a sentence."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(f"{code}: {sentence}")
        self.code = code
        self.sentence = sentence


class Skipped(Exception):
    """A step that was not run, with the code that says why (receipt.md, Verification)."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(f"{code}: {sentence}")
        self.code = code
        self.sentence = sentence


def need(condition: bool, code: str, sentence: str) -> None:
    """Go on if the condition holds, else reject with the code and the sentence."""
    if not condition:
        raise Rejection(code, sentence)


# ---------------------------------------------------------------------------------------
# 2. Canonical CBOR (encoding.md, "Canonical CBOR")
# ---------------------------------------------------------------------------------------

UNSIGNED, NEGATIVE, BYTES, TEXT, ARRAY, MAP, TAG, SIMPLE = range(8)
SIMPLE_VALUES = {20: False, 21: True, 22: None}
CBOR_DEPTH_MAX = 16


def decode_cbor(data: bytes) -> Any:
    """The value of a byte string that is canonical; rejects with a CBOR_ code otherwise."""
    reader = CborReader(data)
    value = reader.item(1)
    need(reader.at == len(data), "CBOR_TRAILING", "bytes follow the item")
    return value


class CborReader:
    """Reads left to right, so that the first broken rule met is the one reported."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def item(self, depth: int) -> Any:
        """One item at the given depth; the outermost array or map is depth 1."""
        major, argument = self.head(key=False)
        if major == UNSIGNED:
            return argument
        if major == NEGATIVE:
            need(argument < 2**63, "CBOR_UNSUPPORTED", "a negative integer below -2^63")
            return -1 - argument
        if major == SIMPLE:
            return SIMPLE_VALUES[argument]
        if major in (BYTES, TEXT):
            return self.string(major, argument)
        need(depth <= CBOR_DEPTH_MAX, "CBOR_DEPTH", "nested more than 16 deep")
        return self.array(argument, depth) if major == ARRAY else self.map(argument, depth)

    def head(self, key: bool) -> Tuple[int, int]:
        """Major type and argument. A simple value's argument is its number."""
        initial = self.take(1)[0]
        major, info = initial >> 5, initial & 31
        if key:
            need(major in (UNSIGNED, TEXT), "CBOR_UNSUPPORTED", "a map key of this kind")
        need(major != TAG, "CBOR_UNSUPPORTED", "a tag")
        if major == SIMPLE:
            need(info in SIMPLE_VALUES, "CBOR_UNSUPPORTED", "a float or other simple value")
            return major, info
        need(info < 28, "CBOR_NOT_CANONICAL", "indefinite length or a reserved length code")
        return major, self.argument(info)

    def argument(self, info: int) -> int:
        """The number after the initial byte, which must not fit a shorter form (rule 2)."""
        if info < 24:
            return info
        width = 1 << (info - 24)
        value = int.from_bytes(self.take(width), "big")
        smallest = 24 if width == 1 else 1 << (4 * width)
        need(value >= smallest, "CBOR_NOT_CANONICAL", "a longer form than needed")
        return value

    def take(self, count: int) -> bytes:
        """The next bytes, as many as asked for."""
        self.need_left(count)
        self.at += count
        return self.data[self.at - count : self.at]

    def need_left(self, count: int) -> None:
        """At least so many bytes must be left, or what claims them is cut short."""
        left = len(self.data) - self.at
        need(count <= left, "CBOR_TRUNCATED", "the bytes end inside an item")

    def string(self, major: int, length: int) -> Any:
        """A byte string, or a text string of well-formed UTF-8 (rule 3)."""
        content = self.take(length)
        if major == BYTES:
            return content
        try:
            return content.decode("utf-8")
        except UnicodeDecodeError:
            raise Rejection("CBOR_UTF8", "text that is not well-formed UTF-8") from None

    def array(self, count: int, depth: int) -> List[Any]:
        """Elements one after another. Each takes a byte at least, so the count is checked."""
        self.need_left(count)
        return [self.item(depth + 1) for _ in range(count)]

    def map(self, count: int, depth: int) -> Dict[Any, Any]:
        """Keys strictly ascending by the bytes of their encodings (rule 4)."""
        self.need_left(2 * count)
        result = {}
        previous = b""
        for _ in range(count):
            start = self.at
            key = self.key()
            encoded = self.data[start : self.at]
            need(encoded > previous, "CBOR_NOT_CANONICAL", "map keys out of order or twice")
            previous = encoded
            result[key] = self.item(depth + 1)
        return result

    def key(self) -> Any:
        """A map key: an unsigned integer or text."""
        major, argument = self.head(key=True)
        return argument if major == UNSIGNED else self.string(TEXT, argument)


def encode_cbor(value: Any) -> bytes:
    """The canonical encoding of a value that decode_cbor could have returned."""
    if value is None or isinstance(value, bool):
        return {False: b"\xf4", True: b"\xf5", None: b"\xf6"}[value]
    if isinstance(value, int):
        return encode_head(UNSIGNED, value) if value >= 0 else encode_head(NEGATIVE, -1 - value)
    if isinstance(value, bytes):
        return encode_head(BYTES, len(value)) + value
    if isinstance(value, str):
        encoded = value.encode("utf-8")
        return encode_head(TEXT, len(encoded)) + encoded
    if isinstance(value, list):
        return encode_head(ARRAY, len(value)) + b"".join(map(encode_cbor, value))
    pairs = sorted((encode_cbor(key), encode_cbor(item)) for key, item in value.items())
    return encode_head(MAP, len(value)) + b"".join(key + item for key, item in pairs)


def encode_head(major: int, argument: int) -> bytes:
    """Initial byte and argument in the shortest form."""
    if argument < 24:
        return bytes([major << 5 | argument])
    for info, width in ((24, 1), (25, 2), (26, 4), (27, 8)):
        if argument < 1 << (8 * width):
            return bytes([major << 5 | info]) + argument.to_bytes(width, "big")
    raise AssertionError("an integer that CBOR cannot hold")


# What follows asks "does this value have the shape?" (encoding.md, "Shapes").

IDENTIFIER = re.compile(r"[a-z0-9][a-z0-9-]{0,31}")


def is_uint(value: Any) -> bool:
    """A number of a structure: an unsigned integer below 2^53, which every language holds.

    Canonical CBOR itself reaches to 2^64 - 1, so arguments of calls may be larger. (In Python
    a bool is an int; in CBOR it is not.)
    """
    return type(value) is int and 0 <= value <= SAFE_INTEGER_MAX


def is_uint_in(value: Any, least: int, most: int) -> bool:
    """An unsigned integer from least to most, both included."""
    return is_uint(value) and least <= value <= most


def is_bytes(value: Any, length: Optional[int] = None) -> bool:
    """A byte string, of the given length if one is given."""
    return isinstance(value, bytes) and (length is None or len(value) == length)


def is_bytes_or_null(value: Any, length: Optional[int] = None) -> bool:
    """A byte string as above, or null."""
    return value is None or is_bytes(value, length)


def is_text(value: Any) -> bool:
    """A text string."""
    return isinstance(value, str)


def is_identifier(value: Any) -> bool:
    """An identifier (encoding.md, "Identifiers")."""
    return is_text(value) and IDENTIFIER.fullmatch(value) is not None


def is_array(value: Any, length: Optional[int] = None) -> bool:
    """An array, of the given number of elements if one is given."""
    return isinstance(value, list) and (length is None or len(value) == length)


def is_array_of(value: Any, least: int, most: Optional[int] = None) -> bool:
    """An array of at least so many elements, and at most so many if that is given."""
    return is_array(value) and len(value) >= least and (most is None or len(value) <= most)


def open_structure(data: bytes, name: str, length: int, version_at: Optional[int]) -> List[Any]:
    """The elements of an encoded structure: canonical, an array, its version first, its length.

    encoding.md, "Shapes": bytes that are not canonical have the structure's own code, and
    another version is looked at before anything else of the structure.
    """
    malformed = f"{name}_MALFORMED"
    try:
        value = decode_cbor(data)
    except Rejection as broken:
        raise Rejection(
            malformed, f"not canonical CBOR ({broken.code}: {broken.sentence})"
        ) from None
    need(is_array(value), malformed, "not an array")
    if version_at is not None:
        there = len(value) > version_at and is_uint(value[version_at])
        need(there, malformed, "no version number")
        need(value[version_at] == 1, "VERSION_UNKNOWN", f"version {value[version_at]}, not 1")
    need(len(value) == length, malformed, f"{len(value)} elements instead of {length}")
    return value


# ---------------------------------------------------------------------------------------
# 3. Strict JSON and base64 (receipt.md "JSON form", log.md "Proof text")
# ---------------------------------------------------------------------------------------

JSON_DEPTH_MAX = 8
JSON_WHITE_SPACE = re.compile(r"[ \t\n\r]*")
JSON_PLAIN_TEXT = re.compile(r'[^"\\\x00-\x1f]*')
JSON_HEX4 = re.compile(r"[0-9A-Fa-f]{4}")
JSON_ESCAPES = {
    '"': '"',
    "\\": "\\",
    "/": "/",
    "b": "\b",
    "f": "\f",
    "n": "\n",
    "r": "\r",
    "t": "\t",
}
JSON_LITERALS = {"true": True, "false": False, "null": None}
DECIMAL = re.compile(r"0|[1-9][0-9]*")


def decode_json(data: bytes) -> Any:
    """The value of an RFC 8259 text; rejects with JSON, which callers turn into their code.

    Python's own reader lets through fields that stand twice, unpaired surrogates and NaN,
    so this one is written out. It knows no numbers but plain decimal digits: a receipt has
    no others.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise Rejection("JSON", "not UTF-8") from None
    reader = JsonReader(text)
    value = reader.value(1)
    need(reader.at == len(text), "JSON", "something follows the value")
    return value


class JsonReader:
    """A reader of one text; `at` is the place of the next character."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def value(self, depth: int) -> Any:
        """A value with the white space around it, at the given depth."""
        self.match(JSON_WHITE_SPACE)
        value = self.bare_value(depth)
        self.match(JSON_WHITE_SPACE)
        return value

    def bare_value(self, depth: int) -> Any:
        """A value without the white space around it."""
        first = self.peek()
        if first == '"':
            return self.string()
        if first in ("{", "["):
            need(depth <= JSON_DEPTH_MAX, "JSON", "nested more than 8 deep")
            return self.object(depth) if first == "{" else self.array(depth)
        for word, meaning in JSON_LITERALS.items():
            if self.text.startswith(word, self.at):
                self.at += len(word)
                return meaning
        return self.number()

    def match(self, pattern: re.Pattern[str]) -> str:
        """The longest run of the pattern from here, which may be empty."""
        found = pattern.match(self.text, self.at)
        if found is None:
            return ""
        self.at = found.end()
        return found.group()

    def peek(self) -> str:
        """The next character, or nothing at the end."""
        return self.text[self.at : self.at + 1]

    def skip(self, character: str) -> None:
        """Step over a character that must stand here."""
        need(self.peek() == character, "JSON", f"no {character} at character {self.at}")
        self.at += 1

    def skip_if(self, character: str) -> bool:
        """Step over a character if it stands here, and tell whether it did."""
        there = self.peek() == character
        self.at += there
        return there

    def number(self) -> int:
        """Plain decimal digits that a double holds exactly; a fraction or sign is refused."""
        digits = self.match(DECIMAL)
        need(digits != "", "JSON", f"no JSON value at character {self.at}")
        return read_decimal(digits, "JSON")

    def array(self, depth: int) -> List[Any]:
        """`[` values `]`."""
        self.skip("[")
        self.match(JSON_WHITE_SPACE)
        elements: List[Any] = []
        if self.skip_if("]"):
            return elements
        elements.append(self.value(depth + 1))
        while self.skip_if(","):
            elements.append(self.value(depth + 1))
        self.skip("]")
        return elements

    def object(self, depth: int) -> Dict[str, Any]:
        """`{` fields `}`, none of them twice."""
        self.skip("{")
        self.match(JSON_WHITE_SPACE)
        fields: Dict[str, Any] = {}
        if self.skip_if("}"):
            return fields
        self.field(fields, depth)
        while self.skip_if(","):
            self.field(fields, depth)
        self.skip("}")
        return fields

    def field(self, fields: Dict[str, Any], depth: int) -> None:
        """One `"name": value`."""
        self.match(JSON_WHITE_SPACE)
        name = self.string()
        need(name not in fields, "JSON", "a field twice")
        self.match(JSON_WHITE_SPACE)
        self.skip(":")
        fields[name] = self.value(depth + 1)

    def string(self) -> str:
        """A string; what is between its quotes, escapes resolved."""
        self.skip('"')
        parts = [self.match(JSON_PLAIN_TEXT)]
        while not self.skip_if('"'):
            self.skip("\\")  # anything else here is a control character or the end
            parts.append(self.escape())
            parts.append(self.match(JSON_PLAIN_TEXT))
        return "".join(parts)

    def escape(self) -> str:
        """The character after a backslash."""
        if not self.skip_if("u"):
            letter = self.peek()
            need(letter in JSON_ESCAPES, "JSON", "an unknown escape")
            self.at += 1
            return JSON_ESCAPES[letter]
        unit = self.hex4()
        if 0xD800 <= unit <= 0xDBFF:
            return self.surrogate_pair(unit)
        need(not 0xDC00 <= unit <= 0xDFFF, "JSON", "an unpaired surrogate")
        return chr(unit)

    def surrogate_pair(self, high: int) -> str:
        """The character of two surrogates; the second must follow as an escape."""
        need(self.skip_if("\\") and self.skip_if("u"), "JSON", "an unpaired surrogate")
        low = self.hex4()
        need(0xDC00 <= low <= 0xDFFF, "JSON", "an unpaired surrogate")
        return chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))

    def hex4(self) -> int:
        """Four hexadecimal digits."""
        digits = self.match(JSON_HEX4)
        need(digits != "", "JSON", "no four hexadecimal digits after \\u")
        return int(digits, 16)


def read_decimal(digits: str, code: str) -> int:
    """A decimal without leading zeros below 2^53 (log.md, "Proof text")."""
    need(DECIMAL.fullmatch(digits) is not None, code, "not a plain decimal number")
    need(len(digits) <= 16 and int(digits) <= SAFE_INTEGER_MAX, code, "a number above 2^53 - 1")
    return int(digits)


def read_base64(text: str, code: str) -> bytes:
    """RFC 4648 §4 with padding and zero bits: what encodes to the same text again."""
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except (UnicodeEncodeError, binascii.Error):
        raise Rejection(code, "not base64") from None
    need(base64.b64encode(data).decode("ascii") == text, code, "not base64 in its one form")
    return data


def read_base64url(text: str, code: str) -> bytes:
    """RFC 4648 §5 without padding and with zero trailing bits."""
    need(re.fullmatch(r"[A-Za-z0-9_-]*", text) is not None, code, "not base64url")
    standard = text.replace("-", "+").replace("_", "/")
    return read_base64(standard + "=" * (-len(text) % 4), code)


# ---------------------------------------------------------------------------------------
# 4. Digests (encoding.md, "Algorithm numbers")
# ---------------------------------------------------------------------------------------

SHA_256, SM3, SHA_512 = 1, 2, 3
DIGEST_BYTES = {SHA_256: 32, SM3: 32, SHA_512: 64}
DIGEST_NAMES = {SHA_256: "SHA-256", SM3: "SM3", SHA_512: "SHA-512"}


def sha256(data: bytes) -> bytes:
    """H of the suite `intl`, and the hash of every log."""
    return hashlib.sha256(data).digest()


def new_digest(algorithm: int) -> Any:
    """An object with update() and digest() for a digest algorithm's number."""
    if algorithm == SHA_256:
        return hashlib.sha256()
    if algorithm == SHA_512:
        return hashlib.sha512()
    return native_sm3() or PlainSm3()


def native_sm3() -> Any:
    """SM3 of the OpenSSL that Python was built with, or None where it has none."""
    try:
        return hashlib.new("sm3")
    except ValueError:
        return None


def digest_of(algorithm: int, data: bytes) -> bytes:
    """The digest of bytes in memory."""
    state = new_digest(algorithm)
    state.update(data)
    return state.digest()


def rotate_left(word: int, count: int) -> int:
    """A 32-bit word turned left."""
    count %= 32
    return (word << count | word >> (32 - count)) & 0xFFFFFFFF


class PlainSm3:
    """SM3 as GB/T 32905-2016 gives it, for a Python whose OpenSSL leaves it out. Slow."""

    START = (
        0x7380166F,
        0x4914B2B9,
        0x172442D7,
        0xDA8A0600,
        0xA96F30BC,
        0x163138AA,
        0xE38DEE4D,
        0xB0FB0E4E,
    )
    ROUND = [rotate_left(0x79CC4519 if j < 16 else 0x7A879D8A, j) for j in range(64)]

    def __init__(self) -> None:
        self.words = self.START
        self.pending = b""
        self.length = 0

    def update(self, data: bytes) -> None:
        """Take more bytes."""
        self.length += len(data)
        data = self.pending + data
        whole = len(data) - len(data) % 64
        for at in range(0, whole, 64):
            self.words = self.compress(self.words, data[at : at + 64])
        self.pending = data[whole:]

    def digest(self) -> bytes:
        """Pad and finish."""
        padding = b"\x80" + bytes((55 - self.length) % 64)
        bits = struct.pack(">Q", 8 * self.length)
        self.update(padding + bits)
        return struct.pack(">8I", *self.words)

    @classmethod
    def compress(cls, words: Tuple[int, ...], block: bytes) -> Tuple[int, ...]:
        """The compression function CF of 5.3.3."""
        w = cls.expand(block)
        a, b, c, d, e, f, g, h = words
        for j in range(64):
            turned = rotate_left(a, 12)
            ss1 = rotate_left((turned + e + cls.ROUND[j]) & 0xFFFFFFFF, 7)
            ss2 = ss1 ^ turned
            ff = a ^ b ^ c if j < 16 else a & b | a & c | b & c
            gg = e ^ f ^ g if j < 16 else e & f | ~e & g
            tt1 = (ff + d + ss2 + (w[j] ^ w[j + 4])) & 0xFFFFFFFF
            tt2 = (gg + h + ss1 + w[j]) & 0xFFFFFFFF
            a, b, c, d = tt1, a, rotate_left(b, 9), c
            e, f, g, h = cls.permute(tt2, 9, 17), e, rotate_left(f, 19), g
        return tuple(old ^ new for old, new in zip(words, (a, b, c, d, e, f, g, h)))

    @classmethod
    def expand(cls, block: bytes) -> List[int]:
        """The message expansion of 5.3.2."""
        w = list(struct.unpack(">16I", block))
        for j in range(16, 68):
            mixed = cls.permute(w[j - 16] ^ w[j - 9] ^ rotate_left(w[j - 3], 15), 15, 23)
            w.append(mixed ^ rotate_left(w[j - 13], 7) ^ w[j - 6])
        return w

    @staticmethod
    def permute(x: int, first: int, second: int) -> int:
        """P0 with turns 9 and 17, P1 with turns 15 and 23 (4.3)."""
        return x ^ rotate_left(x, first) ^ rotate_left(x, second)


# Without SM3 in OpenSSL a MiB takes about two seconds.
PLAIN_SM3_BYTES_MAX = 1_048_576


def algorithms_to_compute(recorded: List[int], file_bytes: int) -> List[int]:
    """Which of a record's digests to compute of the file.

    All of them, with one exception: where only the slow SM3 of this file is at hand and the
    file is long, SM3 is computed only if the record has no other digest. A program chooses
    which digests of the file it gives to the verification (receipt.md, "Input"); the report
    names those that were compared.
    """
    others = [algorithm for algorithm in recorded if algorithm != SM3]
    slow = native_sm3() is None and file_bytes > PLAIN_SM3_BYTES_MAX
    return others if slow and others else recorded


def file_digests(path: Path, recorded: List[int]) -> Dict[int, bytes]:
    """Digests of a file, read once and in pieces, so that its size does not matter."""
    with path.open("rb") as stream:
        size = os.fstat(stream.fileno()).st_size
        states = {number: new_digest(number) for number in algorithms_to_compute(recorded, size)}
        while piece := stream.read(1 << 20):
            for state in states.values():
                state.update(piece)
    return {number: state.digest() for number, state in states.items()}


# ---------------------------------------------------------------------------------------
# 5. Trees (encoding.md "Trees", RFC 6962 §2.1)
# ---------------------------------------------------------------------------------------


def leaf_hash(leaf: bytes) -> bytes:
    """The hash of a leaf."""
    return sha256(b"\x00" + leaf)


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node."""
    return sha256(b"\x01" + left + right)


def split_of(size: int) -> int:
    """The largest power of two smaller than size: the leaves of the left subtree."""
    return 1 << ((size - 1).bit_length() - 1)


def tree_root(hashes: List[bytes]) -> bytes:
    """The root of the tree over leaves whose hashes are given."""
    if not hashes:
        return sha256(b"")
    if len(hashes) == 1:
        return hashes[0]
    split = split_of(len(hashes))
    return node_hash(tree_root(hashes[:split]), tree_root(hashes[split:]))


def inclusion_root(leaf: bytes, index: int, size: int, path: List[bytes]) -> Optional[bytes]:
    """The root to which a leaf's hash and its inclusion proof lead (RFC 6962 §2.1.1).

    The last hash of the path is the topmost sibling. None if the proof does not have
    exactly as many hashes as index and size demand.
    """
    if index >= size:
        return None
    if size == 1:
        return leaf if not path else None
    if not path:
        return None
    split, below, sibling = split_of(size), path[:-1], path[-1]
    if index < split:
        root = inclusion_root(leaf, index, split, below)
        return None if root is None else node_hash(root, sibling)
    root = inclusion_root(leaf, index - split, size - split, below)
    return None if root is None else node_hash(sibling, root)


Roots = Optional[Tuple[bytes, bytes]]


def is_consistent(old: int, new: int, old_root: bytes, new_root: bytes, path: List[bytes]) -> bool:
    """Whether a proof shows the old tree to be the beginning of the new one (§2.1.2)."""
    if old > new:
        return False
    if old == 0:
        return not path and old_root == sha256(b"")
    return consistency_roots(old, new, old_root, path, True) == (old_root, new_root)


def consistency_roots(old: int, new: int, known: bytes, path: List[bytes], whole: bool) -> Roots:
    """The roots of both trees to which a proof leads: SUBPROOF of §2.1.2 read backwards.

    `whole` is true as long as the old tree is a subtree of its own, whose root is known.
    """
    if old == new:
        found = [known] if whole else path
        right_length = len(path) == (0 if whole else 1)
        return (found[0], found[0]) if right_length else None
    if not path:
        return None
    split, below, sibling = split_of(new), path[:-1], path[-1]
    if old <= split:
        roots = consistency_roots(old, split, known, below, whole)
        return roots and (roots[0], node_hash(roots[1], sibling))
    roots = consistency_roots(old - split, new - split, known, below, False)
    return roots and (node_hash(sibling, roots[0]), node_hash(sibling, roots[1]))


def split_path(joined: bytes) -> Optional[List[bytes]]:
    """The hashes of a joined path, or None if it is not whole hashes."""
    if len(joined) % 32 != 0:
        return None
    return [joined[at : at + 32] for at in range(0, len(joined), 32)]


LIVE_CHUNK_BYTES = 256
TOUCHING = ("put", "delete")


def live_root(operations: List[Tuple[str, str]]) -> bytes:
    """The root of the live bits after effects (kind, place); block.md, "Live bits"."""
    touches = ((i, place) for i, (kind, place) in enumerate(operations) if kind in TOUCHING)
    last_touch = {place: i for i, place in touches}
    bits = bytearray(-(-len(operations) // (8 * LIVE_CHUNK_BYTES)) * LIVE_CHUNK_BYTES)
    for i in last_touch.values():
        if operations[i][0] == "put":
            bits[i >> 3] |= 1 << (i & 7)
    starts = range(0, len(bits), LIVE_CHUNK_BYTES)
    return tree_root([leaf_hash(bytes(bits[at : at + LIVE_CHUNK_BYTES])) for at in starts])


# ---------------------------------------------------------------------------------------
# 6. Signatures (encoding.md, "Signature rules")
# ---------------------------------------------------------------------------------------

ED25519, P256, SM2 = 1, 2, 3
# The lengths of the keys that the suite `intl` accepts.
KEY_BYTES = {ED25519: 32, P256: 65}

ED25519_P = 2**255 - 19
ED25519_L = 2**252 + 27742317777372353535851937790883648493
ED25519_SMALL_ORDER = {
    0,
    1,
    ED25519_P - 1,
    int.from_bytes(
        bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"), "little"
    ),
    int.from_bytes(
        bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"), "little"
    ),
}

P256_P = 2**256 - 2**224 + 2**192 + 2**96 - 1
P256_B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
P256_N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


class Signature(NamedTuple):
    """The signature triple."""

    algorithm: int
    key: bytes
    signature: bytes


def signature_is_valid(triple: Signature, message: bytes) -> bool:
    """One verdict for the same bytes on every library."""
    if triple.algorithm == ED25519:
        return ed25519_is_valid(triple.key, message, triple.signature)
    if triple.algorithm == P256:
        return p256_is_valid(triple.key, message, triple.signature)
    return False


def ed25519_is_valid(key: bytes, message: bytes, signature: bytes) -> bool:
    """Rules 1 to 4 here; rule 5, cofactorless, is what OpenSSL computes."""
    if len(key) != 32 or len(signature) != 64:  # rule 1
        return False
    if int.from_bytes(signature[32:], "little") >= ED25519_L:  # rule 2
        return False
    for y in (ed25519_y(key), ed25519_y(signature[:32])):
        if y >= ED25519_P or y in ED25519_SMALL_ORDER:  # rules 3 and 4
            return False
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)  # rule 5
    except (InvalidSignature, ValueError):
        return False
    return True


def ed25519_y(point: bytes) -> int:
    """The y-coordinate of an encoded point: the sign bit cleared, little-endian."""
    return int.from_bytes(point, "little") & (2**255 - 1)


def p256_is_valid(key: bytes, message: bytes, signature: bytes) -> bool:
    """Key uncompressed and on the curve, r in range, s in the lower half; then FIPS 186-5."""
    if not p256_key_is_valid(key) or len(signature) != 64:
        return False
    r = int.from_bytes(signature[:32], "big")
    s = int.from_bytes(signature[32:], "big")
    if not (1 <= r < P256_N and 1 <= s <= (P256_N - 1) // 2):
        return False
    try:
        public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), key)
        public.verify(encode_dss_signature(r, s), message, ec.ECDSA(SHA256()))
    except (InvalidSignature, ValueError):
        return False
    return True


def p256_key_is_valid(key: bytes) -> bool:
    """65 bytes starting 0x04 whose point satisfies y² = x³ − 3x + b."""
    if len(key) != 65 or key[0] != 4:
        return False
    x = int.from_bytes(key[1:33], "big")
    y = int.from_bytes(key[33:], "big")
    return x < P256_P and y < P256_P and (y * y - (x**3 - 3 * x + P256_B)) % P256_P == 0


def read_triple(data: bytes) -> Signature:
    """A signature triple that stands alone in bytes, of one of the numbered algorithms."""
    triple = shape_triple(open_structure(data, "SIGNATURE", 3, None), "SIGNATURE_MALFORMED")
    numbered = triple.algorithm in (ED25519, P256, SM2)
    need(numbered, "SIGNATURE_MALFORMED", f"a signature of algorithm {triple.algorithm}")
    return triple


def shape_triple(value: Any, code: str) -> Signature:
    """[algorithm, key, signature]. Lengths are part of the signature's validity."""
    need(is_array(value, 3), code, "a signature is not an array of three")
    algorithm, key, signature = value
    fits = is_uint(algorithm) and is_bytes(key) and is_bytes(signature)
    need(fits, code, "a signature is not [algorithm, key, signature]")
    return Signature(algorithm, key, signature)


# ---------------------------------------------------------------------------------------
# 7. Principals, transactions, payloads, envelopes (transaction.md)
# ---------------------------------------------------------------------------------------

PRINCIPAL_LEAVES_MAX = 16
PRINCIPAL_LEVELS_MAX = 3
KIND_ITEMS, KIND_BLOB = 0, 1
BLOB_PIECE_BYTES = 65_536
CRITICAL_EXTENSIONS_BELOW = 1000


class PayloadRoot(NamedTuple):
    """What a transaction says about one of its payloads."""

    root: bytes
    count: int
    size: int
    kind: int


class Call(NamedTuple):
    """One call of a contract's method."""

    contract: str
    method: str
    args: List[Any]
    actors: List[Any]


class Transaction(NamedTuple):
    """A well-formed transaction."""

    body: bytes
    chain: bytes
    valid_until_ms: int
    payer: Any
    lane: int
    calls: List[Call]
    payloads: List[PayloadRoot]
    signatures: List[Signature]


def read_principal(data: bytes) -> Any:
    """A principal that stands alone in bytes."""
    try:
        value = decode_cbor(data)
    except Rejection as broken:
        raise Rejection("PRINCIPAL_MALFORMED", f"not canonical CBOR ({broken.code})") from None
    check_principal(value)
    return value


def check_principal(value: Any) -> None:
    """Shape, order and size of a principal (transaction.md, "Principal")."""
    leaves, levels = measure_principal(value)
    need(leaves <= PRINCIPAL_LEAVES_MAX, "PRINCIPAL_MALFORMED", f"{leaves} leaves")
    need(levels <= PRINCIPAL_LEVELS_MAX, "PRINCIPAL_MALFORMED", f"{levels} levels of m of n")


def measure_principal(value: Any) -> Tuple[int, int]:
    """Leaves and levels of [4 …] of a principal whose shape is right."""
    if is_array(value, 3) and value[0] == 4 and is_uint(value[0]):
        return measure_policy(value)
    need(is_principal_leaf(value), "PRINCIPAL_MALFORMED", "none of the kinds of principal")
    return 1, 0


def is_principal_leaf(value: Any) -> bool:
    """A key, an account, a role or a contract."""
    if not is_array_of(value, 2, 3) or not is_uint(value[0]):
        return False
    kind, rest = value[0], value[1:]
    if kind == 0:
        return len(rest) == 1 and is_bytes(rest[0], 32)
    if kind == 1:
        return len(rest) == 1 and is_bytes(rest[0], 16)
    if kind == 2:
        return len(rest) == 2 and all(map(is_identifier, rest))
    return kind == 3 and len(rest) == 1 and is_identifier(rest[0])


def measure_policy(value: List[Any]) -> Tuple[int, int]:
    """Leaves and levels of [4, m, members]."""
    _, m, members = value
    need(is_array_of(members, 1), "PRINCIPAL_MALFORMED", "m of n without members")
    need(is_uint_in(m, 1, len(members)), "PRINCIPAL_MALFORMED", "m is not from 1 to n")
    measures = [measure_principal(member) for member in members]
    encodings = [encode_cbor(member) for member in members]
    ascending = all(a < b for a, b in zip(encodings, encodings[1:]))
    need(ascending, "PRINCIPAL_MALFORMED", "members not strictly ascending")
    return sum(leaves for leaves, _ in measures), 1 + max(levels for _, levels in measures)


def read_transaction(data: bytes) -> Transaction:
    """A transaction as far as its shape goes, without the limits of size."""
    body_bytes, signatures = open_structure(data, "TX", 3, 0)[1:]
    need(is_bytes(body_bytes), "TX_MALFORMED", "the body is not bytes")
    body = open_structure(body_bytes, "TX", 8, None)
    chain, valid_until_ms, salt, payer, lane, calls, payloads, extensions = body
    fits = is_bytes(chain, 8) and is_uint(valid_until_ms) and is_bytes(salt, 16)
    need(fits, "TX_MALFORMED", "chain, validUntil or salt is not as it should be")
    if payer is not None:
        check_principal(payer)
    need(is_uint_in(lane, 0, 1), "TX_MALFORMED", "a lane other than 0 and 1")
    need(is_array_of(calls, 1, 16), "TX_MALFORMED", "not 1 to 16 calls")
    shaped_calls = [shape_call(call, "TX_MALFORMED") for call in calls]
    need(is_array_of(payloads, 0, 16), "TX_MALFORMED", "not 0 to 16 payload roots")
    roots = [shape_payload_root(root) for root in payloads]
    check_extensions(extensions, "TX_MALFORMED")
    shaped = shape_signatures(signatures)
    check_algorithms(shaped)
    return Transaction(
        body_bytes, chain, valid_until_ms, payer, lane, shaped_calls, roots, shaped
    )


def shape_call(value: Any, code: str) -> Call:
    """[contract, method, args, actors]."""
    need(is_array(value, 4), code, "a call is not an array of four")
    contract, method, args, actors = value
    named = is_identifier(contract) and is_identifier(method)
    need(named, code, "a contract or method is not an identifier")
    need(is_array(args), code, "the arguments of a call are not an array")
    need(is_array_of(actors, 1, 16), code, "a call does not have 1 to 16 actors")
    for actor in actors:
        check_principal(actor)
    return Call(contract, method, args, actors)


def shape_payload_root(value: Any) -> PayloadRoot:
    """[root, count, bytes, kind]."""
    need(is_array(value, 4), "TX_MALFORMED", "a payload root is not an array of four")
    root, count, size, kind = value
    need(is_bytes(root, 32), "TX_MALFORMED", "a payload's root is not 32 bytes")
    need(is_uint_in(count, 1, PAYLOAD_ITEMS_MAX), "TX_MALFORMED", "a payload's count")
    need(is_uint_in(size, 1, PAYLOAD_BYTES_MAX), "TX_MALFORMED", "a payload's number of bytes")
    need(is_uint_in(kind, 0, 1), "TX_MALFORMED", "a payload's kind")
    return PayloadRoot(root, count, size, kind)


def shape_signatures(value: Any) -> List[Signature]:
    """1 to 32 signatures, strictly ascending by algorithm and key."""
    need(is_array_of(value, 1, 32), "TX_MALFORMED", "not 1 to 32 signatures")
    signatures = [shape_triple(element, "TX_MALFORMED") for element in value]
    order = [(signature.algorithm, signature.key) for signature in signatures]
    ascending = all(a < b for a, b in zip(order, order[1:]))
    need(ascending, "TX_MALFORMED", "signatures not strictly ascending by algorithm and key")
    return signatures


def check_extensions(value: Any, code: str) -> None:
    """{* uint => any}; numbers below 1000 are critical, and none of them is known yet."""
    is_map = isinstance(value, dict) and all(is_uint(number) for number in value)
    need(is_map, code, "extensions are not a map with numbers as keys")
    for number in value:
        known = number >= CRITICAL_EXTENSIONS_BELOW
        need(known, "EXTENSION_UNKNOWN", f"critical extension {number}")


def check_algorithms(signatures: List[Signature]) -> None:
    """The suite `intl` accepts Ed25519 and P-256."""
    for signature in signatures:
        known = signature.algorithm in KEY_BYTES
        need(known, "ALGORITHM_UNKNOWN", f"algorithm {signature.algorithm}")


def check_transaction_size(data: bytes, transaction: Transaction) -> None:
    """The limits of size, which a receipt's reader does not ask for."""
    need(len(data) <= TX_BYTES_MAX, "TX_TOO_LARGE", f"{len(data)} bytes")
    together = sum(payload.size for payload in transaction.payloads)
    need(together <= PAYLOAD_BYTES_MAX, "PAYLOAD_TOO_LARGE", f"{together} bytes of payload")


def transaction_id(fingerprint: bytes, transaction: Transaction) -> bytes:
    """H("stele/tx/v1" ‖ fingerprint ‖ body)."""
    return sha256(b"stele/tx/v1" + fingerprint + transaction.body)


def check_payload(payload: Any, said: PayloadRoot) -> None:
    """A payload gives its root, count and bytes (transaction.md, "Payloads")."""
    pieces = payload_pieces(payload, said.kind)
    need(0 < len(pieces) <= PAYLOAD_ITEMS_MAX, "PAYLOAD_MISMATCH", "no or too many pieces")
    need(all(pieces), "PAYLOAD_MISMATCH", "an empty item")
    found = (
        tree_root([leaf_hash(piece) for piece in pieces]),
        len(pieces),
        sum(map(len, pieces)),
    )
    same = found == (said.root, said.count, said.size)
    need(same, "PAYLOAD_MISMATCH", "root, count or bytes are others")


def payload_pieces(payload: Any, kind: int) -> List[bytes]:
    """The leaves: items as they are, a blob in pieces of 65 536 bytes."""
    if kind == KIND_ITEMS:
        fits = is_array(payload) and all(map(is_bytes, payload))
        need(fits, "PAYLOAD_MISMATCH", "not a list of byte strings")
        return payload
    need(is_bytes(payload), "PAYLOAD_MISMATCH", "not a byte string")
    starts = range(0, len(payload), BLOB_PIECE_BYTES)
    return [payload[at : at + BLOB_PIECE_BYTES] for at in starts]


def check_envelope(data: bytes) -> None:
    """[1, node, number, stampMs, [* [tx, [0..16 payload]]], signature]."""
    code = "ENVELOPE_MALFORMED"
    need(len(data) <= ENVELOPE_BYTES_MAX, code, f"{len(data)} bytes")
    _, node, number, stamp_ms, transactions, signature = open_structure(data, "ENVELOPE", 6, 0)
    need(is_identifier(node), code, "the node is not an identifier")
    need(is_uint(number) and number >= 1, code, "numbers count from 1")
    need(is_uint(stamp_ms), code, "the stamp is not a time")
    need(is_array_of(transactions, 0), code, "not an array of transactions")
    for element in transactions:
        need(is_array(element, 2), code, "not a transaction with its payloads")
        tx, payloads = element
        shaped = is_bytes(tx) and is_array_of(payloads, 0, 16)
        need(shaped, code, "not a transaction with its 0 to 16 payloads")
        need(all(map(is_encoded_payload, payloads)), code, "not a payload")
    need(is_bytes(signature), code, "the signature is not bytes")


def is_encoded_payload(value: Any) -> bool:
    """[+ bytes] for items, bytes for a blob, and nothing empty."""
    pieces = value if is_array_of(value, 1, PAYLOAD_ITEMS_MAX) else [value]
    return all(is_bytes(piece) and len(piece) > 0 for piece in pieces)


# ---------------------------------------------------------------------------------------
# 8. Entries, headers, effects (block.md)
# ---------------------------------------------------------------------------------------

KIND_TRANSACTION, KIND_HEADER, KIND_SYSTEM = 0, 1, 2
SUBJECT_CHARTER, SUBJECT_CALL, SUBJECT_LINEAGE, SUBJECT_TIMER = 0, 1, 2, 3
PUT, DELETE, EVENT, RESULT = 0, 1, 2, 3
OUTCOME_CODE = re.compile(r"([A-Z][A-Z0-9_]{0,39})?")


class Outcome(NamedTuple):
    """What became of an entry."""

    height: int
    index: int
    time_ms: int
    code: str
    first_effect: int
    effect_count: int


class Entry(NamedTuple):
    """A well-formed entry; its content is looked at by itself."""

    kind: int
    content: bytes
    outcome: Optional[Outcome]


def read_entry(data: bytes) -> Entry:
    """[kind, 1, content, outcome]; the version stands second."""
    code = "ENTRY_MALFORMED"
    need(len(data) <= ENTRY_BYTES_MAX, code, f"{len(data)} bytes, which no log can carry")
    kind, _, content, outcome = open_structure(data, "ENTRY", 4, 1)
    need(is_uint_in(kind, KIND_TRANSACTION, KIND_SYSTEM), code, "an unknown kind")
    need(is_bytes(content), code, "the content is not bytes")
    if kind == KIND_HEADER:
        need(outcome is None, code, "a header with an outcome")
        return Entry(kind, content, None)
    return Entry(kind, content, shape_outcome(outcome))


def shape_outcome(value: Any) -> Outcome:
    """[height, index, timeMs, code, firstEffect, effectCount]."""
    need(is_array(value, 6), "ENTRY_MALFORMED", "the outcome is not an array of six")
    height, index, time_ms, code, first_effect, effect_count = value
    numbers = (height, index, time_ms, first_effect, effect_count)
    need(all(map(is_uint, numbers)), "ENTRY_MALFORMED", "a number of the outcome")
    coded = is_text(code) and OUTCOME_CODE.fullmatch(code) is not None
    need(coded, "ENTRY_MALFORMED", "the outcome's code")
    return Outcome(*value)


def check_header(data: bytes) -> None:
    """The last entry of a block (block.md, "Header")."""
    code = "HEADER_MALFORMED"
    elements = open_structure(data, "HEADER", 12, 0)
    _, height, first_index, previous_root, time_ms, engine, rules, effects = elements[:8]
    live, charter, suite_root, extensions = elements[8:]
    numbers = (height, first_index, time_ms, rules)
    need(all(map(is_uint, numbers)), code, "height, firstIndex, timeMs or rules")
    roots = (previous_root, live, charter)
    need(all(is_bytes(root, 32) for root in roots), code, "a root is not 32 bytes")
    need(is_array(engine, 3), code, "not [epoch, engineHeight, sealed]")
    epoch, engine_height, sealed = engine
    engine_fits = is_uint(epoch) and is_uint(engine_height) and isinstance(sealed, bool)
    need(engine_fits, code, "not [epoch, engineHeight, sealed]")
    need(is_array(effects, 3), code, "not [firstEffect, effectCount, effectsRoot]")
    first, count, effects_root = effects
    effects_fit = is_uint(first) and is_uint(count) and is_bytes(effects_root, 32)
    need(effects_fit, code, "not [firstEffect, effectCount, effectsRoot]")
    need(is_bytes_or_null(suite_root, 32), code, "the suite's root")
    check_extensions(extensions, code)


def check_system(data: bytes) -> Optional[Call]:
    """[subject, data]: a charter, a setup call, which it gives, a lineage, or a timer."""
    code = "SYSTEM_MALFORMED"
    subject, content = open_structure(data, "SYSTEM", 2, None)
    need(is_uint_in(subject, SUBJECT_CHARTER, SUBJECT_TIMER), code, "an unknown subject")
    if subject == SUBJECT_CHARTER:
        need(is_bytes(content), code, "a charter is not bytes")
    elif subject == SUBJECT_CALL:
        return shape_call(content, code)
    elif subject == SUBJECT_LINEAGE:
        need(is_lineage(content), code, "not [oldOrigin, size, root, reason]")
    else:
        need(is_timer(content), code, "not [atMs, contract, key]")
    return None


def is_lineage(value: Any) -> bool:
    """[oldOrigin: text, size, root: 32 bytes, reason: text]."""
    if not is_array(value, 4):
        return False
    old_origin, size, root, reason = value
    return is_text(old_origin) and is_uint(size) and is_bytes(root, 32) and is_text(reason)


def is_timer(value: Any) -> bool:
    """[atMs, contract: identifier, key: at most 64 bytes]."""
    if not is_array(value, 3):
        return False
    at_ms, contract, key = value
    named = is_identifier(contract) and is_bytes(key) and len(key) <= TIMER_KEY_BYTES_MAX
    return is_uint(at_ms) and named


def check_effect(data: bytes) -> None:
    """[position, kind, contract, table, key, value] (block.md, "Effects")."""
    code = "EFFECT_MALFORMED"
    need(len(data) <= EFFECT_BYTES_MAX, code, f"{len(data)} bytes")
    position, kind, contract, table, key, value = open_structure(data, "EFFECT", 6, None)
    need(is_uint(position) and is_uint_in(kind, PUT, RESULT), code, "position or kind")
    named = is_identifier(contract) and is_identifier(table)
    need(named, code, "a contract or table is not an identifier")
    keyed = is_bytes(key) and len(key) <= EFFECT_KEY_BYTES_MAX
    need(keyed, code, "the key is not at most 256 bytes")
    need(is_bytes_or_null(value), code, "the value is neither bytes nor null")
    without = "a delete, and nothing else, has no value"
    need((kind == DELETE) == (value is None), code, without)
    need(kind != RESULT or len(key) == 1, code, "a result's key is not one byte")


# ---------------------------------------------------------------------------------------
# 9. Charters and node statements (membership.md)
# ---------------------------------------------------------------------------------------

LOG_KEY, COSIGNER_KEY = 1, 4
KNOWN_SUITE = "intl"


class Member(NamedTuple):
    """A member of a charter; keys are (algorithm, key)."""

    organisation: str
    name: str
    weight: int
    keys: List[Tuple[int, bytes]]


class Charter(NamedTuple):
    """A well-formed charter."""

    encoded: bytes
    seq: int
    members: List[Member]
    threshold: int


class Statement(NamedTuple):
    """A well-formed node statement."""

    organisation: str
    node: str
    log_key: bytes
    cosigner_key: bytes
    not_before_ms: int
    not_after_ms: int


def read_charter(data: bytes) -> Charter:
    """A charter of the suite `intl` (membership.md, "Charter")."""
    code = "CHARTER_MALFORMED"
    elements = open_structure(data, "CHARTER", 10, 0)
    _, seq, previous, members, threshold, suite, policy, setup, nonce, made_ms = elements
    need(is_text(suite), code, "the suite is not text")
    need(suite == KNOWN_SUITE, "SUITE_UNKNOWN", f"suite {shown(suite)}")
    need(is_uint(seq) and is_bytes_or_null(previous, 32), code, "seq or previous")
    need(is_array(policy, 2), code, "not [entries, rules]")
    need(is_uint_in(policy[0], 0, 1) and is_uint(policy[1]), code, "not [entries, rules]")
    need(is_bytes_or_null(setup, 32), code, "setup is neither 32 bytes nor null")
    need(is_bytes(nonce, 16) and is_uint(made_ms), code, "nonce or made")
    check_charter_place(seq, previous, setup)
    read = shape_members(members)
    weights = sum(member.weight for member in read)
    need(is_uint_in(threshold, 1, weights), code, "the threshold is not from 1 to all weights")
    return Charter(data, seq, read, threshold)


def check_charter_place(seq: int, previous: Optional[bytes], setup: Optional[bytes]) -> None:
    """Only genesis has no previous charter, and only genesis may have a setup."""
    agrees = (seq == 0) == (previous is None)
    need(agrees, "CHARTER_MALFORMED", "seq and previous do not agree")
    need(seq == 0 or setup is None, "CHARTER_MALFORMED", "a later charter with a setup")


def shape_members(value: Any) -> List[Member]:
    """1 to 128 members, ascending, no key twice among them."""
    code = "CHARTER_MALFORMED"
    need(is_array_of(value, 1, 128), code, "not 1 to 128 members")
    members = [shape_member(element) for element in value]
    organisations = [member.organisation for member in members]
    ascending = all(a < b for a, b in zip(organisations, organisations[1:]))
    need(ascending, code, "members not strictly ascending by organisation")
    keys = [key for member in members for key in member.keys]
    need(len(set(keys)) == len(keys), code, "a key twice")
    return members


def shape_member(value: Any) -> Member:
    """[organisation, name, weight, keys, certificates]."""
    code = "CHARTER_MALFORMED"
    need(is_array(value, 5), code, "a member is not an array of five")
    organisation, name, weight, keys, certificates = value
    need(is_identifier(organisation), code, "an organisation is not an identifier")
    named = is_text(name) and 1 <= len(name.encode("utf-8")) <= 200
    need(named, code, "a name is not text of 1 to 200 bytes")
    need(is_uint_in(weight, 1, 1_000_000), code, "a weight is not from 1 to 1000000")
    need(is_array_of(keys, 1, 8), code, "a member does not have 1 to 8 keys")
    need(is_bytes_or_null(certificates, 32), code, "certificates are neither 32 bytes nor null")
    return Member(organisation, name, weight, [shape_charter_key(key) for key in keys])


def shape_charter_key(value: Any) -> Tuple[int, bytes]:
    """[algorithm, key] of an algorithm of the suite, in the right length."""
    code = "CHARTER_MALFORMED"
    need(is_array(value, 2), code, "a key is not [algorithm, key]")
    algorithm, key = value
    need(is_uint(algorithm) and algorithm in KEY_BYTES, code, "a key's algorithm")
    need(is_bytes(key, KEY_BYTES[algorithm]), code, "a key's length")
    return algorithm, key


def member_of_key(charter: Charter, key: Tuple[int, bytes]) -> Optional[Member]:
    """The member that has the key in a charter. No key stands twice, so there is at most one."""
    return next((member for member in charter.members if key in member.keys), None)


def weight_of(charter: Charter, organisations: List[str]) -> int:
    """The weight of members, each counted once."""
    counted = set(organisations)
    return sum(member.weight for member in charter.members if member.organisation in counted)


def read_statement(data: bytes) -> Statement:
    """[1, organisation, node, keys, notBefore, notAfter] (membership.md, "Node statement")."""
    code = "STATEMENT_MALFORMED"
    elements = open_structure(data, "STATEMENT", 6, 0)
    _, organisation, node, keys, not_before_ms, not_after_ms = elements
    named = is_identifier(organisation) and is_identifier(node)
    need(named, code, "the organisation or node is not an identifier")
    log_key, cosigner_key = shape_statement_keys(keys)
    timed = is_uint(not_before_ms) and is_uint(not_after_ms) and not_before_ms < not_after_ms
    need(timed, code, "notBefore is not before notAfter")
    return Statement(organisation, node, log_key, cosigner_key, not_before_ms, not_after_ms)


def shape_statement_keys(value: Any) -> Tuple[bytes, bytes]:
    """Log key and cosigner key, then perhaps keys of types that this reader does not know."""
    code = "STATEMENT_MALFORMED"
    need(is_array_of(value, 1, 8), code, "not 1 to 8 keys")
    for element in value:
        fits = is_array(element, 2) and is_uint_in(element[0], 0, 255) and is_bytes(element[1])
        need(fits, code, "a key is not [type, key] with a type of one byte, as C2SP has them")
    types = [key_type for key_type, _ in value]
    need(types[:2] == [LOG_KEY, COSIGNER_KEY], code, "not a log key, then a cosigner key")
    need(types == sorted(set(types)), code, "keys not ascending by type, each type once")
    log_key, cosigner_key = value[0][1], value[1][1]
    sized = len(log_key) == 32 and len(cosigner_key) == 32
    need(sized and log_key != cosigner_key, code, "log and cosigner key: 32 bytes, different")
    return log_key, cosigner_key


# ---------------------------------------------------------------------------------------
# 10. Evidence (contracts.md, "evidence")
# ---------------------------------------------------------------------------------------


class Item(NamedTuple):
    """What an evidence record says."""

    id: bytes
    digests: Dict[int, bytes]
    salted: bool
    kind: str
    supersedes: Optional[bytes]
    note_hash: Optional[bytes]


def read_item(data: bytes) -> Item:
    """[1, id, digests, salted, kind, supersedes, noteHash]."""
    code = "ITEM_MALFORMED"
    elements = open_structure(data, "ITEM", 7, 0)
    _, item_id, digests, salted, kind, supersedes, note_hash = elements
    need(is_bytes(item_id, 16), code, "the id is not 16 bytes")
    need(isinstance(digests, dict) and len(digests) > 0, code, "no digests")
    for algorithm, digest in digests.items():
        known = is_uint(algorithm) and algorithm in DIGEST_BYTES
        sized = known and is_bytes(digest, DIGEST_BYTES[algorithm])
        need(sized, code, "a digest of an unknown algorithm or of the wrong length")
    need(isinstance(salted, bool), code, "salted is neither true nor false")
    need(kind == "" or is_identifier(kind), code, "the kind is not an identifier")
    need(is_bytes_or_null(supersedes, 16), code, "supersedes is neither 16 bytes nor null")
    need(is_bytes_or_null(note_hash, 32), code, "noteHash is neither 32 bytes nor null")
    return Item(item_id, digests, salted, kind, supersedes, note_hash)


def read_note(data: bytes) -> Dict[str, Any]:
    """A canonical CBOR map with text keys; name, size, reference of their types when present."""
    code = "NOTE_MALFORMED"
    need(len(data) <= NOTE_BYTES_MAX, code, f"{len(data)} bytes")
    try:
        note = decode_cbor(data)
    except Rejection as broken:
        raise Rejection(code, f"not canonical CBOR ({broken.code})") from None
    is_map = isinstance(note, dict) and all(map(is_text, note))
    need(is_map, code, "not a map with text as keys")
    need(is_text(note.get("name", "")), code, "the name is not text")
    need(is_uint(note.get("size", 0)), code, "the size is not a number")
    need(is_text(note.get("reference", "")), code, "the reference is not text")
    return note


# ---------------------------------------------------------------------------------------
# 11. Checkpoints and proof texts (log.md)
# ---------------------------------------------------------------------------------------

PROOF_TITLE = "c2sp.org/tlog-proof@v1"
PROOF_HASHES_MAX = 63
PROOF_SIGNATURES_MAX = 256


class NoteLine(NamedTuple):
    """A signature line of a checkpoint."""

    name: str
    key_id: bytes
    signature: bytes


class Checkpoint(NamedTuple):
    """A signed tree head; `body` is the bytes of its three lines, which is what is signed."""

    origin: str
    size: int
    root: bytes
    body: bytes
    lines: List[NoteLine]


class Proof(NamedTuple):
    """An inclusion proof with its checkpoint."""

    extra: Optional[bytes]
    index: int
    path: List[bytes]
    checkpoint: Checkpoint


def read_proof(text: str) -> Proof:
    """A proof text, strictly (log.md, "Proof text")."""
    code = "PROOF_MALFORMED"
    lines = proof_lines(text)
    need(lines.pop(0) == PROOF_TITLE, code, "the first line is another one")
    extra = None
    if lines and lines[0].startswith("extra "):
        extra = read_base64(lines.pop(0)[6:], code)
    need(bool(lines) and lines[0].startswith("index "), code, "no index line")
    index = read_decimal(lines.pop(0)[6:], code)
    need("" in lines, code, "no empty line after the hashes")
    end = lines.index("")
    need(end <= PROOF_HASHES_MAX, code, "more than 63 hashes")
    path = [read_hash_line(line) for line in lines[:end]]
    return Proof(extra, index, path, read_checkpoint(lines[end + 1 :]))


def proof_lines(text: str) -> List[str]:
    """The lines of a text, each ending in one U+000A, of printable ASCII and em dashes."""
    need(text.endswith("\n"), "PROOF_MALFORMED", "the last line does not end")
    clean = all(" " <= character <= "~" or character in "\n\u2014" for character in text)
    need(clean, "PROOF_MALFORMED", "a character that is not allowed")
    return text[:-1].split("\n")


def read_hash_line(line: str) -> bytes:
    """A base64 line of 32 bytes."""
    value = read_base64(line, "PROOF_MALFORMED")
    need(len(value) == 32, "PROOF_MALFORMED", "a hash is not 32 bytes")
    return value


def read_checkpoint(lines: List[str]) -> Checkpoint:
    """Origin, size and root, an empty line, 1 to 256 signature lines (log.md, "Checkpoint")."""
    code = "PROOF_MALFORMED"
    need(len(lines) >= 5, code, "a checkpoint cut short")
    origin, size, root, empty = lines[:4]
    need(origin != "", code, "a checkpoint without origin")
    need(empty == "", code, "no empty line after the checkpoint's three")
    signatures = lines[4:]
    need(len(signatures) <= PROOF_SIGNATURES_MAX, code, "more than 256 signature lines")
    return Checkpoint(
        origin,
        read_decimal(size, code),
        read_hash_line(root),
        "".join(f"{line}\n" for line in lines[:3]).encode("utf-8"),
        [read_note_line(line) for line in signatures],
    )


def read_note_line(line: str) -> NoteLine:
    """An em dash, a key name, and the key id with the signature in base64."""
    code = "PROOF_MALFORMED"
    parts = line.split(" ")
    need(len(parts) == 3 and parts[0] == "\u2014", code, "not a signature line")
    name, encoded = parts[1:]
    named = name != "" and "+" not in name
    need(named, code, "a key name with a space or plus, or none")
    data = read_base64(encoded, code)
    need(len(data) >= 5, code, "a signature line of less than 5 bytes")
    return NoteLine(name, data[:4], data[4:])


def key_id(name: str, key_type: int, key: bytes) -> bytes:
    """C2SP's key id (membership.md, "Origin and key names")."""
    return sha256(name.encode("utf-8") + b"\n" + bytes([key_type]) + key)[:4]


# ---------------------------------------------------------------------------------------
# 12. Receipts (receipt.md)
# ---------------------------------------------------------------------------------------

RECEIPT_TYPE = "stele-receipt/v1"
JSON_FIRST_BYTES = b"{ \t\n\r"
RECEIPT_REQUIRED = {
    "type",
    "entry",
    "proof",
    "genesis",
    "charters",
    "statements",
    "timestamps",
    "anchors",
}
RECEIPT_OPTIONAL = {"item", "note", "digestSalt"}


class ReceiptItem(NamedTuple):
    """Where in the transaction the record is."""

    call: int
    index: int
    encoded: bytes
    path: bytes


class SignedCharter(NamedTuple):
    """A later charter with its signature triples, still encoded."""

    encoded: bytes
    signatures: List[bytes]


class SignedStatement(NamedTuple):
    """A node statement with its signature triple, still encoded."""

    encoded: bytes
    signature: bytes


class Receipt(NamedTuple):
    """A receipt, the same from either form."""

    form: str
    item: Optional[ReceiptItem]
    note: Optional[Tuple[bytes, bytes]]
    digest_salt: Optional[bytes]
    entry: bytes
    proof: Proof
    genesis: bytes
    charters: List[SignedCharter]
    statements: List[SignedStatement]
    timestamps: List[bytes]


def read_receipt(data: bytes) -> Receipt:
    """Decode either form; every fault is RECEIPT_MALFORMED but another `type`."""
    try:
        need(len(data) <= RECEIPT_BYTES_MAX, "", "more than 1048576 bytes")
        if data and data[0] in JSON_FIRST_BYTES:
            return ReceiptReader("JSON", field_from_json).receipt(decode_json(data))
        return ReceiptReader("CBOR", field_from_cbor).receipt(decode_cbor(data))
    except Rejection as broken:
        code = broken.code if broken.code == "VERSION_UNKNOWN" else "RECEIPT_MALFORMED"
        raise Rejection(code, f"not a receipt that can be read: {broken.sentence}") from None


def field_from_json(value: Any) -> bytes:
    """A byte field of the JSON form."""
    need(is_text(value), "", "a byte field is not a string")
    return read_base64url(value, "")


def field_from_cbor(value: Any) -> bytes:
    """A byte field of the CBOR form."""
    need(is_bytes(value), "", "a byte field is not a byte string")
    return value


class ReceiptReader:
    """The fields of a receipt; only byte fields differ between the forms."""

    def __init__(self, form: str, to_bytes: Callable[[Any], bytes]) -> None:
        self.form = form
        self.to_bytes = to_bytes

    def receipt(self, value: Any) -> Receipt:
        """The whole receipt. Its type is looked at before its other fields."""
        need(isinstance(value, dict), "", "not a map of fields")
        need(is_text(value.get("type")), "", "no type")
        known = value["type"] == RECEIPT_TYPE
        need(known, "VERSION_UNKNOWN", f"a receipt of type {shown(value['type'])}")
        self.need_fields(value, RECEIPT_REQUIRED, RECEIPT_OPTIONAL)
        need(value["anchors"] == [], "", "anchors")
        need("item" in value or "digestSalt" not in value, "", "digestSalt without item")
        return Receipt(
            self.form,
            self.item(value["item"]) if "item" in value else None,
            self.note(value["note"]) if "note" in value else None,
            self.to_bytes(value["digestSalt"]) if "digestSalt" in value else None,
            self.to_bytes(value["entry"]),
            self.proof(value["proof"]),
            self.to_bytes(value["genesis"]),
            self.list(value["charters"], 0, self.charter),
            self.list(value["statements"], 1, self.statement),
            self.timestamps(value["timestamps"]),
        )

    @staticmethod
    def need_fields(value: Any, required: set, optional: set) -> None:
        """Every field named must be present, no other may be."""
        need(isinstance(value, dict), "", "not a map of fields")
        need(required <= set(value), "", "a field is missing")
        need(set(value) <= required | optional, "", "a field that does not belong here")

    @staticmethod
    def list(value: Any, least: int, read: Callable[[Any], Any]) -> List[Any]:
        """An array of at least so many elements, each read."""
        need(is_array_of(value, least), "", "not an array, or an empty one")
        return [read(element) for element in value]

    def item(self, value: Any) -> ReceiptItem:
        """{call, index, bytes, path}."""
        self.need_fields(value, {"call", "index", "bytes", "path"}, set())
        call, index = value["call"], value["index"]
        numbers = is_uint_in(call, 0, SAFE_INTEGER_MAX) and is_uint_in(index, 0, SAFE_INTEGER_MAX)
        need(numbers, "", "call or index is not a number")
        return ReceiptItem(call, index, self.to_bytes(value["bytes"]), self.to_bytes(value["path"]))

    def note(self, value: Any) -> Tuple[bytes, bytes]:
        """{salt, bytes}."""
        self.need_fields(value, {"salt", "bytes"}, set())
        return self.to_bytes(value["salt"]), self.to_bytes(value["bytes"])

    def proof(self, value: Any) -> Proof:
        """The proof text, which has no extra line in a receipt."""
        need(is_text(value), "", "the proof is not text")
        proof = read_proof(value)
        need(proof.extra is None, "", "a proof with an extra line")
        return proof

    def charter(self, value: Any) -> SignedCharter:
        """{bytes, signatures}."""
        self.need_fields(value, {"bytes", "signatures"}, set())
        signatures = self.list(value["signatures"], 1, self.to_bytes)
        return SignedCharter(self.to_bytes(value["bytes"]), signatures)

    def timestamps(self, value: Any) -> List[bytes]:
        """At most eight tokens of limited size."""
        need(is_array_of(value, 0, RECEIPT_TIMESTAMPS_MAX), "", "not at most 8 timestamps")
        tokens = [self.to_bytes(element) for element in value]
        sized = all(1 <= len(token) <= TIMESTAMP_BYTES_MAX for token in tokens)
        need(sized, "", "a timestamp is empty or longer than 16384 bytes")
        return tokens

    def statement(self, value: Any) -> SignedStatement:
        """{bytes, signature}."""
        self.need_fields(value, {"bytes", "signature"}, set())
        return SignedStatement(self.to_bytes(value["bytes"]), self.to_bytes(value["signature"]))


# ---------------------------------------------------------------------------------------
# 13. Timestamps (receipt.md, "Timestamps"; RFC 3161, RFC 5652, RFC 5816, RFC 5280)
# ---------------------------------------------------------------------------------------

DER_DEPTH_MAX = 24
DER_BOOLEAN, DER_INTEGER, DER_BIT_STRING, DER_OCTET_STRING, DER_OID = 0x01, 0x02, 0x03, 0x04, 0x06
DER_UTC_TIME, DER_GENERALIZED_TIME, DER_SEQUENCE, DER_SET = 0x17, 0x18, 0x30, 0x31


class Der(NamedTuple):
    """A value: identifier octet, exact bytes, content, and the values inside a constructed one."""

    tag: int
    encoded: bytes
    content: bytes
    children: List["Der"]


def read_der(data: bytes) -> Der:
    """The one value that bytes hold, strictly."""
    value = read_der_at(data, 0, 1)
    need_der(len(value.encoded) == len(data), "bytes follow the value")
    return value


def need_der(condition: bool, sentence: str) -> None:
    """Go on if the condition holds, else the token is malformed."""
    need(condition, "TIMESTAMP_MALFORMED", sentence)


def read_der_at(data: bytes, at: int, depth: int) -> Der:
    """The value that begins at a place."""
    need_der(depth <= DER_DEPTH_MAX, "nested too deep")
    need_der(at + 2 <= len(data), "DER cut short")
    tag, first = data[at], data[at + 1]
    need_der(tag != 0 and tag & 0x1F != 0x1F, "an unknown tag")
    start, length = at + 2, first
    if first >= 0x80:
        octets = first & 0x7F
        need_der(1 <= octets <= 3 and start + octets <= len(data), "a length that is not definite")
        length = int.from_bytes(data[start : start + octets], "big")
        start += octets
        shortest = length >= 0x80 and length >= 1 << (8 * (octets - 1))
        need_der(shortest, "a length in a longer form than needed")
    need_der(start + length <= len(data), "DER cut short")
    content = data[start : start + length]
    check_der_primitive(tag, content)
    children: List[Der] = []
    if tag & 0x20:
        inside = 0
        while inside < length:
            children.append(read_der_at(content, inside, depth + 1))
            inside += len(children[-1].encoded)
    return Der(tag, data[at : start + length], content, children)


def check_der_primitive(tag: int, content: bytes) -> None:
    """What DER fixes about single types."""
    constructed = tag & 0x20 != 0
    need_der(tag >= 0x40 or constructed == (tag in (DER_SEQUENCE, DER_SET)), "a string in pieces")
    if tag == DER_BOOLEAN:
        need_der(content in (b"\x00", b"\xff"), "a BOOLEAN that is neither 00 nor FF")
    if tag == DER_INTEGER:
        need_der(len(content) > 0, "an empty INTEGER")
        padded = len(content) > 1 and (content[0], content[1] >> 7) in ((0x00, 0), (0xFF, 1))
        need_der(not padded, "an INTEGER that is not in its shortest form")


def der_at(values: List[Der], number: int, tag: int) -> Der:
    """The value at a place of a structure, of the tag that the structure has there."""
    there = number < len(values) and values[number].tag == tag
    need_der(there, "a structure with another value than it has there")
    return values[number]


def der_only(values: List[Der], number: int) -> List[Der]:
    """The values inside the SEQUENCE at a place."""
    return der_at(values, number, DER_SEQUENCE).children


def der_oid(value: Der) -> str:
    """Dotted text of an OBJECT IDENTIFIER."""
    need_der(value.tag == DER_OID, "no OBJECT IDENTIFIER")
    arcs: List[int] = []
    number, within = 0, False
    for octet in value.content:
        need_der(within or octet != 0x80, "an OBJECT IDENTIFIER")
        number = number * 128 + (octet & 0x7F)
        need_der(number <= SAFE_INTEGER_MAX, "an OBJECT IDENTIFIER")
        within = octet >= 0x80
        if not within:
            arcs.append(number)
            number = 0
    need_der(not within and len(arcs) > 0, "an OBJECT IDENTIFIER")
    root = min(2, arcs[0] // 40)
    return ".".join(map(str, [root, arcs[0] - 40 * root, *arcs[1:]]))


def der_oid_at(values: List[Der], number: int) -> str:
    """The OBJECT IDENTIFIER at a place."""
    return der_oid(der_at(values, number, DER_OID))


def der_small(values: List[Der], number: int) -> int:
    """An INTEGER that is small and not negative."""
    content = der_at(values, number, DER_INTEGER).content
    need_der(len(content) <= 4 and content[0] < 0x80, "an INTEGER out of range")
    return int.from_bytes(content, "big")


def der_bits(values: List[Der], number: int) -> bytes:
    """A BIT STRING of whole octets."""
    content = der_at(values, number, DER_BIT_STRING).content
    need_der(content[:1] == b"\x00", "a BIT STRING that is not whole octets")
    return content[1:]


UTC_TIME = re.compile(rb"(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z")
GENERALIZED_TIME = re.compile(rb"(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(?:\.(\d*[1-9]))?Z")


def der_time_ms(values: List[Der], number: int, utc: bool = True) -> int:
    """Milliseconds since 1970 of a GeneralizedTime or, if that may be, a UTCTime."""
    need_der(number < len(values), "no time")
    value = values[number]
    short = utc and value.tag == DER_UTC_TIME
    need_der(short or value.tag == DER_GENERALIZED_TIME, "no time")
    match = (UTC_TIME if short else GENERALIZED_TIME).fullmatch(value.content[:64])
    need_der(match is not None, "a time in another form than DER has")
    year, *rest = map(int, match.groups()[:6])
    if short:
        year += 2000 if year < 50 else 1900
    fraction = b"" if short else (match.group(7) or b"")
    try:
        moment = datetime(year, *rest)
    except ValueError:
        raise Rejection("TIMESTAMP_MALFORMED", "no such time") from None
    seconds = (moment - datetime(1970, 1, 1)) // timedelta(seconds=1)
    return seconds * 1000 + int(fraction[:3].ljust(3, b"0"))


class Extension(NamedTuple):
    """An extension of a certificate."""

    critical: bool
    value: bytes


class Certificate(NamedTuple):
    """What is looked at of a certificate."""

    encoded: bytes
    signed: bytes
    serial: bytes
    issuer: bytes
    subject: Der
    not_before_ms: int
    not_after_ms: int
    public_key: Der
    algorithm: Der
    signature: bytes
    extensions: Dict[str, Extension]


def read_certificate(data: bytes) -> Certificate:
    """RFC 5280, section 4."""
    outer = der_only([read_der(data)], 0)
    need_der(len(outer) == 3, "a certificate has three parts")
    tbs = der_at(outer, 0, DER_SEQUENCE)
    fields = tbs.children[1:] if tbs.children and tbs.children[0].tag == 0xA0 else tbs.children
    algorithm = der_at(outer, 1, DER_SEQUENCE)
    twice = der_at(fields, 1, DER_SEQUENCE).encoded == algorithm.encoded
    need_der(twice, "a certificate that names two signature algorithms")
    validity = der_only(fields, 3)
    return Certificate(
        data,
        tbs.encoded,
        der_at(fields, 0, DER_INTEGER).encoded,
        der_at(fields, 2, DER_SEQUENCE).encoded,
        der_at(fields, 4, DER_SEQUENCE),
        der_time_ms(validity, 0),
        der_time_ms(validity, 1),
        der_at(fields, 5, DER_SEQUENCE),
        algorithm,
        der_bits(outer, 2),
        read_extensions([field for field in fields[6:] if field.tag == 0xA3]),
    )


def read_extensions(wrappers: List[Der]) -> Dict[str, Extension]:
    """The extensions by their identifiers, none twice."""
    extensions: Dict[str, Extension] = {}
    if not wrappers:
        return extensions
    for node in der_only(wrappers[0].children, 0):
        need_der(node.tag == DER_SEQUENCE, "an extension")
        name = der_oid_at(node.children, 0)
        need_der(name not in extensions, "an extension twice")
        marked = len(node.children) > 1 and node.children[1].tag == DER_BOOLEAN
        value = der_at(node.children, 2 if marked else 1, DER_OCTET_STRING).content
        critical = marked and node.children[1].content == b"\xff"
        extensions[name] = Extension(critical, value)
    return extensions


KEY_IDENTIFIER, KEY_USAGE, BASIC_CONSTRAINTS = "2.5.29.14", "2.5.29.15", "2.5.29.19"
EXTENDED_KEY_USAGE, ANY_PURPOSE, TIME_STAMPING = "2.5.29.37", "2.5.29.37.0", "1.3.6.1.5.5.7.3.8"
USE_SIGNATURE, USE_COMMITMENT, USE_CERTIFICATES = 0, 1, 5


def valid_at(certificate: Certificate, time_ms: int) -> bool:
    """Both ends included; the whole of the last second counts."""
    return certificate.not_before_ms <= time_ms <= certificate.not_after_ms + 999


def understood(certificate: Certificate) -> bool:
    """No critical extension but those that are looked at."""
    known = (KEY_USAGE, BASIC_CONSTRAINTS, EXTENDED_KEY_USAGE)
    return all(not e.critical or name in known for name, e in certificate.extensions.items())


def authority_depth(certificate: Certificate) -> float:
    """How many authorities may stand below it; -1 when it is none."""
    extension = certificate.extensions.get(BASIC_CONSTRAINTS)
    if extension is None:
        return -1
    values = der_only([read_der(extension.value)], 0)
    if not values or values[0].tag != DER_BOOLEAN or values[0].content != b"\xff":
        return -1
    return der_small(values, 1) if len(values) > 1 else float("inf")


def purposes_of(certificate: Certificate) -> Optional[List[str]]:
    """Purposes of the extended key usage, if it is there."""
    extension = certificate.extensions.get(EXTENDED_KEY_USAGE)
    if extension is None:
        return None
    return [der_oid(value) for value in der_only([read_der(extension.value)], 0)]


def allows(certificate: Certificate, uses: Tuple[int, ...]) -> bool:
    """Whether the key usage, if there is one, has one of the uses."""
    extension = certificate.extensions.get(KEY_USAGE)
    if extension is None:
        return True
    content = der_at([read_der(extension.value)], 0, DER_BIT_STRING).content
    bits = content[1] if len(content) > 1 else 0
    return any(bits & (0x80 >> use) for use in uses)


def common_name(certificate: Certificate) -> str:
    """The subject's last common name, or its serial number."""
    name = ""
    for attribute in (one for group in certificate.subject.children for one in group.children):
        values = attribute.children
        if len(values) > 1 and values[0].tag == DER_OID and der_oid(values[0]) == "2.5.4.3":
            name = values[1].content.decode("utf-8", "replace")
    return name or f"certificate {certificate.serial[2:].hex()}"


TOKEN_HASHES: Dict[str, Callable[[], hashes.HashAlgorithm]] = {
    "2.16.840.1.101.3.4.2.1": hashes.SHA256,
    "2.16.840.1.101.3.4.2.2": hashes.SHA384,
    "2.16.840.1.101.3.4.2.3": hashes.SHA512,
}
RSA_KEY, EC_KEY = "1.2.840.113549.1.1.1", "1.2.840.10045.2.1"
TOKEN_SIGNATURES: Dict[str, Tuple[str, Any]] = {
    RSA_KEY: (RSA_KEY, None),
    "1.2.840.113549.1.1.11": (RSA_KEY, hashes.SHA256),
    "1.2.840.113549.1.1.12": (RSA_KEY, hashes.SHA384),
    "1.2.840.113549.1.1.13": (RSA_KEY, hashes.SHA512),
    "1.2.840.10045.4.3.2": (EC_KEY, hashes.SHA256),
    "1.2.840.10045.4.3.3": (EC_KEY, hashes.SHA384),
    "1.2.840.10045.4.3.4": (EC_KEY, hashes.SHA512),
}
TOKEN_CURVES = {
    "1.2.840.10045.3.1.7": 32,
    "1.3.132.0.34": 48,
    "1.3.132.0.35": 66,
}


def need_algorithm(condition: bool, what: str) -> None:
    """Go on if an algorithm is one that is accepted."""
    need(condition, "TIMESTAMP_ALGORITHM_UNKNOWN", f"a timestamp with {what}")


def token_hash(algorithm: Der) -> Any:
    """The hash that an AlgorithmIdentifier names."""
    need_der(algorithm.tag == DER_SEQUENCE, "no algorithm")
    name = der_oid_at(algorithm.children, 0)
    need_algorithm(name in TOKEN_HASHES, f"hash {name}")
    return TOKEN_HASHES[name]


def signature_holds(
    key: Der, algorithm: Der, stated: Any, message: bytes, signature: bytes
) -> bool:
    """A signature by the key of a certificate; `stated` is the hash named beside it, or None."""
    name = der_oid_at(algorithm.children, 0)
    need_algorithm(name in TOKEN_SIGNATURES, f"signature {name}")
    key_type, named = TOKEN_SIGNATURES[name]
    hash_type = named or stated
    need_algorithm(hash_type is not None and stated in (None, hash_type), "two hashes")
    parts = der_only([key], 0)
    parameters = der_only(parts, 0)
    need_algorithm(der_oid_at(parameters, 0) == key_type, "a key of another type")
    bits = der_bits(parts, 1)
    if key_type == EC_KEY:
        curve = der_oid_at(parameters, 1)
        need_algorithm(curve in TOKEN_CURVES, f"curve {curve}")
        if not ecdsa_in_range(signature, TOKEN_CURVES[curve]):
            return False
    else:
        need_rsa_size(bits)
    return verifies(key, hash_type, message, signature)


def need_rsa_size(key: bytes) -> None:
    """2048 to 8192 bits, an exponent of at most four octets."""
    values = der_only([read_der(key)], 0)
    octets = len(der_at(values, 0, DER_INTEGER).content) - 1
    exponent = len(der_at(values, 1, DER_INTEGER).content)
    need_algorithm(256 <= octets <= 1024 and exponent <= 4, "an RSA key of this size")


def ecdsa_in_range(signature: bytes, octets: int) -> bool:
    """Two numbers, not negative and not longer than the curve's order."""
    values = der_only([read_der(signature)], 0)
    need_der(all(value.tag == DER_INTEGER for value in values), "a number of a signature")
    contents = [value.content for value in values]
    fits = all(c[0] < 0x80 and len(c.lstrip(b"\0")) <= octets for c in contents)
    return len(values) == 2 and fits


def verifies(key: Der, hash_type: Any, message: bytes, signature: bytes) -> bool:
    """The arithmetic; nothing verifies under a key that cannot be read."""
    try:
        public = load_der_public_key(key.encoded)
        if isinstance(public, rsa.RSAPublicKey):
            public.verify(signature, message, padding.PKCS1v15(), hash_type())
        elif isinstance(public, ec.EllipticCurvePublicKey):
            public.verify(signature, message, ec.ECDSA(hash_type()))
        else:
            return False
    except (InvalidSignature, UnsupportedAlgorithm, ValueError):
        return False
    return True


class TokenSigner(NamedTuple):
    """The signer info of a token."""

    identifier: Der
    digest: Der
    signed: bytes
    attributes: Dict[str, Der]
    algorithm: Der
    signature: bytes


class Token(NamedTuple):
    """A well-formed token."""

    imprint_algorithm: str
    imprint: bytes
    time_ms: int
    content: bytes
    certificates: List[Certificate]
    signer: TokenSigner


SIGNED_DATA, TIMESTAMP_INFO = "1.2.840.113549.1.7.2", "1.2.840.113549.1.9.16.1.4"
CONTENT_TYPE, MESSAGE_DIGEST = "1.2.840.113549.1.9.3", "1.2.840.113549.1.9.4"
SIGNING_CERTIFICATE = "1.2.840.113549.1.9.16.2.12"
SIGNING_CERTIFICATE_V2 = "1.2.840.113549.1.9.16.2.47"


def read_token(data: bytes) -> Token:
    """A TimeStampToken with one signer."""
    outer = der_only([read_der(data)], 0)
    need_der(len(outer) == 2 and der_oid_at(outer, 0) == SIGNED_DATA, "not signed data")
    fields = der_only(der_at(outer, 1, 0xA0).children, 0)
    der_small(fields, 0)
    der_at(fields, 1, DER_SET)
    signers = der_at(fields, len(fields) - 1, DER_SET).children
    need_der(len(signers) == 1, "not exactly one signer")
    encapsulated = der_only(fields, 2)
    need_der(der_oid_at(encapsulated, 0) == TIMESTAMP_INFO, "not a timestamp")
    content = der_at(der_at(encapsulated, 1, 0xA0).children, 0, DER_OCTET_STRING).content
    info = der_only([read_der(content)], 0)
    need_der(der_small(info, 0) == 1, "a timestamp of another version than 1")
    der_oid_at(info, 1)
    imprint = der_only(info, 2)
    der_at(info, 3, DER_INTEGER)
    sets = [field for field in fields[3:-1] if field.tag == 0xA0]
    encoded = [c.encoded for c in (sets[0].children if sets else []) if c.tag == DER_SEQUENCE]
    return Token(
        der_oid_at(der_only(imprint, 0), 0),
        der_at(imprint, 1, DER_OCTET_STRING).content,
        der_time_ms(info, 4, utc=False),
        content,
        [read_certificate(one) for one in encoded],
        read_token_signer(signers),
    )


def read_token_signer(signers: List[Der]) -> TokenSigner:
    """RFC 5652, 5.3; the signature is over the attributes with the tag of a SET OF (5.4)."""
    fields = der_only(signers, 0)
    der_small(fields, 0)
    attributes = der_at(fields, 3, 0xA0)
    return TokenSigner(
        fields[1],
        der_at(fields, 2, DER_SEQUENCE),
        bytes([DER_SET]) + attributes.encoded[1:],
        read_attributes(attributes.children),
        der_at(fields, 4, DER_SEQUENCE),
        der_at(fields, 5, DER_OCTET_STRING).content,
    )


def read_attributes(nodes: List[Der]) -> Dict[str, Der]:
    """Each attribute once, with one value."""
    attributes: Dict[str, Der] = {}
    for node in nodes:
        need_der(node.tag == DER_SEQUENCE, "an attribute")
        values = der_at(node.children, 1, DER_SET).children
        name = der_oid_at(node.children, 0)
        once = len(values) == 1 and name not in attributes
        need_der(once, "an attribute twice, or without one value")
        attributes[name] = values[0]
    return attributes


class Stamp(NamedTuple):
    """What a token that holds says."""

    time_ms: int
    authority: str
    trusted: bool


def judge_token(data: bytes, imprint: bytes, trusted: List[Certificate]) -> Stamp:
    """Whether a token holds over an imprint, and whether its authority is trusted."""
    token = read_token(data)
    ours = token.imprint_algorithm == "2.16.840.1.101.3.4.2.1" and token.imprint == imprint
    need(ours, "TIMESTAMP_IMPRINT_MISMATCH", "a timestamp is of something else")
    signer = signer_of_token(token)
    check_token_signature(token, signer)
    alone = purposes_of(signer) == [TIME_STAMPING]
    fit = alone and signer.extensions[EXTENDED_KEY_USAGE].critical
    fit = fit and allows(signer, (USE_SIGNATURE, USE_COMMITMENT)) and understood(signer)
    need(fit, "TIMESTAMP_SIGNER_UNFIT", "the signer's certificate is not one for timestamps")
    there = valid_at(signer, token.time_ms)
    need(there, "TIMESTAMP_SIGNER_EXPIRED", "the signer's certificate was not valid at that time")
    search = PathSearch(trusted, token.certificates, token.time_ms)
    return Stamp(token.time_ms, common_name(signer), search.climb(signer, []))


def signer_of_token(token: Token) -> Certificate:
    """The certificate that signed attributes and signer info name."""
    code, sentence = "TIMESTAMP_SIGNER_MISSING", "a timestamp without its signing certificate"
    attributes = token.signer.attributes
    named = [
        certificate_by_hash(attributes[name], token.certificates, name == SIGNING_CERTIFICATE_V2)
        for name in (SIGNING_CERTIFICATE, SIGNING_CERTIFICATE_V2)
        if name in attributes
    ]
    agreed = bool(named) and named[0] is not None and all(one is named[0] for one in named)
    need(agreed and names_certificate(token.signer.identifier, named[0]), code, sentence)
    return named[0]


def certificate_by_hash(
    attribute: Der, certificates: List[Certificate], v2: bool
) -> Optional[Certificate]:
    """ESSCertID (RFC 5035): the certificate with the hash that comes first."""
    fields = der_only(der_only(der_only([attribute], 0), 0), 0)
    hash_name = "sha256" if v2 else "sha1"
    if v2 and fields and fields[0].tag == DER_SEQUENCE:
        hash_name = token_hash(fields[0])().name
        fields = fields[1:]
    wanted = der_at(fields, 0, DER_OCTET_STRING).content
    match = (c for c in certificates if hashlib.new(hash_name, c.encoded).digest() == wanted)
    return next(match, None)


def names_certificate(identifier: Der, certificate: Certificate) -> bool:
    """By issuer and serial number, or by key identifier."""
    if identifier.tag == 0x80:
        extension = certificate.extensions.get(KEY_IDENTIFIER)
        if extension is None:
            return False
        own = der_at([read_der(extension.value)], 0, DER_OCTET_STRING).content
        return own == identifier.content
    fields = der_only([identifier], 0)
    issuer, serial = der_at(fields, 0, DER_SEQUENCE), der_at(fields, 1, DER_INTEGER)
    return issuer.encoded == certificate.issuer and serial.encoded == certificate.serial


def check_token_signature(token: Token, certificate: Certificate) -> None:
    """Content type, signature over the attributes, digest of the content (RFC 5652, 5.4)."""
    signer = token.signer
    hash_type = token_hash(signer.digest)
    for name in (MESSAGE_DIGEST, CONTENT_TYPE):
        need_der(name in signer.attributes, "a signed attribute is missing")
    stated = der_at([signer.attributes[MESSAGE_DIGEST]], 0, DER_OCTET_STRING).content
    valid = der_oid(signer.attributes[CONTENT_TYPE]) == TIMESTAMP_INFO
    valid = valid and signature_holds(
        certificate.public_key, signer.algorithm, hash_type, signer.signed, signer.signature
    )
    valid = valid and hashlib.new(hash_type().name, token.content).digest() == stated
    need(valid, "TIMESTAMP_SIGNATURE_INVALID", "the signature of a timestamp")


CERTIFICATE_PATH_MAX = 6
CERTIFICATE_SIGNATURES_MAX = 32


class PathSearch:
    """From a signer's certificate to a trusted one (RFC 5280, section 6, without revocation)."""

    def __init__(self, trusted: List[Certificate], others: List[Certificate], time_ms: int) -> None:
        self.trusted = {certificate.encoded for certificate in trusted}
        self.issuers = trusted + others
        self.time_ms = time_ms
        self.signatures_left = CERTIFICATE_SIGNATURES_MAX

    def climb(self, certificate: Certificate, below: List[Certificate]) -> bool:
        """Whether this certificate, standing on those below it, leads to a trusted one."""
        if not valid_at(certificate, self.time_ms) or not understood(certificate):
            return False
        if certificate.encoded in self.trusted:
            return True
        path = [*below, certificate]
        if len(path) >= CERTIFICATE_PATH_MAX:
            return False
        on_path = {one.encoded for one in path}
        return any(
            issuer.encoded not in on_path
            and self.may_issue(issuer, certificate, len(below))
            and self.signed_by(certificate, issuer)
            and self.climb(issuer, path)
            for issuer in self.issuers
        )

    @staticmethod
    def may_issue(issuer: Certificate, subject: Certificate, between: int) -> bool:
        """Everything but the signature. What cannot be read is useless, the token still holds."""
        if issuer.subject.encoded != subject.issuer:
            return False
        try:
            purposes = purposes_of(issuer)
            return (
                authority_depth(issuer) >= between
                and allows(issuer, (USE_CERTIFICATES,))
                and (purposes is None or TIME_STAMPING in purposes or ANY_PURPOSE in purposes)
            )
        except Rejection:
            return False

    def signed_by(self, certificate: Certificate, issuer: Certificate) -> bool:
        """Whether the issuer's key signed the certificate."""
        self.signatures_left -= 1
        if self.signatures_left < 0:
            return False
        key, algorithm = issuer.public_key, certificate.algorithm
        try:
            return signature_holds(key, algorithm, None, certificate.signed, certificate.signature)
        except Rejection:
            return False


PEM_CERTIFICATE = re.compile(
    r"-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]*)-----END CERTIFICATE-----"
)


def certificates_of_pem(text: str) -> List[Certificate]:
    """The certificates of a PEM text, of which there must be one at least."""
    blocks = ["".join(block.split()) for block in PEM_CERTIFICATE.findall(text)]
    need(bool(blocks), "CERTIFICATE_UNREADABLE", "no certificate in PEM")
    return [read_certificate(read_base64(block, "CERTIFICATE_UNREADABLE")) for block in blocks]


# ---------------------------------------------------------------------------------------
# 14. The steps of verification (receipt.md, "Verification")
# ---------------------------------------------------------------------------------------

PASSED, FAILED, SKIPPED = "passed", "failed", "skipped"
# Given the algorithms of a record's digests, the digests of the file: those it can give.
FileDigests = Callable[[List[int]], Dict[int, bytes]]


class Result(NamedTuple):
    """What came of a step. `code` is empty when it passed."""

    name: str
    part: str
    result: str
    code: str
    sentence: str


class Cosignature(NamedTuple):
    """A valid cosignature and the statement of its node."""

    statement: Statement
    second: int

    @property
    def first_ms(self) -> int:
        """The first of the milliseconds that the second covers."""
        return self.second * 1000

    @property
    def last_ms(self) -> int:
        """The last of the milliseconds that the second covers."""
        return self.second * 1000 + 999


@dataclass
class Case:
    """What is given, and what the steps find. A step reads only what steps it needs found."""

    receipt_bytes: bytes
    file: Optional[FileDigests]
    trusted: List[bytes]
    authorities: Optional[List[Certificate]] = None

    results: Dict[str, Result] = field(default_factory=dict)
    receipt: Any = None  # format
    genesis: Any = None  # genesis
    fingerprint: bytes = b""  # genesis
    in_force: Any = None  # charters
    statements: List[Statement] = field(default_factory=list)  # statements
    entry: Any = None  # entry
    transaction: Any = None  # entry
    item: Any = None  # item
    note: Any = None  # note
    compared: List[int] = field(default_factory=list)  # file
    lineage: str = "0"  # origin: decimal digits, as many as the origin has
    signers: List[Tuple[NoteLine, int, Statement]] = field(default_factory=list)  # log-signature
    cosignatures: List[Cosignature] = field(default_factory=list)  # cosignatures
    stamp: Optional[Stamp] = None  # timestamps: the earliest of a trusted authority


def check_format(case: Case) -> str:
    """The receipt decodes, its proof text and checkpoint too."""
    case.receipt = read_receipt(case.receipt_bytes)
    return f"a receipt in its {case.receipt.form} form"


def check_genesis(case: Case) -> str:
    """Charter 0, whose hash is the chain's fingerprint."""
    charter = read_charter(case.receipt.genesis)
    need(charter.seq == 0, "CHARTER_NOT_GENESIS", f"charter {charter.seq} in place of genesis")
    case.genesis = charter
    case.fingerprint = sha256(charter.encoded)
    return f"the chain's fingerprint is {case.fingerprint.hex()}"


def check_charters(case: Case) -> str:
    """Each later charter is signed by members of the one before it."""
    before = case.genesis
    for signed in case.receipt.charters:
        charter = read_charter(signed.encoded)  # another suite than genesis's is unknown here
        later = charter.seq > before.seq
        need(later, "CHARTER_ORDER", f"charter {charter.seq} after charter {before.seq}")
        check_charter_signatures(case.fingerprint, before, charter, signed.signatures)
        before = charter
    case.in_force = before
    return f"charter {case.in_force.seq} is in force, with {count(case.in_force.members, 'member')}"


def check_charter_signatures(
    fingerprint: bytes, before: Charter, charter: Charter, encoded: List[bytes]
) -> None:
    """Signatures by members of the charter before reach its threshold."""
    triples = [read_triple(data) for data in encoded]
    signers = []
    for triple in triples:
        member = member_of_key(before, (triple.algorithm, triple.key))
        need(member is not None, "SIGNER_UNKNOWN", "a key of no member of the charter before")
        signers.append(member.organisation)
    keys = {(triple.algorithm, triple.key) for triple in triples}
    need(len(keys) == len(triples), "SIGNER_TWICE", "a key that signed a charter twice")
    message = b"stele/charter/v1" + fingerprint + sha256(charter.encoded)
    valid = all(signature_is_valid(triple, message) for triple in triples)
    need(valid, "SIGNATURE_INVALID", f"a signature of charter {charter.seq}")
    weight = weight_of(before, signers)
    need(
        weight >= before.threshold,
        "THRESHOLD_NOT_REACHED",
        f"charter {charter.seq} is signed by weight {weight} of {before.threshold} needed",
    )


def check_statements(case: Case) -> str:
    """Each node statement is signed by the member it speaks for."""
    nodes, keys = set(), set()
    statements = []
    for signed in case.receipt.statements:
        statement = read_statement(signed.encoded)
        check_statement_signature(case, statement, signed)
        node = (statement.organisation, statement.node)
        fresh = {statement.log_key, statement.cosigner_key}
        once = node not in nodes and not fresh & keys
        need(once, "STATEMENT_TWICE", "a node or a key stands in two statements")
        nodes.add(node)
        keys |= fresh
        statements.append(statement)
    case.statements = statements
    return f"{count(statements, 'node')} speaking for members"


def check_statement_signature(case: Case, statement: Statement, signed: SignedStatement) -> None:
    """By a key of the member it names in the charter in force."""
    triple = read_triple(signed.signature)
    member = member_of_key(case.in_force, (triple.algorithm, triple.key))
    speaks = member is not None and member.organisation == statement.organisation
    need(speaks, "SIGNER_UNKNOWN", f"no key of {statement.organisation} in the charter in force")
    message = b"stele/statement/v1" + case.fingerprint + signed.encoded
    valid = signature_is_valid(triple, message)
    need(valid, "SIGNATURE_INVALID", f"the signature of {statement.organisation} under a statement")


def check_entry(case: Case) -> str:
    """A transaction of this chain that was carried out."""
    entry = read_entry(case.receipt.entry)
    is_transaction = entry.kind == KIND_TRANSACTION
    need(is_transaction, "ENTRY_NOT_TRANSACTION", "a header or a system entry")
    transaction = read_transaction(entry.content)
    here = transaction.chain == case.fingerprint[:8]
    need(here, "WRONG_CHAIN", "the transaction names another chain")
    need(transaction.lane == 0, "LANE_FORBIDDEN", "the control lane has no calls yet")
    same = entry.outcome.index == case.receipt.proof.index
    need(same, "INDEX_MISMATCH", f"entry {entry.outcome.index}, proof {case.receipt.proof.index}")
    code = entry.outcome.code
    need(code == "", "ENTRY_REFUSED", f"the chain refused the transaction: {code}")
    case.entry, case.transaction = entry, transaction
    return f"entry {entry.outcome.index} in block {entry.outcome.height}: {calls_of(transaction)}"


def check_signatures(case: Case) -> str:
    """Every signature of the transaction over "stele/sign/v1" ‖ id."""
    message = b"stele/sign/v1" + transaction_id(case.fingerprint, case.transaction)
    signatures = case.transaction.signatures
    valid = all(signature_is_valid(signature, message) for signature in signatures)
    need(valid, "SIGNATURE_INVALID", "a signature of the transaction")
    return f"{count(signatures, 'signature')} of the transaction"


def check_item(case: Case) -> str:
    """The record is in the transaction: inline, or in a payload by its path."""
    where = case.receipt.item
    if where is None:
        raise Skipped("ITEM_ABSENT", "the receipt is of an entry, not of a record")
    item = read_item(where.encoded)
    there = where.call < len(case.transaction.calls)
    need(there, "CALL_NOT_EVIDENCE", f"the transaction has no call {where.call}")
    call = case.transaction.calls[where.call]
    called = (call.contract, call.method, len(call.args))
    if called == ("evidence", "record", 1):
        inline = where.index == 0 and where.path == b""
        same = inline and where.encoded == encode_cbor(call.args[0])
        need(same, "ITEM_MISMATCH", "the record is not the call's argument")
    else:
        batch = called == ("evidence", "batch", 2)
        need(batch, "CALL_NOT_EVIDENCE", f"call {where.call} is not one that records evidence")
        check_item_in_payload(where, call.args[1], case.transaction.payloads)
    salt = case.receipt.digest_salt
    fits = salt is None or (item.salted and len(salt) == 32)
    need(fits, "SALT_MISMATCH", "the digest salt does not fit the record")
    case.item = item
    return f"record {item.id.hex()} is in call {where.call}, item {where.index}"


def check_item_in_payload(where: ReceiptItem, number: Any, payloads: List[PayloadRoot]) -> None:
    """The path leads from the record to the root of the payload that the call names."""
    exists = is_uint(number) and number < len(payloads)
    need(exists, "ITEM_MISMATCH", "the batch names a payload that is not there")
    payload = payloads[number]
    need(payload.kind == KIND_ITEMS, "ITEM_MISMATCH", "the payload is not one of items")
    need(where.index < payload.count, "ITEM_MISMATCH", "the payload has fewer items")
    path = split_path(where.path)
    need(path is not None, "ITEM_MISMATCH", "the path is not whole hashes")
    root = inclusion_root(leaf_hash(where.encoded), where.index, payload.count, path)
    need(root == payload.root, "ITEM_MISMATCH", "the path does not lead to the payload's root")


def need_item_passed(case: Case) -> None:
    """Steps on the record's content wait for the record itself."""
    if case.results["item"].result != PASSED:
        raise Skipped("NOT_REACHED", "the step `item` did not pass")


def check_note_step(case: Case) -> str:
    """The note is the one whose hash the record has."""
    if case.receipt.note is None:
        raise Skipped("NOTE_ABSENT", "the receipt has no note")
    need(case.receipt.item is not None, "NOTE_MISMATCH", "a note without a record")
    need_item_passed(case)
    salt, data = case.receipt.note
    need(len(salt) == 32, "NOTE_MISMATCH", "the salt is not 32 bytes")
    try:
        note = read_note(data)
    except Rejection as broken:
        raise Rejection("NOTE_MISMATCH", f"the note: {broken.sentence}") from None
    same = sha256(salt + data) == case.item.note_hash
    need(same, "NOTE_MISMATCH", "the note is not the one that was recorded")
    case.note = note
    return "the note is the one that was recorded"


def check_file(case: Case) -> str:
    """The record's digests are the file's, every one that both have."""
    if case.file is None:
        raise Skipped("FILE_NOT_GIVEN", "no file was given")
    need(case.receipt.item is not None, "ITEM_ABSENT", "the receipt is of no record")
    need_item_passed(case)
    salt, recorded = case.receipt.digest_salt, case.item.digests
    need(salt is not None or not case.item.salted, "SALT_ABSENT", "salted, and no salt is given")
    given = case.file(sorted(recorded))
    common = sorted(set(recorded) & set(given))
    for algorithm in common:
        digest = given[algorithm]
        expected = digest if salt is None else digest_of(algorithm, salt + digest)
        name = DIGEST_NAMES[algorithm]
        same = recorded[algorithm] == expected
        need(same, "DIGEST_MISMATCH", f"the file is not the one recorded: {name} differs")
    need(bool(common), "DIGEST_NOT_COMPARABLE", "no digest that both have")
    case.compared = common
    return "the file is the one recorded, by " + " and ".join(DIGEST_NAMES[a] for a in common)


def check_origin(case: Case) -> str:
    """The checkpoint is of this chain's log: `stele/<32 hex>`, or `/g<n>` of it."""
    origin = case.receipt.proof.checkpoint.origin
    own = re.escape(f"stele/{case.fingerprint.hex()[:32]}")
    match = re.fullmatch(own + r"(?:/g([1-9][0-9]*))?", origin)
    need(match is not None, "ORIGIN_MISMATCH", f"the checkpoint is of {shown(origin)}")
    case.lineage = match.group(1) or "0"
    return f"the checkpoint is of the log {origin}"


def check_inclusion(case: Case) -> str:
    """The entry is in the tree of the checkpoint."""
    proof = case.receipt.proof
    checkpoint = proof.checkpoint
    leaf = leaf_hash(case.receipt.entry)
    root = inclusion_root(leaf, proof.index, checkpoint.size, proof.path)
    leads = root == checkpoint.root
    need(leads, "INCLUSION_FAILED", "the proof does not lead to the checkpoint's root")
    return f"entry {proof.index} is in the log of {checkpoint.size} entries"


def check_log_signature(case: Case) -> str:
    """Every line is by a key of the statements, and the log keys' lines are valid."""
    checkpoint = case.receipt.proof.checkpoint
    keys = checkpoint_keys(checkpoint.origin, case.statements)
    signers = []
    for line in checkpoint.lines:
        found = keys.get((line.name, line.key_id))
        need(found is not None, "SIGNATURE_UNKNOWN", f"a line of {shown(line.name)}")
        signers.append((line, *found))
    places = [(line.name, line.key_id) for line in checkpoint.lines]
    need(len(set(places)) == len(places), "SIGNER_TWICE", "two lines of the same key")
    logs = [(line, by) for line, key_type, by in signers if key_type == LOG_KEY]
    need(len(logs) > 0, "LOG_SIGNATURE_MISSING", "no line of a log key")
    for line, by in logs:
        valid = ed25519_is_valid(by.log_key, checkpoint.body, line.signature)
        need(valid, "SIGNATURE_INVALID", f"the log signature of {node_name(by)}")
    case.signers = signers
    return "the checkpoint is signed by " + " and ".join(node_name(by) for _, by in logs)


def checkpoint_keys(
    origin: str, statements: List[Statement]
) -> Dict[Tuple[str, bytes], Tuple[int, Statement]]:
    """Name and key id of every key that may sign: what type it is, and whose."""
    keys = {}
    for statement in reversed(statements):  # of keys with the same name and id, the first counts
        cosigner = f"{origin}/{node_name(statement)}"
        cosigner_id = key_id(cosigner, COSIGNER_KEY, statement.cosigner_key)
        keys[(cosigner, cosigner_id)] = (COSIGNER_KEY, statement)
        keys[(origin, key_id(origin, LOG_KEY, statement.log_key))] = (LOG_KEY, statement)
    return keys


def check_cosignatures(case: Case) -> str:
    """Members that cosigned the checkpoint reach the threshold of the charter in force."""
    body = case.receipt.proof.checkpoint.body
    lines = [(line, by) for line, key_type, by in case.signers if key_type == COSIGNER_KEY]
    cosignatures = [read_cosignature(line, by, body) for line, by in lines]
    for cosignature in cosignatures:
        by = cosignature.statement
        inside = cosignature.last_ms >= by.not_before_ms and cosignature.first_ms <= by.not_after_ms
        need(inside, "STATEMENT_NOT_IN_FORCE", f"{node_name(by)} cosigned outside its statement")
    weight = weight_of(case.in_force, [c.statement.organisation for c in cosignatures])
    threshold = case.in_force.threshold
    reached = weight >= threshold
    need(reached, "THRESHOLD_NOT_REACHED", f"cosigned by weight {weight} of {threshold} needed")
    case.cosignatures = cosignatures
    return f"cosigned by weight {weight}, needed {threshold}"


def read_cosignature(line: NoteLine, by: Statement, body: bytes) -> Cosignature:
    """8 bytes of seconds and an Ed25519 signature (log.md, "Checkpoint")."""
    second = int.from_bytes(line.signature[:8], "big")
    message = f"cosignature/v1\ntime {second}\n".encode("ascii") + body
    valid = ed25519_is_valid(by.cosigner_key, message, line.signature[8:])
    need(valid, "SIGNATURE_INVALID", f"the cosignature of {node_name(by)}")
    return Cosignature(by, second)


def check_time(case: Case) -> str:
    """The entry's time is not later than cosigners could have seen it."""
    time_ms = case.entry.outcome.time_ms
    for cosignature in case.cosignatures:
        earlier = time_ms <= cosignature.last_ms + COSIGN_LAG_MS
        by = node_name(cosignature.statement)
        need(earlier, "TIME_INCONSISTENT", f"{by} cosigned long before the entry's time")
    return f"the entry's time is {time_text(time_ms)}, which the cosignatures allow"


def check_timestamps(case: Case) -> str:
    """Tokens over the checkpoint hold, and the entry's time is not later than they allow."""
    tokens = case.receipt.timestamps
    if not tokens:
        raise Skipped("TIMESTAMPS_ABSENT", "the receipt has no timestamp")
    if case.authorities is None:
        raise Skipped("TIMESTAMPS_NOT_CHECKED", "no certificates of time authorities were given")
    imprint = sha256(case.receipt.proof.checkpoint.body)
    trusted = []
    for token in tokens:
        stamp = judge_token(token, imprint, case.authorities)
        if not stamp.trusted:
            continue
        early = case.entry.outcome.time_ms <= stamp.time_ms + COSIGN_LAG_MS
        need(early, "TIME_INCONSISTENT", f"{shown(stamp.authority)} saw it before the entry's time")
        trusted.append(stamp)
    if not trusted:
        raise Skipped("TIMESTAMP_AUTHORITY_UNKNOWN", "timestamps of no authority that you trust")
    case.stamp = min(trusted, key=lambda stamp: stamp.time_ms)
    return f"{shown(case.stamp.authority)} saw the checkpoint by {time_text(case.stamp.time_ms)}"


def check_trust(case: Case) -> str:
    """The fingerprint is one that the reader trusts."""
    if case.fingerprint not in case.trusted:
        raise Skipped("CHAIN_NOT_TRUSTED", "the fingerprint is not among those trusted")
    return "the fingerprint is one that you trust"


class Step(NamedTuple):
    """A row of the table in receipt.md."""

    name: str
    part: str
    needs: Tuple[str, ...]
    check: Callable[[Case], str]


STEPS = [
    Step("format", "integrity", (), check_format),
    Step("genesis", "identity", ("format",), check_genesis),
    Step("charters", "identity", ("genesis",), check_charters),
    Step("statements", "identity", ("charters",), check_statements),
    Step("entry", "integrity", ("genesis",), check_entry),
    Step("signatures", "integrity", ("entry",), check_signatures),
    Step("item", "integrity", ("entry",), check_item),
    Step("note", "integrity", ("entry",), check_note_step),
    Step("file", "integrity", ("entry",), check_file),
    Step("origin", "inclusion", ("genesis",), check_origin),
    Step("inclusion", "inclusion", ("entry",), check_inclusion),
    Step("log-signature", "identity", ("statements", "origin"), check_log_signature),
    Step("cosignatures", "identity", ("log-signature",), check_cosignatures),
    Step("time", "time", ("entry", "cosignatures"), check_time),
    Step("timestamps", "time", ("entry", "inclusion", "cosignatures"), check_timestamps),
    Step("trust", "trust", ("genesis",), check_trust),
]


def verify(
    receipt: bytes,
    file: Optional[FileDigests],
    trusted: List[bytes],
    authorities: Optional[List[Certificate]] = None,
) -> Case:
    """Run every step in order and keep what came of each."""
    case = Case(receipt, file, trusted, authorities)
    for step in STEPS:
        case.results[step.name] = run_step(step, case)
    return case


def run_step(step: Step, case: Case) -> Result:
    """Skip a step whose prerequisite did not pass; else pass, fail or skip by its own check."""
    for name in step.needs:
        if case.results[name].result != PASSED:
            sentence = f"the step `{name}` did not pass"
            return Result(step.name, step.part, SKIPPED, "NOT_REACHED", sentence)
    try:
        return Result(step.name, step.part, PASSED, "", step.check(case))
    except Skipped as skipped:
        return Result(step.name, step.part, SKIPPED, skipped.code, skipped.sentence)
    except Rejection as broken:
        return Result(step.name, step.part, FAILED, broken.code, broken.sentence)


# ---------------------------------------------------------------------------------------
# 15. Verdict and report (receipt.md, "Parts", "Verdict", "Assurance")
# ---------------------------------------------------------------------------------------

VALID, INVALID, INCOMPLETE = "valid", "invalid", "incomplete"
EXIT_CODES = {VALID: 0, INVALID: 1, INCOMPLETE: 4}
EXIT_USAGE = 2
PARTS = ("integrity", "inclusion", "identity", "time", "trust")
MARKS = {PASSED: "ok    ", FAILED: "FAILED", SKIPPED: "-     "}
SHOWN_CHARACTERS_MAX = 200


def verdict_of(case: Case) -> str:
    """Invalid when a step failed; else valid when `trust` passed; else incomplete."""
    if first_failure(case) is not None:
        return INVALID
    return VALID if case.results["trust"].result == PASSED else INCOMPLETE


def first_failure(case: Case) -> Optional[Result]:
    """The first step that failed."""
    return next((r for r in case.results.values() if r.result == FAILED), None)


def part_of(case: Case, part: str) -> str:
    """failed, ok or unknown."""
    results = [result for result in case.results.values() if result.part == part]
    if any(result.result == FAILED for result in results):
        return "failed"
    reached = all(result.code != "NOT_REACHED" for result in results)
    passed = any(result.result == PASSED for result in results)
    return "ok" if passed and reached else "unknown"


def assurance_of(case: Case) -> Optional[Dict[str, Any]]:
    """Who stands behind the checkpoint, once the cosignatures passed."""
    if case.results["cosignatures"].result != PASSED:
        return None
    cosigned = {c.statement.organisation for c in case.cosignatures}
    return {
        "members": sorted(cosigned),
        "weight": weight_of(case.in_force, list(cosigned)),
        "threshold": case.in_force.threshold,
        "weightOfAll": sum(member.weight for member in case.in_force.members),
        "lineage": case.lineage,
        "selfAttested": len(case.in_force.members) == 1,
        "cosignedAtSeconds": sorted(c.second for c in case.cosignatures),
        "independentTime": case.stamp
        and {"authority": case.stamp.authority, "timeMs": case.stamp.time_ms},
    }


def record_of(case: Case) -> Optional[Dict[str, Any]]:
    """What was recorded, as far as the steps found it."""
    if case.entry is None:
        return None
    outcome = case.entry.outcome
    record: Dict[str, Any] = {
        "entry": outcome.index,
        "height": outcome.height,
        "timeMs": outcome.time_ms,
        "transaction": transaction_id(case.fingerprint, case.transaction).hex(),
    }
    if case.item is not None:
        record["item"] = case.item.id.hex()
        record["kind"] = case.item.kind
        record["owner"] = actor_text(recording_call(case).actors[0])
        record["digests"] = {DIGEST_NAMES[a]: d.hex() for a, d in case.item.digests.items()}
        record["compared"] = [DIGEST_NAMES[a] for a in case.compared]
    return record


def recording_call(case: Case) -> Call:
    """The call of the record."""
    return case.transaction.calls[case.receipt.item.call]


def report_json(case: Case, trust_any: bool) -> Dict[str, Any]:
    """The same as the text report, for programs."""
    verdict = verdict_of(case)
    return {
        "verdict": verdict,
        "exit": exit_code(verdict, trust_any),
        "trustAny": trust_any,
        "parts": {part: part_of(case, part) for part in PARTS},
        "steps": [
            {
                "name": r.name,
                "part": r.part,
                "result": r.result,
                "code": r.code or None,
                "sentence": r.sentence,
            }
            for r in case.results.values()
        ],
        "fingerprint": case.fingerprint.hex() or None,
        "members": [
            {"organisation": m.organisation, "name": m.name, "weight": m.weight}
            for m in (case.in_force or case.genesis or Charter(b"", 0, [], 0)).members
        ],
        "record": record_of(case),
        "assurance": assurance_of(case),
    }


def exit_code(verdict: str, trust_any: bool) -> int:
    """The table's code; `--trust any` turns 4 into 0."""
    return 0 if trust_any and verdict == INCOMPLETE else EXIT_CODES[verdict]


def report_text(case: Case, trust_any: bool) -> str:
    """One line a step, the verdict in words, what is not proven, and how to trust the chain."""
    lines = [step_line(result) for result in case.results.values()]
    lines += ["", verdict_text(case, trust_any)]
    verdict = verdict_of(case)
    if case.results["format"].result == FAILED:
        lines += ["Was the receipt the last file that you named?"]
    if verdict != INVALID:
        lines += ["", not_proven(case)]
    if verdict == INCOMPLETE:
        lines += ["", how_to_trust(case)]
    return "\n".join(lines) + "\n"


def step_line(result: Result) -> str:
    """Mark, name, sentence, and the code if it did not pass."""
    code = f" ({result.code})" if result.code else ""
    return f"{MARKS[result.result]}  {result.name:<13}  {result.sentence}{code}"


def verdict_text(case: Case, trust_any: bool) -> str:
    """The verdict, then what was recorded, when, and by whom."""
    verdict = verdict_of(case)
    if verdict == INVALID:
        broken = first_failure(case)
        return f"INVALID: {broken.sentence} (step {broken.name}, {broken.code})."
    if verdict == VALID:
        opening = "VALID"
    elif trust_any:
        opening = "EVERYTHING CHECKS, for a chain whose fingerprint was not compared (--trust any)"
    else:
        opening = "INCOMPLETE: everything checks, but the chain is not one that you trust"
    return "\n".join([f"{opening}.", *recorded_sentences(case)])


def recorded_sentences(case: Case) -> List[str]:
    """What the chain recorded, when, by whom, and who stands behind it."""
    outcome, in_force = case.entry.outcome, case.in_force
    behind = [member for member in in_force.members if has_cosigned(case, member)]
    weight = weight_of(in_force, [member.organisation for member in behind])
    return [
        f"The chain {case.fingerprint.hex()} recorded {what_was_recorded(case)}.",
        f"It did so in entry {outcome.index} at {time_text(outcome.time_ms)}, by its own time.",
        f"The log with this entry was cosigned in the second {cosigned_text(case)} by {members_text(behind)}, "
        f"with weight {weight} where {in_force.threshold} is needed{self_attested_text(case)}.",
        *stamped_sentences(case),
    ]


def what_was_recorded(case: Case) -> str:
    """The record, its owner and its note; or the transaction."""
    if case.item is None:
        return f"the transaction {transaction_id(case.fingerprint, case.transaction).hex()}"
    owner = actor_text(recording_call(case).actors[0])
    what = "this file, as" if case.compared else "the"
    kind = f" of kind {case.item.kind}" if case.item.kind else ""
    name = (case.note or {}).get("name")
    noted = f", noted as {shown(name)}" if is_text(name) else ""
    return f"{what} record {case.item.id.hex()}{kind} of {owner}{noted}"


def has_cosigned(case: Case, member: Member) -> bool:
    """Whether a node of the member cosigned."""
    return any(c.statement.organisation == member.organisation for c in case.cosignatures)


def cosigned_text(case: Case) -> str:
    """The seconds of the first and the last cosignature."""
    seconds = sorted(c.second for c in case.cosignatures)
    texts = [time_text(second * 1000).replace(".000", "") for second in seconds]
    first, last = texts[0], texts[-1]
    return first if first == last else f"{first} to {last}"


def stamped_sentences(case: Case) -> List[str]:
    """What a trusted time authority says, if one does."""
    if case.stamp is None:
        return []
    by, when = shown(case.stamp.authority), time_text(case.stamp.time_ms)
    return [f"The time authority {by}, which you trust, saw the log with this entry by {when}."]


def self_attested_text(case: Case) -> str:
    """A chain of one member proves what that member said."""
    alone = len(case.in_force.members) == 1
    return "; this is the chain's only member: self-attested" if alone else ""


def not_proven(case: Case) -> str:
    """What a valid receipt does not prove (the end of receipt.md)."""
    alone = len(case.in_force.members) == 1
    chosen = alone and case.stamp is None
    time = ", or that the only member did not choose the time itself" if chosen else ""
    text = (
        "Not proven: who made the file, that its content is true, that it did not exist earlier"
        f"{time}."
    )
    if case.file is None:
        text += " No file was given, so this proves the record, not a file."
    return text


def how_to_trust(case: Case) -> str:
    """The fingerprint, whose chain it says it is, and what to do."""
    fingerprint = case.fingerprint.hex()
    return (
        f"The chain's fingerprint is {fingerprint}.\n"
        f"Its members by their own account: {members_text(case.in_force.members)}.\n"
        "Compare the fingerprint, all 64 digits, with one that you have from a member by another "
        "way than this receipt.\n"
        f"If it is the same, run this again with --trust {fingerprint}"
    )


def members_text(members: List[Member]) -> str:
    """Members with their names, which are free text that anyone may have written."""
    return ", ".join(f"{member.organisation} ({shown(member.name)})" for member in members)


def node_name(statement: Statement) -> str:
    """<organisation>/<node>."""
    return f"{statement.organisation}/{statement.node}"


def calls_of(transaction: Transaction) -> str:
    """The methods that a transaction calls."""
    return ", ".join(f"{call.contract}.{call.method}" for call in transaction.calls)


def actor_text(principal: Any) -> str:
    """A principal in words (transaction.md, "Principal")."""
    kind, first = principal[:2]
    if kind == 0:
        return f"key {first.hex()}"
    if kind == 1:
        return f"account acc_{first.hex()}"
    if kind == 2:
        return f"role {first}/{principal[2]}"
    if kind == 3:
        return f"contract {first}"
    return f"{first} of {len(principal[2])} principals"


def time_text(time_ms: int) -> str:
    """UTC, or the bare number when no calendar reaches so far."""
    try:
        moment = datetime(1970, 1, 1) + timedelta(milliseconds=time_ms)
    except OverflowError:
        return f"{time_ms} ms after 1970"
    return moment.isoformat(" ", "milliseconds") + " UTC"


def count(things: List[Any], word: str) -> str:
    """ "1 node", "2 nodes"."""
    return f"{len(things)} {word}{'' if len(things) == 1 else 's'}"


def shown(text: str) -> str:
    """Text of a stranger in quotes: nothing in it can steer a terminal or pose as our words."""
    cut = text[:SHOWN_CHARACTERS_MAX]
    safe = "".join(c if is_harmless(c) else f"\\u{{{ord(c):04x}}}" for c in cut)
    return f'"{safe}"' + ("…" if len(text) > len(cut) else "")


def is_harmless(character: str) -> bool:
    """Neither control, format (among them the bidirectional ones), surrogate nor private."""
    if character in '"\\':
        return False
    category = unicodedata.category(character)
    return category[0] != "C" and category not in ("Zl", "Zp")


# ---------------------------------------------------------------------------------------
# 16. Live proofs (live-proof.md)
# ---------------------------------------------------------------------------------------

LIVE_PROOF_TYPE = "stele-live-proof/v1"
LIVE_PROOF_NUMBERS = {"number", "headerIndex", "atHeaderIndex"}
LIVE_PROOF_BYTES = {"effect", "header", "liveChunk", "atHeader", "genesis"}
LIVE_PROOF_PATHS = {"effectPath", "headerPath", "livePath", "atHeaderPath"}
LIVE_PROOF_FIELDS = (
    LIVE_PROOF_NUMBERS | LIVE_PROOF_BYTES | LIVE_PROOF_PATHS | {"type", "checkpoint"}
) | {"charters", "statements"}
LIVE_CHUNK_BITS = 8 * LIVE_CHUNK_BYTES


class BlockHeader(NamedTuple):
    """What a live proof needs of a header."""

    height: int
    time_ms: int
    first_effect: int
    effect_count: int
    effects_root: bytes
    live_root: bytes


@dataclass
class LiveCase(Case):
    """A verification of a live proof: of a receipt's steps, those about chain and checkpoint."""

    fields: Dict[str, Any] = field(default_factory=dict)  # format
    header: Optional[BlockHeader] = None  # header
    at_header: Optional[BlockHeader] = None  # at-header
    effect: Any = None  # effect
    is_live: Optional[bool] = None  # live


def check_live_format(case: LiveCase) -> str:
    """The proof decodes. What a receipt has too is laid where its steps look for it."""
    try:
        need(len(case.receipt_bytes) <= RECEIPT_BYTES_MAX, "", "more than 1048576 bytes")
        case.fields = read_live_fields(decode_json(case.receipt_bytes))
    except Rejection as broken:
        code = broken.code if broken.code == "VERSION_UNKNOWN" else "LIVE_PROOF_MALFORMED"
        raise Rejection(code, f"not a live proof that can be read: {broken.sentence}") from None
    values = case.fields
    proof = Proof(None, values["atHeaderIndex"], values["atHeaderPath"], values["checkpoint"])
    charters, statements = values["charters"], values["statements"]
    at_header, genesis = values["atHeader"], values["genesis"]
    case.receipt = Receipt(
        "JSON", None, None, None, at_header, proof, genesis, charters, statements, []
    )
    return "a live proof"


def read_live_fields(value: Any) -> Dict[str, Any]:
    """Every field, read. The type is looked at before the others."""
    reader = ReceiptReader("JSON", field_from_json)
    need(isinstance(value, dict) and is_text(value.get("type")), "", "no type")
    need(value["type"] == LIVE_PROOF_TYPE, "VERSION_UNKNOWN", "a proof of another type")
    need(LIVE_PROOF_FIELDS <= set(value), "", "a field is missing")
    reader.need_fields(value, LIVE_PROOF_FIELDS, set())
    numbers = all(is_uint_in(value[name], 0, SAFE_INTEGER_MAX) for name in LIVE_PROOF_NUMBERS)
    need(numbers, "", "a number is none")
    values = {name: value[name] for name in LIVE_PROOF_NUMBERS}
    for name in LIVE_PROOF_BYTES | LIVE_PROOF_PATHS:
        values[name] = field_from_json(value[name])
    for name in LIVE_PROOF_PATHS:
        path = split_path(values[name])
        need(path is not None, "", "a path is not whole hashes")
        values[name] = path
    need(is_text(value["checkpoint"]), "", "the checkpoint is not text")
    values["checkpoint"] = read_checkpoint(proof_lines(value["checkpoint"]))
    values["charters"] = reader.list(value["charters"], 0, reader.charter)
    values["statements"] = reader.list(value["statements"], 1, reader.statement)
    return values


def header_in_log(case: LiveCase, name: str) -> BlockHeader:
    """An entry that is in the log of the checkpoint, and a header."""
    checkpoint = case.fields["checkpoint"]
    entry, index, path = (case.fields[name + part] for part in ("", "Index", "Path"))
    root = inclusion_root(leaf_hash(entry), index, checkpoint.size, path)
    need(root == checkpoint.root, "INCLUSION_FAILED", "a header is not in the checkpoint's log")
    read = read_entry(entry)
    need(read.kind == KIND_HEADER, "ENTRY_NOT_HEADER", "the entry is no header")
    check_header(read.content)
    _, height, _, _, time_ms, _, _, effects, live = decode_cbor(read.content)[:9]
    return BlockHeader(height, time_ms, *effects, live)


def check_live_header(case: LiveCase) -> str:
    """The header of the block that put the row."""
    case.header = header_in_log(case, "header")
    return f"the header of block {case.header.height} is in the log"


def check_at_header(case: LiveCase) -> str:
    """The header of the height."""
    case.at_header = header_in_log(case, "atHeader")
    return f"the header of block {case.at_header.height} is in the log"


def check_live_effect(case: LiveCase) -> str:
    """The effect is among those of its block, and a put."""
    effect, header = case.fields["effect"], case.header
    place = case.fields["number"] - header.first_effect
    inside = 0 <= place < header.effect_count
    path = case.fields["effectPath"]
    root = inclusion_root(leaf_hash(effect), place, header.effect_count, path) if inside else None
    need(root == header.effects_root, "INCLUSION_FAILED", "the effect is not one of its block")
    check_effect(effect)
    case.effect = decode_cbor(effect)
    need(case.effect[1] == PUT, "EFFECT_NOT_PUT", "only what was put can be live")
    return f"effect {case.fields['number']} put a row in block {header.height}"


def check_live_bit(case: LiveCase) -> str:
    """The effect's bit is among the live bits of the height."""
    number, chunk, at = case.fields["number"], case.fields["liveChunk"], case.at_header
    total = at.first_effect + at.effect_count
    made = at.height >= case.header.height and number < total
    need(made, "HEIGHTS_REVERSED", "the effect was made after the height")
    chunks = -(-total // LIVE_CHUNK_BITS)
    place, path = number // LIVE_CHUNK_BITS, case.fields["livePath"]
    whole = len(chunk) == LIVE_CHUNK_BYTES
    root = inclusion_root(leaf_hash(chunk), place, chunks, path) if whole else None
    need(root == at.live_root, "INCLUSION_FAILED", "the bits are not those of the height")
    bit = number % LIVE_CHUNK_BITS
    case.is_live = chunk[bit >> 3] >> (bit & 7) & 1 == 1
    state = "live" if case.is_live else "no longer live"
    return f"after block {at.height} the row was {state}"


def check_live_time(case: LiveCase) -> str:
    """The block's time is not later than cosigners could have seen it."""
    for cosignature in case.cosignatures:
        earlier = case.at_header.time_ms <= cosignature.last_ms + COSIGN_LAG_MS
        by = node_name(cosignature.statement)
        need(earlier, "TIME_INCONSISTENT", f"{by} cosigned long before the block's time")
    return f"the block's time is {time_text(case.at_header.time_ms)}"


LIVE_STEPS = [
    Step("format", "integrity", (), check_live_format),
    Step("genesis", "identity", ("format",), check_genesis),
    Step("charters", "identity", ("genesis",), check_charters),
    Step("statements", "identity", ("charters",), check_statements),
    Step("origin", "inclusion", ("genesis",), check_origin),
    Step("header", "inclusion", ("origin",), check_live_header),
    Step("at-header", "inclusion", ("origin",), check_at_header),
    Step("effect", "inclusion", ("header",), check_live_effect),
    Step("live", "inclusion", ("effect", "at-header"), check_live_bit),
    Step("row", "integrity", ("effect",), lambda case: "no particular row was asked about"),
    Step("height", "integrity", ("at-header",), lambda case: "no particular height was"),
    Step("log-signature", "identity", ("statements", "origin"), check_log_signature),
    Step("cosignatures", "identity", ("log-signature",), check_cosignatures),
    Step("time", "time", ("at-header", "cosignatures"), check_live_time),
    Step("trust", "trust", ("genesis",), check_trust),
]


def verify_live(proof: bytes, trusted: List[bytes]) -> LiveCase:
    """Run every step in order and keep what came of each."""
    case = LiveCase(proof, None, trusted)
    for step in LIVE_STEPS:
        case.results[step.name] = run_step(step, case)
    return case


def live_row(case: LiveCase) -> Optional[Dict[str, Any]]:
    """What is proven, when no step failed."""
    if verdict_of(case) == INVALID:
        return None
    _, _, contract, table, key, value = case.effect
    return {
        "contract": contract,
        "table": table,
        "key": key.hex(),
        "value": value.hex(),
        "effect": case.fields["number"],
        "putAtHeight": case.header.height,
        "live": case.is_live,
        "atHeight": case.at_header.height,
        "atMs": case.at_header.time_ms,
    }


def live_report(case: LiveCase, trust_any: bool) -> str:
    """One line a step, then what is proven, as JSON."""
    lines = [step_line(result) for result in case.results.values()]
    verdict = verdict_of(case)
    report = {"verdict": verdict, "exit": exit_code(verdict, trust_any), "row": live_row(case)}
    return "\n".join([*lines, "", json.dumps(report, indent=2)]) + "\n"


# ---------------------------------------------------------------------------------------
# 17. Examples (vectors/README.md)
# ---------------------------------------------------------------------------------------


class Disagreement(Exception):
    """An example whose expected result is not what this program finds."""


def agree(found: Any, expected: Any, what: str) -> None:
    """Found and expected must be the same."""
    if found != expected:
        raise Disagreement(f"{what} is {found!r}, expected {expected!r}")


def unhex(example: Dict[str, Any], name: str) -> bytes:
    """A byte field of an example."""
    return bytes.fromhex(example[name])


def example_cbor(example: Dict[str, Any]) -> None:
    """Decodes, and encodes to the same bytes."""
    data = unhex(example, "bytes")
    agree(encode_cbor(decode_cbor(data)).hex(), data.hex(), "the encoding again")


def example_signature(example: Dict[str, Any]) -> None:
    """A signature by itself."""
    triple = Signature(example["algorithm"], unhex(example, "key"), unhex(example, "signature"))
    valid = signature_is_valid(triple, unhex(example, "message"))
    need(valid, "SIGNATURE_INVALID", "the signature")


def unhex_list(values: List[str]) -> List[bytes]:
    """Hashes of a path, or leaves."""
    return [bytes.fromhex(value) for value in values]


def example_tree(example: Dict[str, Any]) -> None:
    """A whole tree with its proofs, or (invalid) one proof that must not hold."""
    if example.get("what") == "inclusion":
        return example_inclusion(example)
    if example.get("what") == "consistency":
        return example_consistency(example)
    hashes = [leaf_hash(leaf) for leaf in unhex_list(example["leaves"])]
    root, size = tree_root(hashes), len(hashes)
    agree(root.hex(), example["root"], "the root")
    for proof in example["inclusion"]:
        index, path = proof["index"], unhex_list(proof["path"])
        agree(inclusion_root(hashes[index], index, size, path), root, f"inclusion of {index}")
    for proof in example["consistency"]:
        old, path = proof["oldSize"], unhex_list(proof["path"])
        held = is_consistent(old, size, tree_root(hashes[:old]), root, path)
        agree(held, True, f"consistency with {old}")
    return None


def example_inclusion(example: Dict[str, Any]) -> None:
    """One inclusion proof."""
    root = inclusion_root(
        unhex(example, "leafHash"), example["index"], example["size"], unhex_list(example["path"])
    )
    need(root == unhex(example, "root"), "INCLUSION_FAILED", "the inclusion proof")


def example_consistency(example: Dict[str, Any]) -> None:
    """One consistency proof."""
    held = is_consistent(
        example["oldSize"],
        example["newSize"],
        unhex(example, "oldRoot"),
        unhex(example, "newRoot"),
        unhex_list(example["path"]),
    )
    need(held, "CONSISTENCY_FAILED", "the consistency proof")


def example_transaction(example: Dict[str, Any]) -> None:
    """A transaction from its bytes alone: its shape and the limits of size."""
    data = unhex(example, "bytes")
    transaction = read_transaction(data)
    check_transaction_size(data, transaction)
    if "id" in example:
        found = transaction_id(unhex(example, "fingerprint"), transaction)
        agree(found.hex(), example["id"], "the id")


def example_charter(example: Dict[str, Any]) -> None:
    """A charter and its hash."""
    charter = read_charter(unhex(example, "bytes"))
    if "fingerprint" in example:
        agree(sha256(charter.encoded).hex(), example["fingerprint"], "the hash")


def example_payload(example: Dict[str, Any]) -> None:
    """A payload and what a transaction says about it, both in CBOR."""
    said = shape_payload_root(decode_cbor(unhex(example, "root")))
    try:
        payload = decode_cbor(unhex(example, "payload"))
    except Rejection as broken:
        raise Rejection("PAYLOAD_MISMATCH", f"not canonical CBOR ({broken.code})") from None
    check_payload(payload, said)


def example_proof(example: Dict[str, Any]) -> None:
    """A proof text."""
    proof = read_proof(example["text"])
    if "origin" in example:
        agree(proof.checkpoint.origin, example["origin"], "the origin")
        agree(proof.checkpoint.size, example["size"], "the size")
        agree(proof.index, example["index"], "the index")


def example_live(example: Dict[str, Any]) -> None:
    """Live bits after a list of effects."""
    operations = [(kind, place) for kind, place in example["operations"]]
    same = live_root(operations).hex() == example["root"]
    need(same, "LIVE_ROOT_MISMATCH", "the root of the live bits")


def example_receipt(example: Dict[str, Any]) -> None:
    """A receipt with its whole verdict; `invalid` ones name the first failing step."""
    content = unhex(example, "file") if "file" in example else None
    trusted = unhex_list(example["trusted"])
    authorities = None
    if "authorities" in example:
        authorities = [read_certificate(one) for one in unhex_list(example["authorities"])]
    receipt = base64.b64decode(example["receipt"])
    case = verify(receipt, content_digests(content), trusted, authorities)
    verdict = verdict_of(case)
    if "timestamps" in example:
        found = case.results["timestamps"]
        agree(found.code or "pass", example["timestamps"], "the step `timestamps`")
    broken = first_failure(case)
    if broken is not None and "step" in example:
        agree((broken.name, broken.code), (example["step"], example.get("code")), "the failure")
    agree(verdict, example["verdict"], "the verdict")
    agree(EXIT_CODES[verdict], example["exit"], "the exit code")
    if broken is not None:
        raise Rejection(broken.code, broken.sentence)


def content_digests(content: Optional[bytes]) -> Optional[FileDigests]:
    """Digests of a file whose content is in memory."""
    if content is None:
        return None
    return lambda algorithms: {number: digest_of(number, content) for number in algorithms}


def of_bytes(check: Callable[[bytes], Any]) -> Callable[[Dict[str, Any]], None]:
    """A kind whose examples are only bytes."""

    def run(example: Dict[str, Any]) -> None:
        check(unhex(example, "bytes"))

    return run


EXAMPLE_KINDS: Dict[str, Callable[[Dict[str, Any]], None]] = {
    "cbor": example_cbor,
    "signature": example_signature,
    "tree": example_tree,
    "principal": of_bytes(read_principal),
    "transaction": example_transaction,
    "entry": of_bytes(read_entry),
    "header": of_bytes(check_header),
    "system": of_bytes(check_system),
    "effect": of_bytes(check_effect),
    "charter": example_charter,
    "statement": of_bytes(read_statement),
    "item": of_bytes(read_item),
    "envelope": of_bytes(check_envelope),
    "triple": of_bytes(read_triple),
    "note": of_bytes(read_note),
    "payload": example_payload,
    "proof": example_proof,
    "live": example_live,
    "receipt": example_receipt,
}
# Kinds whose invalid examples need not name a code, as there is only one thing to say.
EXAMPLE_ONE_CODE = {"signature": "SIGNATURE_INVALID", "tree": None, "proof": "PROOF_MALFORMED"}


def run_vectors(directory: Path) -> int:
    """Run every file of a directory; 1 when any example disagrees."""
    files = sorted(directory.glob("*.json"))
    if not files:
        return usage_error(f"no examples (*.json) in {directory}")
    totals, complaints = [0, 0], []
    for path in files:
        valid, invalid, found = run_vector_file(path)
        print(f"{path.name}: {valid} valid, {invalid} invalid")
        for complaint in found:
            print(f"  DISAGREES: {complaint}")
        totals[0] += valid
        totals[1] += invalid
        complaints += found
    complaints += run_chains(directory / "chains")
    print(f"total: {totals[0]} valid, {totals[1]} invalid, {len(complaints)} disagreeing")
    return 1 if complaints else 0


def run_chains(directory: Path) -> List[str]:
    """Walk every chain of a directory; what disagrees with what its chain.json says."""
    complaints = []
    for folder in sorted(path.parent for path in directory.glob("*/chain.json")):
        try:
            print(f"chains/{folder.name}: {walk_chain(folder)}")
        except Rejection as broken:
            complaints.append(f"{folder.name}: {broken.code} ({broken.sentence})")
        except (Disagreement, ValueError, KeyError, TypeError, IndexError) as error:
            complaints.append(f"{folder.name}: {type(error).__name__}: {error}")
    for complaint in complaints:
        print(f"  DISAGREES: {complaint}")
    return complaints


class ChainWalk:
    """A chain's log, entry by entry (block.md): roots, heights, and which rules are in force.

    Nothing is executed. That a block is under the number that the last activation before it
    names, and no other, follows from the outcomes in the log alone.
    """

    def __init__(self, rules: int) -> None:
        self.rules = rules
        self.activation: Optional[Tuple[int, int]] = None
        self.leaves: List[bytes] = []
        self.outcomes: List[str] = []
        self.timers = 0
        self.blocks: List[Dict[str, Any]] = []
        self.root = tree_root([])

    def take(self, data: bytes) -> None:
        """The next entry."""
        entry = read_entry(data)
        index, height = len(self.leaves), len(self.blocks)
        self.leaves.append(leaf_hash(data))
        if entry.kind == KIND_HEADER:
            self.take_header(entry.content, index)
            return
        same = (entry.outcome.height, entry.outcome.index) == (height, index)
        must(same, f"entry {index} says it is {entry.outcome.index} of {entry.outcome.height}")
        self.outcomes.append(entry.outcome.code)
        if entry.kind == KIND_SYSTEM:
            call = check_system(entry.content)
            self.take_calls([] if call is None else [call])
            self.take_timer(entry)
        elif entry.outcome.code == "":
            self.take_calls(read_transaction(entry.content).calls)

    def take_calls(self, calls: List[Call]) -> None:
        """What an entry did: calls of a transaction that succeeded, or of the setup."""
        for call in calls:
            if (call.contract, call.method) == ("chain", "activate-rules"):
                self.activation = (call.args[0], call.args[1])

    def take_timer(self, entry: Entry) -> None:
        """Timers come first in their block, are due, and at most 64 (block.md, "Timers")."""
        subject, content = decode_cbor(entry.content)
        if subject != SUBJECT_TIMER:
            return
        self.timers += 1
        first = self.timers == len(self.outcomes) and self.timers <= TIMERS_PER_BLOCK_MAX
        due = content[0] <= entry.outcome.time_ms
        must(first and due and self.rules >= RULES_WITH_TIMERS, "a timer out of its turn")

    def take_header(self, content: bytes, index: int) -> None:
        """The last entry of a block."""
        check_header(content)
        _, height, first, previous, _, _, rules = decode_cbor(content)[:7]
        place = (len(self.blocks), index - len(self.outcomes), self.root)
        must((height, first, previous) == place, f"the header at {index} continues another log")
        must(rules == self.rules, f"block {height} is under rules {rules}, not {self.rules}")
        self.root = tree_root(self.leaves)
        block = {"height": height, "rules": rules, "size": len(self.leaves)}
        self.blocks.append({**block, "root": self.root.hex(), "outcomes": self.outcomes})
        self.outcomes = []
        self.timers = 0
        if self.activation is not None and self.activation[1] == height + 1:
            self.rules = self.activation[0]


def walk_chain(folder: Path) -> str:
    """What a chain is, when its log gives everything that its chain.json says."""
    expected = json.loads((folder / "chain.json").read_bytes())
    genesis = (folder / "genesis").read_bytes()
    read_charter(genesis)
    must(sha256(genesis).hex() == expected["fingerprint"], "another fingerprint")
    walk = ChainWalk(decode_cbor(genesis)[6][1])
    log = (folder / "log" / "000000.entries").read_bytes()
    while log:
        end = 2 + int.from_bytes(log[:2], "big")
        walk.take(log[2:end])
        log = log[end:]
    must(walk.outcomes == [], "entries without a header after them")
    must(walk.blocks == expected["blocks"], "other blocks")
    must(walk.rules == expected["nextRules"], f"the next block is under rules {walk.rules}")
    for void in expected["void"]:
        read_transaction(bytes.fromhex(void["tx"]))
    numbers = sorted({block["rules"] for block in walk.blocks})
    return f"{len(walk.blocks)} blocks under rules {', '.join(map(str, numbers))}"


def must(holds: bool, otherwise: str) -> None:
    """What must hold, or else the sentence."""
    if not holds:
        raise Disagreement(otherwise)


def run_vector_file(path: Path) -> Tuple[int, int, List[str]]:
    """How many examples of either sort a file has, and what disagrees."""
    try:
        content = json.loads(path.read_bytes())
        kind, valid, invalid = content["kind"], content["valid"], content["invalid"]
        run = EXAMPLE_KINDS[kind]
        names = [example["name"] for example in valid + invalid]
    except (ValueError, KeyError, TypeError) as error:
        return 0, 0, [f"not a file of examples: {error!r}"]
    twice = sorted({name for name in names if names.count(name) > 1})
    complaints = [f"{name}: a name twice" for name in twice]
    complaints += [f"{e['name']}: {c}" for e in valid if (c := complaint_valid(run, e))]
    complaints += [f"{e['name']}: {c}" for e in invalid if (c := complaint_invalid(run, kind, e))]
    return len(valid), len(invalid), complaints


def complaint_valid(run: Callable[[Dict[str, Any]], None], example: Dict[str, Any]) -> str:
    """What is wrong about a valid example, or nothing."""
    try:
        run(example)
    except Rejection as broken:
        return f"valid, but rejected with {broken.code} ({broken.sentence})"
    except (Disagreement, ValueError, KeyError, TypeError, IndexError) as error:
        return f"{type(error).__name__}: {error}"
    return ""


def complaint_invalid(
    run: Callable[[Dict[str, Any]], None], kind: str, example: Dict[str, Any]
) -> str:
    """What is wrong about an invalid example, or nothing."""
    expected = example.get("code", EXAMPLE_ONE_CODE.get(kind, "a code"))
    try:
        run(example)
    except Rejection as broken:
        same = expected is None or broken.code == expected
        return "" if same else f"{broken.code} ({broken.sentence}), expected {expected}"
    except (Disagreement, ValueError, KeyError, TypeError, IndexError) as error:
        return f"{type(error).__name__}: {error}"
    return f"accepted, expected {expected}"


# ---------------------------------------------------------------------------------------
# 18. The command
# ---------------------------------------------------------------------------------------

FINGERPRINT = re.compile(r"[0-9a-f]{64}")


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="verify.py",
        description="Verify a Stele receipt, without a server and without any code of Stele.",
        epilog="Exit: 0 valid, 1 invalid, 2 usage or unreadable file, 4 chain not trusted.",
    )
    parser.add_argument("paths", nargs="*", metavar="[FILE] RECEIPT", help="what to verify")
    parser.add_argument(
        "--trust",
        action="append",
        default=[],
        metavar="FINGERPRINT",
        help="a chain you trust, 64 lower-case hex digits; `any` accepts every chain",
    )
    parser.add_argument(
        "--tsa",
        action="append",
        default=[],
        metavar="CERTIFICATES.pem",
        help="time authorities you trust, or who issues their certificates",
    )
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    parser.add_argument("--live", metavar="PROOF", help="verify a live proof")
    parser.add_argument("--vectors", metavar="DIRECTORY", help="run the examples of a directory")
    return parser.parse_args()


def usage_error(sentence: str) -> int:
    """Say what is wrong; the exit code for it."""
    print(f"verify.py: {sentence}", file=sys.stderr)
    return EXIT_USAGE


def main() -> int:
    """Read the command line, do it, return the exit code."""
    sys.stdout.reconfigure(errors="backslashreplace")  # names need not fit the terminal
    given = arguments()
    if given.vectors is not None:
        return run_vectors(Path(given.vectors))
    wrong = [f for f in given.trust if f != "any" and FINGERPRINT.fullmatch(f) is None]
    if wrong:
        return usage_error(f"not 64 lower-case hex digits: {shown(wrong[0])}")
    if given.live is None and len(given.paths) not in (1, 2):
        return usage_error("give a file and its receipt, or a receipt; --help says more")
    try:
        return run_verification(given)
    except OSError as error:
        return usage_error(f"cannot read a file: {error}")


def run_verification(given: argparse.Namespace) -> int:
    """Verify what the command line names and print the report."""
    trust_any = "any" in given.trust
    trusted = [bytes.fromhex(text) for text in given.trust if text != "any"]
    if given.live is not None:
        live = verify_live(read_start(Path(given.live)), trusted)
        print(live_report(live, trust_any), end="")
        return exit_code(verdict_of(live), trust_any)
    *file, receipt_path = map(Path, given.paths)
    authorities = [one for path in given.tsa for one in authorities_from(Path(path))]
    case = verify(read_start(receipt_path), digests_from(file), trusted, authorities or None)
    if given.json:
        print(json.dumps(report_json(case, trust_any), indent=2))
    else:
        print(report_text(case, trust_any), end="")
    return exit_code(verdict_of(case), trust_any)


def authorities_from(path: Path) -> List[Certificate]:
    """The certificates of a PEM file."""
    try:
        return certificates_of_pem(path.read_text("ascii", "replace"))
    except Rejection as broken:
        raise OSError(f"{path}: {broken.sentence}") from None


def read_start(path: Path) -> bytes:
    """As much of a receipt's file as shows whether it is too long."""
    with path.open("rb") as stream:
        return stream.read(RECEIPT_BYTES_MAX + 1)


def digests_from(file: List[Path]) -> Optional[FileDigests]:
    """The digests of the file named, if one is; it is opened here once to see that it can be."""
    if not file:
        return None
    path = file[0]
    with path.open("rb"):
        pass
    return lambda recorded: file_digests(path, recorded)


if __name__ == "__main__":
    sys.exit(main())
