/** A submission as JSON: the body as `prepare` gave it, signatures, and payloads if the transaction has some. */

import { fromBase64url } from '@stele/base';
import { encodeTransaction } from '@stele/protocol';
import type { KeyAlgorithm, Payload, Submission } from '@stele/protocol';
import { PAYLOADS_MAX, PAYLOAD_ITEMS_MAX, SIGNATURES_MAX } from '@stele/protocol';
import { Type } from 'typebox';
import type { Static } from 'typebox';
import { base64url } from '../parameters.ts';

const PayloadSchema = Type.Union([
  Type.Object({
    kind: Type.Literal('items'),
    items: Type.Array(base64url('an item'), { minItems: 1, maxItems: PAYLOAD_ITEMS_MAX }),
  }),
  Type.Object({ kind: Type.Literal('blob'), bytes: base64url('the payload') }),
]);

export const SignaturesSchema = Type.Array(
  Type.Object({
    algorithm: Type.Union([Type.Literal(1), Type.Literal(2), Type.Literal(3)], {
      description: '1 Ed25519, 2 P-256, 3 SM2',
    }),
    key: base64url('public key'),
    signature: base64url('over the signing input'),
  }),
  { minItems: 1, maxItems: SIGNATURES_MAX },
);

export const JsonSubmissionSchema = Type.Object({
  transaction: base64url('the body that was signed'),
  signatures: SignaturesSchema,
  payloads: Type.Optional(Type.Array(PayloadSchema, { maxItems: PAYLOADS_MAX })),
});

export type JsonSubmission = Static<typeof JsonSubmissionSchema>;

/** The same as bytes. Signatures may come in any order. Rejects with BYTES_MALFORMED. */
export function submissionFromJson(json: JsonSubmission): Submission {
  const signatures = json.signatures.map(({ algorithm, key, signature }) => ({
    algorithm: algorithm satisfies KeyAlgorithm,
    key: fromBase64url(key),
    signature: fromBase64url(signature),
  }));
  const body = fromBase64url(json.transaction);
  return {
    tx: encodeTransaction({ body, signatures }),
    payloads: (json.payloads ?? []).map(payloadFromJson),
  };
}

function payloadFromJson(json: Static<typeof PayloadSchema>): Payload {
  if (json.kind === 'blob') return { kind: 'blob', bytes: fromBase64url(json.bytes) };
  return { kind: 'items', items: json.items.map((item) => fromBase64url(item)) };
}
