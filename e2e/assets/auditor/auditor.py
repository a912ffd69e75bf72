#!/usr/bin/env python3
"""An auditor who has only the public log: recounts every class of a chain, by slot and holder.

    auditor.py http://127.0.0.1:2900/log/main [--vkey KEY] [--json]

Exit code 0: everything adds up; 1: something does not; 2: the log could not be read, or is not the one that was signed.
"""

import argparse
import json
import sys

import public_log
from recount import Books


def main():
    """Read, recount, say."""
    parser = argparse.ArgumentParser(description="Recounts the assets of a chain from its public log.")
    parser.add_argument("log", help="address or folder that holds `checkpoint`")
    parser.add_argument("--vkey", help="the log's key, known from elsewhere: name+id+key")
    parser.add_argument("--json", action="store_true", help="for programs")
    given = parser.parse_args()
    try:
        report = audit(public_log.source_of(given.log), given.vkey)
    except public_log.LogFault as fault:
        print(fault, file=sys.stderr)
        return 2
    print(json.dumps(report, indent=2) if given.json else text_of(report))
    return 1 if report["findings"] else 0


def audit(source, vkey):
    """Everything that there is to say."""
    checkpoint = public_log.read_checkpoint(source, vkey)
    books = Books()
    for index, entry in enumerate(public_log.read_entries(source, checkpoint)):
        books.take(index, entry)
    books.check()
    return {
        "origin": checkpoint.origin,
        "entries": checkpoint.size,
        "root": checkpoint.root.hex(),
        "calls": books.accepted,
        "classes": [class_report(books, class_id) for class_id in sorted(books.classes)],
        "findings": books.findings,
    }


def class_report(books, class_id):
    """One class: sums, and who has how much of which slot."""
    defined = books.classes[class_id]
    slots = {}
    for output in books.outputs.values():
        of_class, attributes = books.slots[output.place]
        if of_class != class_id:
            continue
        slot = slots.setdefault(output.place.hex(), {"live": 0, "holders": {}})
        slot["attributes"] = dict(zip(defined.attributes, map(plain, attributes)))
        slot["live"] += output.amount
        holder = slot["holders"].setdefault(principal_text(output.holder), {"free": 0, "held": 0})
        holder["held" if output.hold else "free"] += output.amount
    return {
        "id": class_id.hex(),
        "name": f"{defined.organisation}/{defined.name}",
        "issued": str(defined.issued),
        "redeemed": str(defined.redeemed),
        "live": str(sum(slot["live"] for slot in slots.values())),
        "slots": {slot: as_text(slots[slot]) for slot in sorted(slots)},
    }


def as_text(value):
    """Amounts as text: programs that read JSON lose digits of large numbers."""
    if isinstance(value, dict):
        return {name: as_text(one) for name, one in value.items()}
    return str(value)


def plain(value):
    """An attribute as people read it."""
    if isinstance(value, bytes):
        return f"acc_{value.hex()}" if len(value) == 16 else value.hex()
    return value


def principal_text(principal):
    """The written form of who acts and owns (spec/transaction.md, "Principal")."""
    kind, *rest = principal
    if kind == 0:
        return f"key:{rest[0].hex()}"
    if kind == 1:
        return f"acc_{rest[0].hex()}"
    if kind == 2:
        return f"role:{rest[0]}/{rest[1]}"
    if kind == 3:
        return f"contract:{rest[0]}"
    return f"{rest[0]}-of({','.join(map(principal_text, rest[1]))})"


def text_of(report):
    """For people."""
    lines = [f"{report['origin']}: {report['entries']} entries, {report['calls']} calls that move assets"]
    for one in report["classes"]:
        sums = f"issued {one['issued']}, redeemed {one['redeemed']}, live {one['live']}"
        lines.append(f"{one['name']}  {sums}")
        for slot, held in one["slots"].items():
            lines.append(f"  {slot}  {held['live']}")
            for holder, amount in held["holders"].items():
                lines.append(f"    {holder}  {amount['free']} free, {amount['held']} held")
    return "\n".join(lines + (report["findings"] or ["everything adds up"]))


if __name__ == "__main__":
    sys.exit(main())
