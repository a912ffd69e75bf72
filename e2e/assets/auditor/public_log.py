"""The public log of a node: checkpoint, tiles and entries (spec/log.md, C2SP tlog-checkpoint and tlog-tiles, RFC 6962).

From a node by HTTP, or from a folder with the same files. What is handed on are entries under a root that the node has signed: an entry
that was changed on the way, or by the node itself after it had signed, is found and named.
"""

import base64
import hashlib
import os
import urllib.request

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

TILE = 256
HASH = 32
LOG_KEY = 1


class LogFault(Exception):
    """The log is not what its checkpoint says, or says nothing that can be checked."""


def source_of(place):
    """How a path of the log is read: `place` is an address that ends before `checkpoint`, or a folder."""
    if place.startswith(("http://", "https://")):
        return lambda path: fetched(f"{place.rstrip('/')}/{path}")
    return lambda path: read_file(os.path.join(place, path))


def fetched(address):
    """An answer's bytes."""
    try:
        with urllib.request.urlopen(address, timeout=30) as answer:
            return answer.read()
    except OSError as trouble:
        raise LogFault(f"{address}: {trouble}") from None


def read_file(path):
    """A file's bytes."""
    try:
        with open(path, "rb") as stream:
            return stream.read()
    except OSError as trouble:
        raise LogFault(f"{path}: {trouble}") from None


class Checkpoint:
    """A tree that the node signed: origin, size, root."""

    def __init__(self, text):
        self.body, _, self.signatures = text.partition("\n\n")
        lines = self.body.split("\n")
        if len(lines) != 3:
            raise LogFault("the checkpoint has not three lines")
        self.origin, size, root = lines
        self.size = int(size)
        self.root = base64.b64decode(root, validate=True)

    def verify(self, vkey):
        """The signature of this key; `vkey` is name+id+key as C2SP signed-note has it."""
        name, key_id, encoded = vkey.strip().split("+", 2)
        material = base64.b64decode(encoded, validate=True)
        for line in self.signatures.splitlines():
            dash, signer, signature = line.split(" ")
            content = base64.b64decode(signature, validate=True)
            if (dash, signer, content[:4].hex()) == ("\N{EM DASH}", name, key_id):
                return self.check(material, content[4:])
        raise LogFault(f"the checkpoint is not signed by {name}")

    def check(self, material, signature):
        """One Ed25519 signature over the three lines."""
        if material[0] != LOG_KEY:
            raise LogFault("the key is not one that signs logs")
        try:
            key = Ed25519PublicKey.from_public_bytes(material[1:])
            key.verify(signature, f"{self.body}\n".encode("utf-8"))
        except (InvalidSignature, ValueError):
            raise LogFault("the signature of the checkpoint is not valid") from None


def read_checkpoint(source, vkey):
    """The newest checkpoint, signed by the key that is known from elsewhere, or else by the one that the node itself names."""
    checkpoint = Checkpoint(source("checkpoint").decode("utf-8"))
    checkpoint.verify(vkey or source("vkeys").decode("utf-8").splitlines()[0])
    return checkpoint


def read_entries(source, checkpoint):
    """All entries, in order, after they were seen to have the checkpoint's root."""
    entries = []
    for number in range(-(-checkpoint.size // TILE)):
        entries += bundle(source(f"tile/entries/{tile_name(checkpoint, number)}"))
    leaves = [hashlib.sha256(b"\x00" + entry).digest() for entry in entries]
    if len(leaves) != checkpoint.size or root_of(leaves) != checkpoint.root:
        raise LogFault(difference(source, checkpoint, leaves))
    return entries


def tile_name(checkpoint, number):
    """x001/x234/067, and for the last one that is not full its width."""
    digits = f"{number:0{-(-len(str(number)) // 3) * 3}d}"
    parts = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    name = "/".join([f"x{part}" for part in parts[:-1]] + parts[-1:])
    width = min(TILE, checkpoint.size - TILE * number)
    return name if width == TILE else f"{name}.p/{width}"


def bundle(data):
    """Entries with a length of two bytes before each."""
    entries, at = [], 0
    while at < len(data):
        length = int.from_bytes(data[at : at + 2], "big")
        entries.append(data[at + 2 : at + 2 + length])
        at += 2 + length
    return entries


def root_of(leaves):
    """RFC 6962, section 2.1: whole subtrees are joined as soon as they have a neighbour of their size."""
    stack = []
    for leaf in leaves:
        size, node = 1, leaf
        while stack and stack[-1][0] == size:
            _, left = stack.pop()
            size, node = 2 * size, parent(left, node)
        stack.append((size, node))
    if not stack:
        return hashlib.sha256(b"").digest()
    _, root = stack.pop()
    while stack:
        root = parent(stack.pop()[1], root)
    return root


def parent(left, right):
    """The node above two others."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def difference(source, checkpoint, leaves):
    """Which entry is not the one that was signed for: the tiles of hashes say it, if they themselves have the root."""
    signed = []
    for number in range(-(-checkpoint.size // TILE)):
        tile = source(f"tile/0/{tile_name(checkpoint, number)}")
        signed += [tile[at : at + HASH] for at in range(0, len(tile), HASH)]
    if root_of(signed) != checkpoint.root:
        return "neither entries nor tiles have the root that was signed"
    for index, leaf in enumerate(signed):
        if index >= len(leaves) or leaves[index] != leaf:
            return f"entry {index} is not the one that was signed for"
    return "there are more entries than were signed for"
