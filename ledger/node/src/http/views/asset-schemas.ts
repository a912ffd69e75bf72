/** The shapes of assets-api.ts, live-proof.ts and inbox-api.ts as schemas. That they say the same is checked in schemas.test.ts. */

import { Type } from 'typebox';
import type { JsonObject, JsonValue } from '@stele/protocol';
import { base64url, count, hex, principal, time } from '../parameters.ts';

const identifier = Type.String();
const anyJson = (description: string) => Type.Unsafe<JsonValue>({ description });
const anyObject = (description: string) => Type.Unsafe<JsonObject>({ type: 'object', description });

const amount = Type.String({ pattern: '^(?:0|[1-9][0-9]{0,38})$', description: 'in units' });

const summaryProperties = {
  id: hex(16, 'what calls name it by'),
  organisation: identifier,
  name: identifier,
  kind: identifier,
  scale: Type.Union([Type.Integer({ minimum: 0, maximum: 38 }), Type.Null()], {
    description: 'decimal digits behind the point; null: units are unique',
  }),
};

const ClassSummarySchema = Type.Object(summaryProperties);

export const ClassSchema = Type.Object({
  ...summaryProperties,
  definition: anyObject('arguments of assets.define'),
  issued: amount,
  redeemed: amount,
  definedAtHeight: count(),
});

export const BalanceSchema = Type.Object({ class: ClassSummarySchema, amount, held: amount });

export const BalancesSchema = Type.Object({
  height: count('as of the end of this block'),
  items: Type.Array(BalanceSchema),
});

export const OutputSchema = Type.Object({
  id: Type.String({ pattern: '^out_[0-9a-f]{20}$' }),
  guard: hex(8, 'what an input names beside the id'),
  class: ClassSummarySchema,
  slot: hex(16, 'outputs of one class and slot may be joined and split'),
  attributes: anyObject('of the slot, by name'),
  amount,
  state: Type.Union([Type.Object({ name: identifier, fields: anyObject('by name') }), Type.Null()]),
  owner: anyJson('{"party": principal} or {"hold": …}, as in calls'),
  holder: principal,
  acquiredAt: time,
  depth: count('hands it has gone through since the issuer'),
  payload: Type.Union([hex(32), Type.Null()]),
  live: Type.Boolean({ description: 'false: it was spent' }),
  marks: Type.Array(
    Type.Object({
      on: Type.Enum(['output', 'slot', 'class', 'holder', 'party']),
      level: Type.Enum(['platform', 'authority']),
      reference: hex(32, 'digest of the order'),
    }),
  ),
  madeAt: Type.Object({
    height: count(),
    index: count('place of the entry in the log'),
    call: count(),
    place: count(),
    method: Type.String({ description: '`timer` when no call made it' }),
  }),
  endedAt: Type.Optional(
    Type.Object({ height: count(), index: count() }, { description: 'absent while it is live' }),
  ),
  effect: count('number of the effect that put it'),
});

export const TraceStepSchema = Type.Object({
  output: OutputSchema,
  from: Type.Array(Type.String(), { description: 'what it was made of; empty: issued' }),
  by: Type.Object({
    transaction: Type.Optional(hex(32, 'its receipt proves the step')),
    height: count(),
    index: count(),
    call: count(),
    method: identifier,
    committedAt: time,
  }),
});

const proven = 'spec/live-proof.md';

export const LiveProofSchema = Type.Object({
  type: Type.Literal('stele-live-proof/v1'),
  effect: base64url('the put, as encoded'),
  number: count('of the effect, and of its live bit'),
  effectPath: base64url(proven),
  header: base64url('entry of the header of the effect’s block'),
  headerIndex: count(),
  headerPath: base64url(proven),
  liveChunk: base64url('256 bytes of live bits'),
  livePath: base64url(proven),
  atHeader: base64url('entry of the header of the height'),
  atHeaderIndex: count(),
  atHeaderPath: base64url(proven),
  checkpoint: Type.String({ description: 'a signed checkpoint, verbatim' }),
  genesis: base64url('charter 0'),
  charters: Type.Array(
    Type.Object({ bytes: base64url('a charter'), signatures: Type.Array(base64url('triple')) }),
  ),
  statements: Type.Array(
    Type.Object({ bytes: base64url('a statement'), signature: base64url('triple') }),
  ),
});

const missing = Type.Array(principal, { description: 'who is not satisfied yet' });

export const CollectingSchema = Type.Object({
  id: hex(32),
  status: Type.Literal('collecting'),
  missing,
  validUntil: time,
});

export const PendingSchema = Type.Object({
  id: hex(32),
  transaction: base64url('the body, to be decoded and signed'),
  validUntil: time,
  summary: Type.Object({ en: Type.String(), 'zh-CN': Type.String() }),
  signers: Type.Array(principal, { description: 'who has to sign' }),
  missing,
  signatures: Type.Array(
    Type.Object({ algorithm: count('1 Ed25519, 2 P-256, 3 SM2'), key: hexText('public key') }),
  ),
});

function hexText(description: string) {
  return Type.String({ pattern: '^(?:[0-9a-f]{2})*$', description });
}
