"""Answers questions to spec/verify.py line by line, so that one interpreter judges many inputs.

A question is a JSON object: {"kind": …, "bytes": base64} and, of a receipt, "file" and lists "trusted" and "authorities". The answer is
what the verifier made of it; what it throws beside its own rejections is a fault in it, and said as one.
"""

import base64
import importlib.util
import json
import sys

spec = importlib.util.spec_from_file_location("verify", sys.argv[1])
verify = importlib.util.module_from_spec(spec)
sys.modules["verify"] = verify
spec.loader.exec_module(verify)


def receipt(question):
    """The verdict, the first failing step and what the step `timestamps` said."""
    authorities = [verify.read_certificate(base64.b64decode(one)) for one in question["authorities"]]
    trusted = [base64.b64decode(one) for one in question["trusted"]]
    content = base64.b64decode(question["file"])
    digests = verify.content_digests(content)
    case = verify.verify(base64.b64decode(question["bytes"]), digests, trusted, authorities)
    broken = verify.first_failure(case)
    return {
        "verdict": verify.verdict_of(case),
        "step": broken and broken.name,
        "code": broken and broken.code,
        "timestamps": case.results["timestamps"].code or "pass",
    }


def live_proof(question):
    """The verdict and the first failing step."""
    trusted = [base64.b64decode(one) for one in question["trusted"]]
    case = verify.verify_live(base64.b64decode(question["bytes"]), trusted)
    broken = verify.first_failure(case)
    return {
        "verdict": verify.verdict_of(case),
        "step": broken and broken.name,
        "code": broken and broken.code,
    }


def signature(question):
    """Whether the signature holds, of a CBOR array [algorithm, key, message, signature]."""
    algorithm, key, message, given = verify.decode_cbor(base64.b64decode(question["bytes"]))
    holds = verify.signature_is_valid(verify.Signature(algorithm, key, given), message)
    return {"code": None if holds else "SIGNATURE_INVALID"}


def structure(question):
    """The code a decoder refuses with, or none."""
    data = base64.b64decode(question["bytes"])
    example = {"bytes": data.hex()}
    if question["kind"] == "proof":
        example = {"text": data.decode("utf-8", "replace")}
    try:
        verify.EXAMPLE_KINDS[question["kind"]](example)
    except verify.Rejection as broken:
        return {"code": broken.code}
    return {"code": None}


def answer(question):
    """One answer, whatever happens."""
    kinds = {"receipt": receipt, "signature": signature, "live-proof": live_proof}
    try:
        return kinds.get(question["kind"], structure)(question)
    except Exception as error:  # noqa: BLE001: whatever it is, it is to be shown
        return {"crash": f"{type(error).__name__}: {error}"}


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), flush=True)
