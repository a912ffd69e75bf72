/** API keys: made and listed under a customer, revoked by their id. A bearer key is shown once, in the answer that makes it. */

import { assert, type Random, rejection, toBase64url } from '@stele/base';
import type { JsonObject } from '@stele/protocol';
import {
  createBearerKey,
  createKeyId,
  EXACT,
  idempotencyKeyOf,
  keyRecord,
  type KeyOwner,
  ONE_LINE,
  type RequestTypes,
  SCOPES,
  signatureKeyRecord,
  wholeList,
} from '@stele/server';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import type { ApiKey } from '../customers/api-key.ts';
import { customerId } from '../customers/customer.ts';
import { keyedRandom } from '../secrets/keyed-random.ts';
import type { ServiceContext } from './context.ts';
import { CustomerParameters, customerIn, publicKeyOf } from './customer-routes.ts';
import { timeText } from './present-record.ts';

const admin = { kind: 'scope', scope: 'admin' } as const;
const STORE_CODES = ['STORAGE_FAILED', 'STORAGE_FULL'];

/** What a customer's key may be for: `admin` is the operator's alone. */
const CUSTOMER_SCOPES = SCOPES.filter((scope) => scope !== 'admin');

const KeySchema = Type.Object({
  id: Type.String({
    description: 'the visible part of a bearer key; `keyid` of a request signature',
  }),
  kind: Type.Enum(['bearer', 'signature']),
  name: Type.String(),
  customer: Type.String(),
  scopes: Type.Array(Type.Enum([...SCOPES])),
  createdAt: Type.String({ format: 'date-time' }),
  expiresAt: Type.Optional(Type.String({ format: 'date-time' })),
  revokedAt: Type.Optional(Type.String({ format: 'date-time' })),
});

const NewKey = Type.Object(
  {
    name: Type.String({ ...ONE_LINE, maxLength: 100, description: 'who has it, for people' }),
    scopes: Type.Array(Type.Enum(CUSTOMER_SCOPES), {
      minItems: 1,
      maxItems: 4,
      uniqueItems: true,
    }),
    expiresAt: Type.Optional(Type.String({ format: 'date-time', maxLength: 40 })),
    publicKey: Type.Optional(
      Type.String({
        maxLength: 1_024,
        description: 'PEM; makes a key for request signatures (RFC 9421)',
      }),
    ),
  },
  EXACT,
);

export function addKeyRoutes(scope: FastifyInstance, context: ServiceContext): void {
  addCreate(scope, context);
  addList(scope, context);
  addRevoke(scope, context);
}

function addCreate(scope: FastifyInstance, context: ServiceContext): void {
  scope.withTypeProvider<RequestTypes>().post(
    '/v1/customers/:id/keys',
    {
      config: {
        access: admin,
        codes: [
          ...STORE_CODES,
          'CUSTOMER_UNKNOWN',
          'EXPIRY_PAST',
          'IDEMPOTENCY_KEY_MALFORMED',
          'IDEMPOTENCY_KEY_REUSED',
          'KEYS_TOO_MANY',
          'PUBLIC_KEY_MALFORMED',
          'TIME_MALFORMED',
        ],
      },
      schema: {
        operationId: 'createKey',
        summary: 'Makes a key for a customer; a bearer key is in this answer and nowhere else',
        tags: ['customers'],
        params: CustomerParameters,
        body: NewKey,
        response: {
          201: Type.Object({
            ...KeySchema.properties,
            key: Type.Optional(Type.String({ description: 'the whole bearer key; keep it' })),
          }),
        },
      },
    },
    async (request, reply) => {
      const { params, body } = request;
      const customer = customerIn(context, params);
      const { name, scopes, expiresAt, publicKey } = body;
      const owner: KeyOwner = {
        name,
        scopes,
        customer: customerId(customer.account),
        ...(expiresAt !== undefined && { expiresAtMs: expiryOf(expiresAt, context.clock.nowMs()) }),
      };
      const random = randomFor(context, owner, idempotencyKeyOf(request));
      const { key, secret } = makeKey({ owner, publicKey, random, nowMs: context.clock.nowMs() });
      const kept = await keep(context, key);
      if (kept !== key) void reply.header('idempotency-replayed', 'true');
      return reply
        .code(201)
        .send({ ...present(kept), ...(secret !== undefined && { key: secret }) });
    },
  );
}

/** Under an Idempotency-Key the key that is made is always the same one. */
function randomFor(
  { ledger, master, customers }: ServiceContext,
  { customer = '' }: KeyOwner,
  key: string | undefined,
): Random {
  if (key === undefined) return ledger.world.random;
  const secret = master.derive('request-key', customers.operator.account);
  return keyedRandom(secret, `api-key/${customer}/${key}`);
}

interface NewApiKey {
  readonly owner: KeyOwner;
  /** PEM; absent: a bearer key. */
  readonly publicKey: string | undefined;
  readonly random: Random;
  readonly nowMs: number;
}

function makeKey({ owner, publicKey, random, nowMs: createdAtMs }: NewApiKey): {
  readonly key: ApiKey;
  readonly secret?: string;
} {
  if (publicKey !== undefined) {
    const { algorithm, bytes } = publicKeyOf(publicKey);
    const record = signatureKeyRecord(createKeyId(random), { algorithm, key: bytes }, owner);
    return { key: { record, createdAtMs } };
  }
  const secret = createBearerKey(random);
  const record = keyRecord(secret, owner);
  assert(record !== undefined, 'a key that was just made is well-formed');
  return { key: { record, createdAtMs }, secret };
}

/** Keeps a new key; the one that is kept already when the request was made before. Rejects with IDEMPOTENCY_KEY_REUSED. */
async function keep({ keys }: ServiceContext, key: ApiKey): Promise<ApiKey> {
  const known = await keys.addOnce(key);
  if (known === key) return key;
  const isSame = askedFor(known) === askedFor(key);
  if (!isSame) {
    throw rejection('IDEMPOTENCY_KEY_REUSED', 'this Idempotency-Key made another key before');
  }
  return known;
}

/** All of a key but when it was made and revoked, to be compared. */
function askedFor({ record }: ApiKey): string {
  const { id, name, scopes, customer, expiresAtMs, publicKey } = record;
  const bytes = publicKey && toBase64url(publicKey.key);
  return JSON.stringify([id, name, scopes, customer, expiresAtMs, bytes]);
}

function addList(scope: FastifyInstance, context: ServiceContext): void {
  scope.withTypeProvider<RequestTypes>().get(
    '/v1/customers/:id/keys',
    {
      config: { access: admin, codes: ['CUSTOMER_UNKNOWN'] },
      schema: {
        operationId: 'listKeys',
        summary: 'A customer’s keys, oldest first, revoked ones too; never their secrets',
        tags: ['customers'],
        params: CustomerParameters,
        response: { 200: wholeList(KeySchema) },
      },
    },
    ({ params }) => {
      const { account } = customerIn(context, params);
      return { items: context.keys.ofCustomer(customerId(account)).map(present), nextCursor: null };
    },
  );
}

function addRevoke(scope: FastifyInstance, context: ServiceContext): void {
  scope.withTypeProvider<RequestTypes>().delete(
    '/v1/keys/:id',
    {
      config: { access: admin, codes: [...STORE_CODES, 'KEY_NOT_FOUND'] },
      schema: {
        operationId: 'revokeKey',
        summary: 'Revokes a key from the next request on',
        tags: ['customers'],
        params: Type.Object({ id: Type.String({ pattern: '^[0-9A-Za-z]{12}$' }) }),
        response: { 204: Type.Null() },
      },
    },
    async ({ params }, reply) => {
      const key = context.keys.get(params.id);
      if (key === undefined) throw rejection('KEY_NOT_FOUND', `there is no key ${params.id}`);
      await context.keys.revoke(key, context.clock.nowMs());
      return reply.code(204).send();
    },
  );
}

function expiryOf(text: string, nowMs: number): number {
  const ms = Date.parse(text);
  if (Number.isSafeInteger(ms) && ms > nowMs) return ms;
  if (ms <= nowMs) {
    throw rejection('EXPIRY_PAST', 'expiresAt is over already', {
      data: { pointer: '#/expiresAt' },
    });
  }
  throw rejection('TIME_MALFORMED', 'expiresAt is no time', { data: { pointer: '#/expiresAt' } });
}

function present({ record, createdAtMs }: ApiKey): JsonObject {
  const { id, name, scopes, customer = '', expiresAtMs, revokedAtMs } = record;
  return {
    id,
    kind: record.hash === undefined ? 'signature' : 'bearer',
    name,
    customer,
    scopes,
    createdAt: timeText(createdAtMs),
    ...(expiresAtMs !== undefined && { expiresAt: timeText(expiresAtMs) }),
    ...(revokedAtMs !== undefined && { revokedAt: timeText(revokedAtMs) }),
  };
}
