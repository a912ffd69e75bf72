/**
 * The shapes of api.ts as schemas, for OpenAPI and for writing answers. That they describe the same is checked by the compiler in
 * schemas.test.ts.
 */

import { Type } from 'typebox';
import type { JsonValue } from '@stele/protocol';
import { base64url, count, hex, principal, time } from '../parameters.ts';

const code = Type.String({ description: 'empty for success, else why it was refused' });
const identifier = Type.String();
const anyJson = (description: string) => Type.Unsafe<JsonValue>({ description });

const NodeSchema = Type.Object({ organisation: identifier, node: identifier });

export const ChainSchema = Type.Object({
  id: hex(32, 'genesis fingerprint'),
  name: Type.String(),
  origin: Type.String({ description: 'the log’s name in checkpoints' }),
  suite: Type.String(),
  entries: Type.Enum(['public', 'members'], { description: 'who may read entries' }),
  ordering: Type.Object({ kind: Type.String(), epoch: count() }),
  rules: count('in force for the next block'),
  pendingRules: Type.Union([Type.Object({ rules: count(), height: count() }), Type.Null()], {
    description: 'rules that will be in force from a later height on',
  }),
  knownRules: Type.Array(count(), { description: 'what this node knows' }),
  height: count(),
  logSize: count('entries in the log'),
  root: hex(32, 'the log’s root at logSize'),
  time,
  members: Type.Array(
    Type.Object({ organisation: identifier, name: Type.String(), weight: count() }),
  ),
  threshold: count(),
  nodes: Type.Array(NodeSchema),
  validators: Type.Array(NodeSchema, { description: 'who votes on the order; empty if solo' }),
});

export const BlockSchema = Type.Object({
  height: count(),
  hash: hex(32, 'leaf hash of the header entry'),
  time,
  firstIndex: count('place of its first entry in the log'),
  entryCount: count('header included'),
  transactions: Type.Array(Type.Object({ id: hex(32), index: count(), code })),
  previousRoot: hex(32, 'the log’s root before the block'),
  firstEffect: count(),
  effectCount: count(),
  effectsRoot: hex(32),
  liveRoot: hex(32),
  rules: count(),
  epoch: count(),
  engineHeight: count(),
  charter: hex(32, 'hash of the charter in force'),
});

export const EffectSchema = Type.Object({
  number: Type.Optional(count('place among all effects; absent in a dry run')),
  kind: Type.Enum(['put', 'delete', 'event', 'result']),
  contract: identifier,
  table: Type.String({ description: 'table, event type or method, by kind' }),
  key: Type.String({ description: 'hex' }),
  value: anyJson('decoded; bytes as hex'),
});

const effects = Type.Array(EffectSchema);

export const PayloadRootSchema = Type.Object({
  root: hex(32),
  count: Type.Integer({ minimum: 1, maximum: 10_000 }),
  bytes: Type.Integer({ minimum: 1, maximum: 1_572_864 }),
  kind: Type.Enum(['items', 'blob']),
});

const CallSchema = Type.Object({
  contract: identifier,
  method: identifier,
  args: anyJson('by name; positional where they do not fit the method'),
  actors: Type.Array(principal),
});

export const LinksSchema = Type.Record(Type.String(), Type.String(), {
  description: 'paths on this server, by relation',
});

export const TransactionSchema = Type.Object({
  id: hex(32),
  status: Type.Enum(['committed', 'proven']),
  height: count(),
  index: count('place of the entry in the log'),
  committedAt: time,
  code,
  validUntil: time,
  payer: principal,
  calls: Type.Array(CallSchema),
  signatures: Type.Array(
    Type.Object({ algorithm: count('1 Ed25519, 2 P-256, 3 SM2'), key: base64url('public key') }),
  ),
  payloads: Type.Array(PayloadRootSchema),
  effects,
});

export const PreparedSchema = Type.Object({
  transaction: base64url('the body to sign, as encoded'),
  id: hex(32),
  signingInput: base64url('what each key signs'),
  signers: Type.Array(principal, { description: 'who has to sign' }),
  effects: Type.Array(EffectSchema),
  summary: Type.Object({ en: Type.String(), 'zh-CN': Type.String() }),
  wouldFail: Type.Optional(Type.Object({ code: Type.String(), detail: Type.String() })),
  validUntil: time,
});

const statuses = Type.Enum(['accepted', 'ordered', 'committed', 'proven'], {
  description: 'from weakest to strongest; only committed and proven are a success',
});

export const SubmitResultSchema = Type.Object({
  id: hex(32),
  status: statuses,
  height: Type.Optional(count()),
  index: Type.Optional(count()),
  committedAt: Type.Optional(time),
  code: Type.Optional(code),
  result: Type.Optional(effects),
  events: Type.Optional(effects),
  replayed: Type.Optional(
    Type.Boolean({ description: 'true when it had been committed before this request' }),
  ),
});

export const SubmitRejectedSchema = Type.Object({
  id: Type.Union([hex(32), Type.Null()]),
  status: Type.Literal('rejected'),
  code: Type.String(),
  detail: Type.String(),
});

export const CloudEventSchema = Type.Object({
  specversion: Type.Literal('1.0'),
  id: Type.String({ description: 'number of the effect' }),
  source: Type.String({ description: '`stele:` and the chain’s fingerprint' }),
  type: Type.String({ description: '`stele.contract.table.kind`' }),
  time,
  subject: Type.Optional(hex(32, 'transaction id')),
  datacontenttype: Type.Literal('application/json'),
  data: Type.Object({ ...EffectSchema.properties, height: count(), index: count() }),
});
