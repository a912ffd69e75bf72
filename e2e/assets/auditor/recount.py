"""Recounts assets from nothing but entries (spec/block.md, "Entry"; spec/transaction.md; spec/assets.md).

Outcomes are taken as the log has them; what the accepted calls did is worked out again and booked twice over: every input must be live,
every move must keep what it moves, and what was issued must be what is live and what was redeemed. Whatever does not add up is a
finding, whoever let it through.
"""

import hashlib

import cbor

TRANSACTION, HEADER, SYSTEM = 0, 1, 2
SETUP_CALL, TIMER = 1, 3
PARTY, HOLD = 0, 1
MADE = 0
AMOUNT_LIMIT = 1 << 128


class Class:
    """What a definition says, as far as sums go."""

    def __init__(self, args):
        self.organisation, self.name, self.kind, self.scale = args[0], args[1], args[2], args[3]
        self.attributes = [name for name, _ in args[4]]
        supply, *_, spends = args[12]
        self.supply = None if supply is None else amount_of(supply)
        self.spends = spends
        self.issued = 0
        self.redeemed = 0

    @property
    def id(self):
        """The first 16 bytes of a digest of its name."""
        name = f"{self.organisation}/{self.name}".encode("utf-8")
        return hashlib.sha256(b"stele/class/v1\x00" + name).digest()[:16]


class Output:
    """An amount of one slot that is somebody's."""

    def __init__(self, place, amount, owner):
        self.place = place
        self.amount = amount
        self.owner = owner

    @property
    def hold(self):
        """What it is held by, which stands in a byte string; None when it is free."""
        kind, value = self.owner
        return cbor.decode(value) if kind == HOLD else None

    @property
    def holder(self):
        """Who it counts for: the party, or the one a hold is for."""
        return self.owner[1] if self.hold is None else self.hold[0]

    @property
    def exits(self):
        """The ways out of its hold: name, by, from, until, preimage, pays, step, to."""
        return [] if self.hold is None else self.hold[3]


def slot_of(class_id, attributes):
    """The first 16 bytes of a digest of the class and the values of its attributes."""
    return hashlib.sha256(b"stele/slot/v1\x00" + class_id + cbor.encode(attributes)).digest()[:16]


def amount_of(value):
    """A tagged amount: [0, big-endian bytes]."""
    tag, digits = value
    if tag != 0 or not digits or digits[0] == 0:
        raise ValueError("not an amount")
    return int.from_bytes(digits, "big")


def is_lapse(way_out):
    """Whether a timer may take an exit."""
    _, by, from_ms, _, preimage, pays, _, to = way_out
    return by is None and preimage is None and pays is None and None not in (from_ms, to)


class Books:
    """Classes, slots and live outputs after the entries that were taken."""

    def __init__(self):
        self.classes = {}
        self.slots = {}
        self.outputs = {}
        self.findings = []
        self.accepted = 0
        self.actors = []
        self.methods = {
            "define": self.define,
            "issue": self.issue,
            "transfer": self.transfer,
            "redeem": self.redeem,
            "step": self.step,
        }

    def take(self, index, data):
        """One entry of the log."""
        kind, version, content, outcome = cbor.decode(data)
        if version != 1:
            raise ValueError(f"entry {index}: version {version}")
        if kind == HEADER:
            return
        _, own_index, _, code, *_ = outcome
        if own_index != index:
            self.find(index, f"says that it is entry {own_index}")
        if code == "":
            self.take_accepted(index, kind, cbor.decode(content))

    def take_accepted(self, index, kind, content):
        """What an entry did that was not refused."""
        if kind == TRANSACTION:
            calls = cbor.decode(content[1])[5]
            for number, call in enumerate(calls):
                self.call((index, number), call)
            return
        subject, data = content
        if subject == SETUP_CALL:
            self.call((index, 0), data)
        if subject == TIMER:
            self.timer(index, data)

    def call(self, at, call):
        """One call, if it moves assets. Marks and certificates move none."""
        contract, method, args, actors = call
        if contract == "assets" and method in self.methods:
            self.accepted += 1
            self.actors = actors
            self.methods[method](at, args)

    def find(self, index, sentence):
        """Something that does not add up."""
        self.findings.append(f"entry {index}: {sentence}")

    def define(self, at, args):
        """A class; once for ever."""
        defined = Class(args)
        if defined.id in self.classes:
            self.find(at[0], f"defines {defined.organisation}/{defined.name} again")
        self.classes[defined.id] = defined

    def issue(self, at, args):
        """New amounts of a class; what it spends of another class is burnt."""
        class_id, parts, inputs, change = args
        defined = self.classes[class_id]
        total = 0
        for place, (attributes, amount, owner, _) in enumerate(parts):
            slot = slot_of(class_id, attributes)
            if defined.scale is None and (slot in self.slots or amount_of(amount) != 1):
                self.find(at[0], f"issues the token {slot.hex()} more than once")
            self.slots[slot] = (class_id, attributes)
            total += self.put(at, place, Output(slot, amount_of(amount), owner))
        defined.issued += total
        if defined.supply is not None and defined.issued - defined.redeemed > defined.supply:
            self.find(at[0], f"{defined.organisation}/{defined.name} is beyond its supply")
        self.spend_for(at, total, (defined, self.taken(at, inputs), change, len(parts)))

    def spend_for(self, at, total, spending):
        """Burns rate times the issued amount of the class that issuing spends."""
        defined, taken, change, place = spending
        burnt = self.burn(at, taken, (change, place))
        expected = {} if defined.spends is None else {defined.spends[0]: defined.spends[1] * total}
        if burnt != expected:
            self.find(at[0], "does not spend what issuing costs")

    def transfer(self, at, args):
        """Exits first, in the order of the inputs; then what is listed, out of what was not in a hold."""
        inputs, listed = args
        taken = self.taken(at, inputs)
        place = 0
        for number, (_, exit_name, _) in enumerate(inputs):
            output = taken[number]
            if exit_name != "" and output is not None:
                owner = self.exit_of(at, output, exit_name)
                self.put(at, place, Output(output.place, output.amount, owner))
                taken[number] = None
                place += 1
        if self.left(at, taken, (listed, place)):
            self.find(at[0], "does not hand on what it took")

    def redeem(self, at, args):
        """What is not change is gone."""
        inputs, change = args
        self.burn(at, self.taken(at, inputs), (change, 0))

    def step(self, at, args):
        """Each input becomes an output with the same owner."""
        for place, output in enumerate(self.taken(at, args[0])):
            if output is not None:
                self.put(at, place, output)

    def timer(self, index, data):
        """The lapse of a hold: of the exits that a timer may take, the one of the least from."""
        _, contract, key = data
        if contract != "assets":
            return
        output = self.outputs.pop(key, None)
        if output is None:
            self.find(index, f"ends {key.hex()}, which is not live")
            return
        lapses = [one for one in output.exits if is_lapse(one)]
        owner = min(lapses, key=lambda one: one[2])[7]
        self.put((index, 0), 0, Output(output.place, output.amount, owner))

    def taken(self, at, inputs):
        """The outputs that are named, which are live no more; None for one that was not."""
        return [self.spend(at, one) for one in inputs]

    def spend(self, at, named):
        """One of them."""
        kind, value = named[0]
        key = place_key((at[0], value[0]), value[1]) if kind == MADE else value[0]
        output = self.outputs.pop(key, None)
        if output is None:
            self.find(at[0], f"spends {key.hex()}, which is not live")
        return output

    def exit_of(self, at, output, name):
        """Where an exit leads; one that says nothing of it leads to who takes it, the first actor of the call."""
        for one in output.exits:
            if one[0] == name:
                return [PARTY, self.actors[0]] if one[7] is None else one[7]
        self.find(at[0], f"takes an exit {name} that is not there")
        return output.owner

    def burn(self, at, taken, listed):
        """Amounts by class that were taken and are not listed again."""
        burnt = {}
        for slot, amount in self.left(at, taken, listed).items():
            class_id = self.slots[slot][0]
            self.classes[class_id].redeemed += amount
            burnt[class_id] = burnt.get(class_id, 0) + amount
        return burnt

    def left(self, at, taken, listed):
        """Makes the listed outputs; what is left of the inputs, by slot. More than there was is a finding."""
        new_outputs, place = listed
        left = {}
        for output in filter(None, taken):
            left[output.place] = left.get(output.place, 0) + output.amount
        for number, (like, amount, owner) in enumerate(new_outputs):
            if taken[like] is None:
                self.find(at[0], "makes an output like nothing that it hands on")
                continue
            slot = taken[like].place
            left[slot] -= self.put(at, place + number, Output(slot, amount_of(amount), owner))
        for slot, amount in left.items():
            if amount < 0:
                self.find(at[0], f"makes {-amount} of slot {slot.hex()} out of nothing")
        return {slot: amount for slot, amount in left.items() if amount != 0}

    def put(self, at, place, output):
        """A new output; its amount."""
        if not 0 < output.amount < AMOUNT_LIMIT:
            self.find(at[0], "makes an amount that is none")
        self.outputs[place_key(at, place)] = output
        return output.amount

    def check(self):
        """What was issued is live or was redeemed."""
        live = {class_id: 0 for class_id in self.classes}
        for output in self.outputs.values():
            live[self.slots[output.place][0]] += output.amount
        for class_id, defined in self.classes.items():
            if defined.issued != defined.redeemed + live[class_id]:
                self.findings.append(f"{defined.organisation}/{defined.name} does not add up")


def place_key(at, place):
    """The name of an output: its entry, its call, its place."""
    index, call = at
    return index.to_bytes(8, "big") + bytes([call, place])
