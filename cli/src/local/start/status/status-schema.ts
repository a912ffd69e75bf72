/** What GET /v1/status answers. */

import { type Static, Type } from 'typebox';

const Bytes = Type.Integer({ minimum: 0 });
const Time = Type.String({ format: 'date-time' });

export const StatusSchema = Type.Object({
  version: Type.String(),
  startedAt: Time,
  chain: Type.Object({
    name: Type.String(),
    fingerprint: Type.String(),
    height: Type.Integer(),
    logSize: Type.Integer(),
    writable: Type.Boolean({ description: 'whether transactions are taken' }),
    refusal: Type.Optional(
      Type.Object({ code: Type.String(), detail: Type.String() }, { description: 'why not' }),
    ),
  }),
  storage: Type.Object({
    parts: Type.Array(Type.Object({ name: Type.String(), bytes: Bytes })),
    isWhole: Type.Boolean({ description: 'false: there are more files than are looked at' }),
    measuredAt: Time,
    freeBytes: Bytes,
    totalBytes: Bytes,
    warnAtBytes: Bytes,
    refuseAtBytes: Bytes,
    state: Type.Enum(['ok', 'low', 'refusing']),
  }),
  projection: Type.Optional(
    Type.Object({
      status: Type.String(),
      reason: Type.Optional(Type.String()),
      behindEntries: Type.Integer(),
    }),
  ),
  timestamps: Type.Array(
    Type.Object({ name: Type.String(), status: Type.String(), lagMs: Type.Number() }),
  ),
  tls: Type.Optional(Type.Object({ notAfter: Time })),
  limits: Type.Array(
    Type.Object({
      name: Type.String(),
      value: Type.Number(),
      unit: Type.String(),
      meaning: Type.Object({ en: Type.String(), 'zh-CN': Type.String() }),
    }),
  ),
});

export type StatusView = Static<typeof StatusSchema>;
