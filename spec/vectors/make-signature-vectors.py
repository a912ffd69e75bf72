#!/usr/bin/env python3
"""Writes signature.json: the edge cases of encoding.md, "Signature rules".

    make-signature-vectors.py            writes the file beside this one
    make-signature-vectors.py --check    exits 1 if the file is not what would be written

Pure Python, deterministic (every secret and message comes from SEED), sharing no code with
verify.py. The expected outcome of a case is not computed by a verifier: it follows from how
the case is made. What its name claims about the *equations* ("passes cofactorless", "only
cofactored") is asserted here with plain curve arithmetic, so that a case cannot be rejected
for another reason than the one it is named for.

The classes of Ed25519 cases are those of Chalkias, Garillot, Nikolaenko, "Taming the many
EdDSAs" (SSR 2020) and of de Valence, "It's 255:19AM. Do you know what your validation criteria
are?" (2020); the cases themselves are made here. Facts taken over from standards are named so:
RFC 8032 §7.1 and RFC 6979 §A.2.5.
"""

import hashlib
import json
import sys
from pathlib import Path

SEED = "stele signature vectors 1"
TARGET = Path(__file__).with_name("signature.json")
VALID, INVALID = [], []


def bytes_of(label, length=32):
    """Deterministic bytes for a label."""
    return hashlib.shake_256(f"{SEED}/{label}".encode()).digest(length)


def add(to, algorithm, name, key, message, signature):
    """One case; invalid ones carry the only code there is."""
    case = {
        "name": name,
        "algorithm": algorithm,
        "key": key.hex(),
        "message": message.hex(),
        "signature": signature.hex(),
    }
    if to is INVALID:
        case["code"] = "SIGNATURE_INVALID"
    to.append(case)


# --- Ed25519: -x² + y² = 1 + dxy over p, affine and slow -----------------------------------

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
SQRT_M1 = pow(2, (P - 1) // 4, P)
IDENTITY = (0, 1)


def add_points(a, b):
    """The complete addition law of RFC 8032 §5.1.4, affine."""
    (x1, y1), (x2, y2) = a, b
    t = D * x1 * x2 * y1 * y2
    x = (x1 * y2 + x2 * y1) * pow(1 + t, -1, P)
    y = (y1 * y2 + x1 * x2) * pow(1 - t, -1, P)
    return x % P, y % P


def times(n, point):
    """n times a point."""
    result = IDENTITY
    while n:
        if n & 1:
            result = add_points(result, point)
        point = add_points(point, point)
        n >>= 1
    return result


def minus(point):
    """The negative of a point."""
    return -point[0] % P, point[1]


def encode(point):
    """RFC 8032 §5.1.2."""
    x, y = point
    return (y | (x & 1) << 255).to_bytes(32, "little")


def decode_laxly(data):
    """A point from y mod p and the sign bit; no encoding is refused but one off the curve."""
    number = int.from_bytes(data, "little")
    y, sign = number % 2**255 % P, number >> 255
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * SQRT_M1 % P
    if (x * x - square) % P:
        return None
    return (-x % P if x & 1 != sign else x), y


BASE = decode_laxly((4 * pow(5, -1, P) % P).to_bytes(32, "little"))


def torsion_points():
    """The eight points of small order: multiples of one of order 8."""
    trial = 2
    while True:
        point = decode_laxly(trial.to_bytes(32, "little"))
        eighth = times(L, point) if point else IDENTITY
        if times(4, eighth) != IDENTITY:
            return [times(i, eighth) for i in range(8)]
        trial += 1


TORSION = torsion_points()


def order_of(i):
    """The order of TORSION[i]."""
    return {0: 1, 4: 2, 2: 4, 6: 4}.get(i, 8)


def hash_k(r, a, message):
    """k of rule 5."""
    return int.from_bytes(hashlib.sha512(r + a + message).digest(), "little") % L


def scalar(data):
    """A scalar, little-endian."""
    return data.to_bytes(32, "little")


def sides(key, message, signature):
    """[S]B and R + [k]A, from encodings read laxly; S is not reduced."""
    r, s = signature[:32], int.from_bytes(signature[32:], "little")
    point_a, point_r = decode_laxly(key), decode_laxly(r)
    k = hash_k(r, key, message)
    return times(s, BASE), add_points(point_r, times(k, point_a))


def passes_cofactorless(key, message, signature):
    """[S]B = R + [k]A."""
    left, right = sides(key, message, signature)
    return left == right


def passes_cofactored(key, message, signature):
    """[8][S]B = [8](R + [k]A)."""
    left, right = sides(key, message, signature)
    return times(8, left) == times(8, right)


def expand(secret):
    """RFC 8032 §5.1.5: the clamped scalar and the prefix."""
    digest = hashlib.sha512(secret).digest()
    number = int.from_bytes(digest[:32], "little")
    return number & ((1 << 254) - 8) | (1 << 254), digest[32:]


def public_key(secret):
    """The public key of a secret."""
    return encode(times(expand(secret)[0], BASE))


def sign(secret, message):
    """RFC 8032 §5.1.6."""
    a, prefix = expand(secret)
    nonce = int.from_bytes(hashlib.sha512(prefix + message).digest(), "little") % L
    r = encode(times(nonce, BASE))
    s = (nonce + hash_k(r, public_key(secret), message) * a) % L
    return r + scalar(s)


def number_of(label):
    """A deterministic scalar for a label."""
    return int.from_bytes(bytes_of(label, 64), "little") % L


def mixed_signature(
    label, key_torsion, r_torsion, wanted, key=None, r=None, secret=None, nonce=None
):
    """Signs with A = [a]B + T and R = [r]B + T', trying messages until wanted(k) holds.

    S = r + k·a, so the large-order parts agree always and only the torsion decides. key and r
    replace the encodings (for those that are not canonical); secret or nonce 0 leaves no
    large-order part.
    """
    a = number_of(label + "/a") if secret is None else secret
    n = number_of(label + "/r") if nonce is None else nonce
    key = key or encode(add_points(times(a, BASE), TORSION[key_torsion]))
    r = r or encode(add_points(times(n, BASE), TORSION[r_torsion]))
    for attempt in range(10_000):
        message = f"{label} {attempt}".encode()
        k = hash_k(r, key, message)
        if wanted(k):
            return key, message, r + scalar((n + k * a) % L)
    raise AssertionError(f"no message for {label}")


def cancels(key_torsion, r_torsion):
    """T' + [k]T is the identity: the cofactorless equation holds."""
    return lambda k: (r_torsion + k * key_torsion) % 8 == 0


def remains(key_torsion, r_torsion):
    """T' + [k]T is not the identity: only the cofactored equation holds."""
    return lambda k: (r_torsion + k * key_torsion) % 8 != 0


RFC8032 = [
    (
        "TEST 1",
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        b"",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
        "d25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "TEST 2",
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        b"\x72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
        "387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "TEST 3",
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        b"\xaf\x82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
        "4a7c15e9716ed28dc027beceea1ec40a",
    ),
    (
        "TEST SHA(abc)",
        "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
        hashlib.sha512(b"abc").digest(),
        "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e030"
        "3dca179c138ac17ad9bef1177331a704",
    ),
]


def ed25519_ordinary():
    """Signatures that any library makes, and the facts of RFC 8032."""
    for name, secret_hex, message, published in RFC8032:
        secret = bytes.fromhex(secret_hex)
        assert sign(secret, message).hex() == published, name
        add(
            VALID,
            1,
            f"ed25519: RFC 8032 §7.1 {name}",
            public_key(secret),
            message,
            sign(secret, message),
        )
    signs = set()
    for i in range(8):
        secret, message = bytes_of(f"ordinary/{i}"), bytes_of(f"ordinary/m{i}", 37 * i)
        key, signature = public_key(secret), sign(secret, message)
        signs.add((key[31] >> 7, signature[31] >> 7))
        bits = f"sign bits A {key[31] >> 7} R {signature[31] >> 7}"
        add(VALID, 1, f"ed25519: ordinary {i}, {37 * i} bytes, {bits}", key, message, signature)
    assert len(signs) == 4, "every pair of sign bits occurs"


def ed25519_mixed_order_valid():
    """Torsion that cancels: rule 4 refuses small order only, so these are valid."""
    for i in (1, 2, 4):
        case = mixed_signature(f"mixed A {i}", i, 0, cancels(i, 0))
        assert passes_cofactorless(*case)
        add(
            VALID,
            1,
            f"ed25519: mixed-order A (torsion of order {order_of(i)}), R of order L, cancels",
            *case,
        )
    for i, j in ((1, 3), (2, 6), (4, 4), (5, 2)):
        case = mixed_signature(f"mixed AR {i} {j}", i, j, cancels(i, j))
        assert passes_cofactorless(*case)
        orders = f"{order_of(i)} and {order_of(j)}"
        add(
            VALID,
            1,
            f"ed25519: mixed-order A and R (torsion of orders {orders}), cancels",
            *case,
        )


def ed25519_cofactored_only():
    """The equations differ: a library that multiplies by the cofactor accepts these."""
    for i, j in ((1, 0), (2, 0), (4, 0), (0, 1), (0, 2), (0, 4), (1, 1), (3, 6), (4, 1)):
        case = mixed_signature(f"cofactored {i} {j}", i, j, remains(i, j))
        assert passes_cofactored(*case) and not passes_cofactorless(*case)
        where = f"torsion of order {order_of(i)} in A and {order_of(j)} in R"
        add(INVALID, 1, f"ed25519: rule 5: only the cofactored equation holds, {where}", *case)


RULE_4 = [
    "00" * 32,
    "01" + "00" * 31,
    "ec" + "ff" * 30 + "7f",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
]


def small_order_encodings():
    """(name, i, encoding) of all 14 encodings that a lax reader takes for TORSION[i]."""
    found = [(f"T{i}, order {order_of(i)}", i, encode(t)) for i, t in enumerate(TORSION)]
    assert {t[1] for t in TORSION} == {int.from_bytes(bytes.fromhex(y), "little") for y in RULE_4}
    for y, what in ((0, "y = p"), (1, "y = p + 1")):
        for sign_bit in (0, 1):
            data = (y + P | sign_bit << 255).to_bytes(32, "little")
            found.append((f"{what}, sign bit {sign_bit}", TORSION.index(decode_laxly(data)), data))
    for y, what in ((1, "y = 1"), (P - 1, "y = p - 1")):
        data = (y | 1 << 255).to_bytes(32, "little")
        found.append((f"{what}, sign bit 1 though x = 0", TORSION.index(decode_laxly(data)), data))
    assert len({data for _, _, data in found}) == 14
    return found


def ed25519_small_order():
    """Rule 4 (and 3): the cofactorless equation over points holds in every one of these."""
    for name, i, data in small_order_encodings():
        case = mixed_signature(f"small A {name}", i, 0, cancels(i, 0), key=data, secret=0)
        assert passes_cofactorless(*case)
        add(INVALID, 1, f"ed25519: rule 4: small-order A ({name}), equation holds", *case)
    for name, j, data in small_order_encodings():
        case = mixed_signature(f"small R {name}", 1, j, cancels(1, j), r=data, nonce=0)
        assert passes_cofactorless(*case)
        add(
            INVALID,
            1,
            f"ed25519: rule 4: small-order R ({name}), mixed-order A, equation holds",
            *case,
        )
    for i, j in ((0, 0), (1, 7), (1, 1), (2, 4), (4, 4)):
        case = mixed_signature(f"small AR {i} {j}", i, j, cancels(i, j), secret=0, nonce=0)
        assert passes_cofactorless(*case) and case[2][32:] == bytes(32)
        points = f"T{i} and T{j}"
        add(
            INVALID,
            1,
            f"ed25519: rule 4: small-order A and R ({points}), S = 0, equation holds",
            *case,
        )
    case = mixed_signature("identity R", 0, 0, cancels(0, 0), nonce=0)
    assert passes_cofactorless(*case)
    add(
        INVALID,
        1,
        "ed25519: rule 4: R the identity, A of order L, equation holds byte for byte",
        *case,
    )


def ed25519_not_canonical():
    """Rule 3: y ≥ p. Beyond the small-order ones nobody knows a discrete logarithm."""
    secret, message = bytes_of("y"), b"y of p or more"
    key, signature = public_key(secret), sign(secret, message)
    for extra in range(2, 19):
        data = (P + extra).to_bytes(32, "little")
        curve = "on the curve" if decode_laxly(data) else "off the curve"
        add(
            INVALID,
            1,
            f"ed25519: rule 3: A with y = p + {extra}, {curve}",
            data,
            message,
            signature,
        )
        add(
            INVALID,
            1,
            f"ed25519: rule 3: R with y = p + {extra}, {curve}",
            key,
            message,
            data + signature[32:],
        )
    ones = b"\xff" * 32
    add(INVALID, 1, "ed25519: rule 3: A of all ones", ones, message, signature)
    add(INVALID, 1, "ed25519: rule 3: R of all ones", key, message, ones + signature[32:])
    off = next(d for y in range(2, 99) if decode_laxly(d := y.to_bytes(32, "little")) is None)
    add(INVALID, 1, "ed25519: rule 5: A is no point of the curve", off, message, signature)
    add(
        INVALID,
        1,
        "ed25519: rule 5: R is no point of the curve",
        key,
        message,
        off + signature[32:],
    )


def ed25519_scalar():
    """Rule 2: S reduced."""
    secret, message = bytes_of("s"), b"S of L or more"
    key, signature = public_key(secret), sign(secret, message)
    r, s = signature[:32], int.from_bytes(signature[32:], "little")
    for factor in (1, 2, 3, 4, 7, 8, 14):
        case = key, message, r + scalar(s + factor * L)
        assert passes_cofactorless(*case)
        add(INVALID, 1, f"ed25519: rule 2: S + {factor}L, equation holds", *case)
    for name, value in (
        ("L", L),
        ("L + 1", L + 1),
        ("2^253", 2**253),
        ("2^255 + S", 2**255 + s),
        ("2^256 - 1", 2**256 - 1),
    ):
        add(INVALID, 1, f"ed25519: rule 2: S = {name}", key, message, r + scalar(value))
    for name, value in (("0", 0), ("1", 1), ("L - 1", L - 1), ("L - S", L - s)):
        add(INVALID, 1, f"ed25519: rule 5: another S, {name}", key, message, r + scalar(value))


def ed25519_lengths_and_changes():
    """Rule 1, and one thing changed in a valid signature."""
    secret, message = bytes_of("changes"), b"one thing changed"
    key, signature = public_key(secret), sign(secret, message)
    for name, data in (
        ("no bytes", b""),
        ("31 bytes", key[:31]),
        ("33 bytes", key + b"\0"),
        ("64 bytes", key * 2),
    ):
        add(INVALID, 1, f"ed25519: rule 1: key of {name}", data, message, signature)
    for name, data in (
        ("no bytes", b""),
        ("32 bytes", signature[:32]),
        ("63 bytes", signature[:63]),
        ("65 bytes", signature + b"\0"),
    ):
        add(INVALID, 1, f"ed25519: rule 1: signature of {name}", key, message, data)
    add(INVALID, 1, "ed25519: another message", key, message + b".", signature)
    add(INVALID, 1, "ed25519: no message", key, b"", signature)
    add(INVALID, 1, "ed25519: another key", public_key(bytes_of("other")), message, signature)
    add(INVALID, 1, "ed25519: S and R exchanged", key, message, signature[32:] + signature[:32])
    add(INVALID, 1, "ed25519: a signature of zeros", key, message, bytes(64))
    add(INVALID, 1, "ed25519: a key of zeros", bytes(32), message, signature)
    for name, at, bit in (
        ("R, first bit", 0, 1),
        ("R, sign bit", 31, 128),
        ("S, first bit", 32, 1),
        ("S, middle", 48, 16),
    ):
        changed = bytearray(signature)
        changed[at] ^= bit
        add(INVALID, 1, f"ed25519: a bit changed in {name}", key, message, bytes(changed))
    flipped = key[:31] + bytes([key[31] ^ 128])
    add(INVALID, 1, "ed25519: sign bit of A changed", flipped, message, signature)
    digest = hashlib.sha512(message).digest()
    add(
        INVALID,
        1,
        "ed25519: Ed25519ph in place of Ed25519",
        key,
        message,
        sign_prehashed(secret, digest),
    )


def sign_prehashed(secret, digest):
    """Ed25519ph (RFC 8032 §5.1) with an empty context: another scheme, so never valid here."""
    a, prefix = expand(secret)
    dom = b"SigEd25519 no Ed25519 collisions" + bytes([1, 0])
    nonce = int.from_bytes(hashlib.sha512(dom + prefix + digest).digest(), "little") % L
    r = encode(times(nonce, BASE))
    k = int.from_bytes(hashlib.sha512(dom + r + public_key(secret) + digest).digest(), "little")
    return r + scalar((nonce + k * a) % L)


def ed25519_other_k():
    """k over another encoding of a point than the bytes given (two of the paper's cases)."""
    for name, j, data in small_order_encodings()[8:]:
        a = number_of("other k/a")
        key = encode(add_points(times(a, BASE), TORSION[1]))
        for attempt in range(10_000):
            message = f"other k {name} {attempt}".encode()
            k = hash_k(encode(TORSION[j]), key, message)
            if (j + k) % 8 == 0:
                break
        signature = data + scalar(k * a % L)
        add(
            INVALID,
            1,
            f"ed25519: R not canonical ({name}), k over its canonical form",
            key,
            message,
            signature,
        )


# --- P-256: y² = x³ - 3x + b over q, affine and slow ---------------------------------------

Q = 2**256 - 2**224 + 2**192 + 2**96 - 1
B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
G = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)
HALF = (N - 1) // 2


def padd(a, b):
    """Addition of points; None is the point at infinity."""
    if a is None or b is None:
        return a or b
    if a[0] == b[0] and (a[1] + b[1]) % Q == 0:
        return None
    if a == b:
        slope = (3 * a[0] * a[0] - 3) * pow(2 * a[1], -1, Q)
    else:
        slope = (b[1] - a[1]) * pow(b[0] - a[0], -1, Q)
    x = (slope * slope - a[0] - b[0]) % Q
    return x, (slope * (a[0] - x) - a[1]) % Q


def ptimes(n, point):
    """n times a point."""
    result, n = None, n % N
    while n:
        if n & 1:
            result = padd(result, point)
        point = padd(point, point)
        n >>= 1
    return result


def pencode(point):
    """Uncompressed."""
    return b"\x04" + point[0].to_bytes(32, "big") + point[1].to_bytes(32, "big")


def plift(x):
    """A point with this x, or None."""
    square = (x**3 - 3 * x + B) % Q
    y = pow(square, (Q + 1) // 4, Q)
    return (x, y) if y * y % Q == square else None


def digest(message):
    """z, which for SHA-256 and P-256 is the whole digest."""
    return int.from_bytes(hashlib.sha256(message).digest(), "big")


def pair(r, s):
    """r ‖ s."""
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def holds(point, z, r, s):
    """The equation of FIPS 186-5 §6.4.2, with r and s in 1 … n − 1 but s not held low."""
    w = pow(s, -1, N)
    found = padd(ptimes(z * w % N, G), ptimes(r * w % N, point))
    return found is not None and found[0] % N == r


def psign(d, message, k):
    """r and s with a given nonce; s as it comes out."""
    r = ptimes(k, G)[0] % N
    return r, (digest(message) + r * d) * pow(k, -1, N) % N


def pnumber(label):
    """A deterministic number from 1 to n − 1."""
    return int.from_bytes(bytes_of(label, 64), "big") % (N - 1) + 1


def low(s):
    """The one of s and n − s that is in the lower half."""
    return min(s, N - s)


def key_for_s(message, k, s):
    """The secret for which nonce k gives exactly this s."""
    r = ptimes(k, G)[0] % N
    return r, (s * k - digest(message)) * pow(r, -1, N) % N


def key_for_point(message, point, s):
    """The key under which r, s verify by way of this point: r⁻¹(sR − zG)."""
    r = point[0] % N
    key = ptimes(pow(r, -1, N), padd(ptimes(s, point), ptimes(-digest(message), G)))
    assert holds(key, digest(message), r, s)
    return key


def p256_rfc6979():
    """RFC 6979 §A.2.5, P-256 with SHA-256: one s is high as published."""
    d = 0xC9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721
    key = ptimes(d, G)
    sample = (
        0xEFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716,
        0xF7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8,
    )
    test = (
        0xF1ABB023518351CD71D881567B1EA663ED3EFCF6C5132B354F28D3B0B7D38367,
        0x019F4113742A2B14BD25926B49C649155F267E60D3814B4C0CC84250E46F0083,
    )
    assert holds(key, digest(b"sample"), *sample) and holds(key, digest(b"test"), *test)
    assert sample[1] > HALF >= test[1]
    encoded = pencode(key)
    add(VALID, 2, 'p256: RFC 6979 §A.2.5 "test"', encoded, b"test", pair(*test))
    add(
        INVALID,
        2,
        'p256: high s: RFC 6979 §A.2.5 "sample" as published',
        encoded,
        b"sample",
        pair(*sample),
    )
    add(
        VALID,
        2,
        'p256: RFC 6979 §A.2.5 "sample" with n - s',
        encoded,
        b"sample",
        pair(sample[0], N - sample[1]),
    )


def p256_ordinary():
    """Ordinary signatures with the high twin of each."""
    for i in range(6):
        d, message = pnumber(f"p256/{i}"), bytes_of(f"p256/m{i}", 41 * i)
        r, s = psign(d, message, pnumber(f"p256/k{i}"))
        key = pencode(ptimes(d, G))
        assert holds(ptimes(d, G), digest(message), r, low(s))
        add(VALID, 2, f"p256: ordinary {i}, {41 * i} bytes", key, message, pair(r, low(s)))
        add(INVALID, 2, f"p256: high s: twin of ordinary {i}", key, message, pair(r, N - low(s)))
    for name, d in (("d = 1, the key is G", 1), ("d = n - 1, the key is -G", N - 1)):
        r, s = psign(d, b"edge of d", pnumber(name))
        add(VALID, 2, f"p256: {name}", pencode(ptimes(d, G)), b"edge of d", pair(r, low(s)))


def p256_boundaries():
    """s and r at the edges of their ranges, each with a key made for it."""
    message, k = b"edges", pnumber("edges")
    for name, s, to in (
        ("s = 1", 1, VALID),
        ("s = 2", 2, VALID),
        ("s = (n - 1)/2, the largest allowed", HALF, VALID),
        ("high s: s = (n + 1)/2, the smallest refused", HALF + 1, INVALID),
        ("high s: s = n - 1", N - 1, INVALID),
    ):
        r, d = key_for_s(message, k, s)
        assert holds(ptimes(d, G), digest(message), r, s)
        add(to, 2, f"p256: {name}", pencode(ptimes(d, G)), message, pair(r, s))
    r, d = key_for_s(message, k, 1)
    key = pencode(ptimes(d, G))
    add(INVALID, 2, "p256: s = n + 1, which is 1 modulo n", key, message, pair(r, N + 1))
    for name, r_value, s_value in (
        ("r = 0", 0, 1),
        ("s = 0", r, 0),
        ("r = s = 0", 0, 0),
        ("r = n", N, 1),
        ("s = n", r, N),
        ("r = 2^256 - 1", 2**256 - 1, 1),
        ("s = 2^256 - 1", r, 2**256 - 1),
        ("r = q", Q, 1),
    ):
        add(INVALID, 2, f"p256: out of range: {name}", key, message, pair(r_value, s_value))


def p256_unusual_points():
    """Verification that meets unusual points on its way."""
    message = b"unusual points"
    z, s = digest(message), pnumber("unusual") % HALF
    wrapped = next(point for x in range(N, N + 999) if (point := plift(x)))
    key = pencode(key_for_point(message, wrapped, s))
    add(VALID, 2, "p256: x of R is n or more, r is x - n", key, message, pair(wrapped[0] - N, s))
    add(INVALID, 2, "p256: x of R is n or more, r not reduced", key, message, pair(wrapped[0], s))
    small = next(point for x in range(1, 999) if (point := plift(x)))
    key = pencode(key_for_point(message, small, s))
    add(VALID, 2, "p256: r is a very small number", key, message, pair(small[0], s))
    add(INVALID, 2, "p256: r + n of a very small r", key, message, pair(small[0] + N, s))
    k = pnumber("doubling")
    r = ptimes(k, G)[0] % N
    d = z * pow(r, -1, N) % N
    doubled = low(2 * z * pow(k, -1, N) % N)
    assert holds(ptimes(d, G), z, r, doubled)
    add(
        VALID,
        2,
        "p256: both products are the same point, the sum is a doubling",
        pencode(ptimes(d, G)),
        message,
        pair(r, doubled),
    )
    d = pnumber("infinity")
    r = -z * pow(d, -1, N) % N
    w = pow(s, -1, N)
    assert padd(ptimes(z * w, G), ptimes(r * w, ptimes(d, G))) is None
    add(
        INVALID,
        2,
        "p256: the sum is the point at infinity",
        pencode(ptimes(d, G)),
        message,
        pair(r, s),
    )


def p256_keys():
    """Keys in other forms, and keys that are no points."""
    message, d = b"keys", pnumber("keys")
    point = ptimes(d, G)
    r, s = psign(d, message, pnumber("keys/k"))
    signature, key = pair(r, low(s)), pencode(point)
    x, y = key[1:33], key[33:]
    sign_bit = point[1] & 1
    secp256k1 = bytes.fromhex(
        "0479be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798"
        "483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8"
    )
    small = next(p for v in range(1, 999) if (p := plift(v)))
    over = b"\x04" + (small[0] + Q).to_bytes(32, "big") + small[1].to_bytes(32, "big")
    other = next(v for v in range(1, 999) if plift(v) is None)
    add(VALID, 2, "p256: the key of the cases below, uncompressed", key, message, signature)
    for name, data in (
        ("compressed", bytes([2 + sign_bit]) + x),
        ("hybrid form 06 or 07", bytes([6 + sign_bit]) + x + y),
        ("first byte 00", b"\0" + x + y),
        ("first byte 05", b"\x05" + x + y),
        ("first byte 02 before both coordinates", bytes([2 + sign_bit]) + x + y),
        ("no first byte", x + y),
        ("one byte too many", key + b"\0"),
        ("no bytes", b""),
        ("the point at infinity, one zero byte", b"\0"),
        ("the point at infinity, padded", bytes(65)),
        ("04 and zeros", b"\x04" + bytes(64)),
        ("off the curve, y + 1", b"\x04" + x + (point[1] + 1).to_bytes(32, "big")),
        ("off the curve, x of the twist", b"\x04" + other.to_bytes(32, "big") + y),
        ("coordinates exchanged", b"\x04" + y + x),
        ("x not reduced modulo q", over),
        ("x and y all ones", b"\x04" + b"\xff" * 64),
        ("the generator of secp256k1", secp256k1),
        ("the negative of the key", pencode((point[0], Q - point[1]))),
        ("another key", pencode(G)),
        (
            "DER SubjectPublicKeyInfo",
            bytes.fromhex("3059301306072a8648ce3d020106082a8648ce3d030107034200") + key,
        ),
    ):
        add(INVALID, 2, f"p256: key: {name}", data, message, signature)


def der(r, s):
    """ECDSA-Sig-Value."""

    def integer(value):
        data = value.to_bytes(value.bit_length() // 8 + 1, "big")
        return bytes([2, len(data)]) + data

    body = integer(r) + integer(s)
    return bytes([0x30, len(body)]) + body


def p256_changes():
    """Signatures in other forms, and one thing changed."""
    message, d = b"one thing changed", pnumber("changes")
    key = pencode(ptimes(d, G))
    r, s = psign(d, message, pnumber("changes/k"))
    s = low(s)
    signature = pair(r, s)
    for name, data in (
        ("no bytes", b""),
        ("r alone", signature[:32]),
        ("63 bytes", signature[:63]),
        ("65 bytes", signature + b"\0"),
        ("a zero byte before each half", b"\0" + signature[:32] + b"\0" + signature[32:]),
        ("DER", der(r, s)),
        ("r and s exchanged", pair(s, r)),
        ("r and s little-endian", signature[:32][::-1] + signature[32:][::-1]),
        ("zeros", bytes(64)),
        ("a bit changed in r", bytes([signature[0] ^ 1]) + signature[1:]),
        ("a bit changed in s", signature[:63] + bytes([signature[63] ^ 1])),
        ("r of another nonce", pair(ptimes(pnumber("changes/k2"), G)[0] % N, s)),
        ("negative of r", pair(N - r, s)),
    ):
        add(INVALID, 2, f"p256: signature: {name}", key, message, data)
    add(INVALID, 2, "p256: another message", key, message + b".", signature)
    add(INVALID, 2, "p256: no message", key, b"", signature)
    add(
        INVALID,
        2,
        "p256: the message hashed before",
        key,
        hashlib.sha256(message).digest(),
        signature,
    )
    for name, number in (("SHA-1", hashlib.sha1), ("SHA-512", hashlib.sha512)):
        z = int.from_bytes(number(message).digest()[:32], "big")
        k = pnumber(name)
        rr = ptimes(k, G)[0] % N
        ss = low((z + rr * d) * pow(k, -1, N) % N)
        add(INVALID, 2, f"p256: signed with {name}", key, message, pair(rr, ss))


def across():
    """A key of one algorithm under the number of the other."""
    secret, d, message = bytes_of("across"), pnumber("across"), b"across"
    r, s = psign(d, message, pnumber("across/k"))
    ed = public_key(secret), message, sign(secret, message)
    p256 = pencode(ptimes(d, G)), message, pair(r, low(s))
    add(VALID, 1, "across: Ed25519 as it is", *ed)
    add(VALID, 2, "across: P-256 as it is", *p256)
    add(INVALID, 2, "across: Ed25519 key and signature under number 2", *ed)
    add(INVALID, 1, "across: P-256 key and signature under number 1", *p256)


def file_text():
    """One case a line."""
    head = '{"kind": "signature", "spec": "encoding.md#signature-rules",\n'
    lists = [
        f'"{name}": [\n'
        + ",\n".join(json.dumps(case, ensure_ascii=False) for case in cases)
        + "\n]"
        for name, cases in (("valid", VALID), ("invalid", INVALID))
    ]
    return head + ",\n".join(lists) + "}\n"


def main():
    """Make every class, then write or compare."""
    for make in (
        ed25519_ordinary,
        ed25519_mixed_order_valid,
        ed25519_cofactored_only,
        ed25519_small_order,
        ed25519_not_canonical,
        ed25519_scalar,
        ed25519_lengths_and_changes,
        ed25519_other_k,
        p256_rfc6979,
        p256_ordinary,
        p256_boundaries,
        p256_unusual_points,
        p256_keys,
        p256_changes,
        across,
    ):
        make()
    if sys.argv[1:] == ["--check"]:
        return 0 if TARGET.read_text("utf-8") == file_text() else 1
    TARGET.write_text(file_text(), "utf-8")
    print(f"{TARGET.name}: {len(VALID)} valid, {len(INVALID)} invalid")
    return 0


if __name__ == "__main__":
    sys.exit(main())
