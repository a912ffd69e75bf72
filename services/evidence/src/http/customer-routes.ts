/** /v1/customers, for the operator: who may notarise here, how much, and with which keys. */

import { createPublicKey } from 'node:crypto';
import { fromBase64url, concat, rejection } from '@stele/base';
import type { JsonObject } from '@stele/protocol';
import { accountToText, keyName } from '@stele/protocol';
import { EXACT, idempotencyKeyOf, ONE_LINE, type RequestTypes, wholeList } from '@stele/server';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { CUSTOMER_ID, type Customer, customerId } from '../customers/customer.ts';
import { keyedId } from '../records/record-id.ts';
import type { ServiceContext } from './context.ts';
import { timeText } from './present-record.ts';

const admin = { kind: 'scope', scope: 'admin' } as const;
const PATH = '/v1/customers';

export const CustomerParameters = Type.Object({
  id: Type.String({ pattern: CUSTOMER_ID.source, description: 'a customer’s id' }),
});

const Units = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });

const CustomerSchema = Type.Object({
  id: Type.String(),
  name: Type.String(),
  account: Type.String({ description: 'on the ledger' }),
  custody: Type.Enum(['hosted', 'own']),
  keyAlgorithm: Type.String(),
  quotaLeft: Type.Union([Units, Type.Null()], {
    description: 'records it may make; null: no limit',
  }),
  publicLookup: Type.Boolean(),
  disclosed: Type.Boolean(),
  suspended: Type.Boolean(),
  createdAt: Type.String({ format: 'date-time' }),
});

const Name = Type.String({ ...ONE_LINE, maxLength: 200 });

const LEDGER_CODES = [
  'BUSY',
  'CLOCK_BEHIND',
  'NODE_FAILED',
  'NODE_STOPPED',
  'NODE_STOPPING',
  'RULES_UNKNOWN',
  'STORAGE_FAILED',
  'STORAGE_FULL',
  'STORAGE_LOW',
  'QUOTA_EXCEEDED',
  'QUOTA_EXHAUSTED',
];

export function addCustomerRoutes(scope: FastifyInstance, context: ServiceContext): void {
  addRegister(scope, context);
  addList(scope, context);
  addShow(scope, context);
  addChange(scope, context);
  addSetQuota(scope, context);
  addAddQuota(scope, context);
}

const NewCustomerSchema = Type.Object(
  {
    name: Name,
    publicKey: Type.Optional(
      Type.String({
        maxLength: 1_024,
        description:
          'PEM of a key of the customer’s own; without it the service signs for the customer',
      }),
    ),
    quota: Type.Optional(Type.Union([Units, Type.Null()])),
    publicLookup: Type.Optional(Type.Boolean()),
    disclosed: Type.Optional(Type.Boolean()),
  },
  EXACT,
);

function addRegister(scope: FastifyInstance, context: ServiceContext): void {
  scope.withTypeProvider<RequestTypes>().post(
    PATH,
    {
      config: {
        access: admin,
        codes: [
          ...LEDGER_CODES,
          'IDEMPOTENCY_KEY_REUSED',
          'IDEMPOTENCY_KEY_MALFORMED',
          'PUBLIC_KEY_MALFORMED',
        ],
      },
      schema: {
        operationId: 'registerCustomer',
        summary: 'Opens an account on the ledger for somebody who notarises here',
        tags: ['customers'],
        body: NewCustomerSchema,
        response: { 201: CustomerSchema },
      },
    },
    async (request, reply) => {
      const {
        name,
        publicKey,
        quota = null,
        publicLookup = true,
        disclosed = false,
      } = request.body;
      const key = idempotencyKeyOf(request);
      const { customers, master } = context;
      // The operator's secret: customers are the operator's, and the same key names the same one.
      const secret = master.derive('request-key', customers.operator.account);
      const { customer, replayed } = await context.registrar.register({
        name,
        quota,
        publicLookup,
        disclosed,
        ...(publicKey !== undefined && { publicKey: publicKeyOf(publicKey) }),
        ...(key !== undefined && { account: keyedId(secret, key) }),
      });
      if (replayed) void reply.header('idempotency-replayed', 'true');
      const shown = await present(context, customer);
      return reply
        .code(201)
        .header('location', `${PATH}/${customerId(customer.account)}`)
        .send(shown);
    },
  );
}

/** As the ledger writes keys. Rejects with PUBLIC_KEY_MALFORMED. */
export function publicKeyOf(pem: string): {
  readonly algorithm: 1 | 2;
  readonly bytes: Uint8Array;
} {
  const { x, y, crv } = jwkOf(pem);
  if (crv === 'Ed25519' && x !== undefined) return { algorithm: 1, bytes: fromBase64url(x) };
  if (crv === 'P-256' && x !== undefined && y !== undefined) {
    return { algorithm: 2, bytes: concat(Uint8Array.of(4), fromBase64url(x), fromBase64url(y)) };
  }
  throw malformedKey();
}

function jwkOf(pem: string): { readonly crv?: string; readonly x?: string; readonly y?: string } {
  try {
    return createPublicKey(pem).export({ format: 'jwk' });
  } catch {
    throw malformedKey();
  }
}

function malformedKey(): Error {
  return rejection(
    'PUBLIC_KEY_MALFORMED',
    'the text is not an Ed25519 or P-256 public key in PEM',
    {
      data: { pointer: '#/publicKey' },
    },
  );
}

function addList(scope: FastifyInstance, context: ServiceContext): void {
  scope.withTypeProvider<RequestTypes>().get(
    PATH,
    {
      config: { access: admin, codes: LEDGER_CODES },
      schema: {
        operationId: 'listCustomers',
        summary: 'All customers, oldest first',
        tags: ['customers'],
        response: { 200: wholeList(CustomerSchema) },
      },
    },
    async () => {
      const items = await Promise.all(context.customers.all().map((one) => present(context, one)));
      return { items, nextCursor: null };
    },
  );
}

function addShow(scope: FastifyInstance, context: ServiceContext): void {
  scope.withTypeProvider<RequestTypes>().get(
    `${PATH}/:id`,
    {
      config: { access: admin, codes: [...LEDGER_CODES, 'CUSTOMER_UNKNOWN'] },
      schema: {
        operationId: 'getCustomer',
        summary: 'A customer',
        tags: ['customers'],
        params: CustomerParameters,
        response: { 200: CustomerSchema },
      },
    },
    ({ params }) => present(context, customerIn(context, params)),
  );
}

function addChange(scope: FastifyInstance, context: ServiceContext): void {
  scope.withTypeProvider<RequestTypes>().patch(
    `${PATH}/:id`,
    {
      config: {
        access: admin,
        codes: [...LEDGER_CODES, 'CUSTOMER_UNKNOWN', 'CUSTOMER_IS_OPERATOR'],
      },
      schema: {
        operationId: 'changeCustomer',
        summary: 'Renames, suspends, or changes what the public may see of a customer',
        tags: ['customers'],
        params: CustomerParameters,
        body: Type.Object(
          {
            name: Type.Optional(Name),
            publicLookup: Type.Optional(Type.Boolean()),
            disclosed: Type.Optional(Type.Boolean()),
            suspended: Type.Optional(Type.Boolean()),
          },
          EXACT,
        ),
        response: { 200: CustomerSchema },
      },
    },
    async ({ params, body }) => {
      const customer = customerIn(context, params);
      if (customer === context.customers.operator) throw isOperator();
      const { name, publicLookup, disclosed, suspended } = body;
      const changed = await context.customers.change(customer.account, {
        ...(name !== undefined && { name }),
        ...(publicLookup !== undefined && { publicLookup }),
        ...(disclosed !== undefined && { disclosed }),
        ...(suspended !== undefined && { suspended }),
      });
      return present(context, changed);
    },
  );
}

function addSetQuota(scope: FastifyInstance, context: ServiceContext): void {
  scope.withTypeProvider<RequestTypes>().put(
    `${PATH}/:id/quota`,
    {
      config: {
        access: admin,
        codes: [...LEDGER_CODES, 'CUSTOMER_UNKNOWN', 'CUSTOMER_IS_OPERATOR'],
      },
      schema: {
        operationId: 'setQuota',
        summary: 'Sets how many records a customer may still make; null for no limit',
        tags: ['customers'],
        params: CustomerParameters,
        body: Type.Object({ units: Type.Union([Units, Type.Null()]) }, EXACT),
        response: { 200: CustomerSchema },
      },
    },
    async ({ params, body }) => {
      const customer = customerIn(context, params);
      // An operator without units could no longer pay for the change that gives it some.
      if (customer === context.customers.operator) throw isOperator();
      await context.registrar.setQuota(customer, body.units);
      return present(context, customer);
    },
  );
}

function addAddQuota(scope: FastifyInstance, context: ServiceContext): void {
  scope.withTypeProvider<RequestTypes>().post(
    `${PATH}/:id/quota/additions`,
    {
      config: {
        access: admin,
        codes: [
          ...LEDGER_CODES,
          'CUSTOMER_UNKNOWN',
          'IDEMPOTENCY_KEY_MALFORMED',
          'IDEMPOTENCY_KEY_REUSED',
          'QUOTA_ABSENT',
          'QUOTA_TOO_LARGE',
        ],
      },
      schema: {
        operationId: 'addQuota',
        summary: 'Adds a package of records to what is left, exactly, whatever is used meanwhile',
        tags: ['customers'],
        params: CustomerParameters,
        body: Type.Object({ units: Units }, EXACT),
        response: { 200: CustomerSchema },
      },
    },
    async (request, reply) => {
      const customer = customerIn(context, request.params);
      const key = idempotencyKeyOf(request);
      const { replayed } = await context.registrar.addQuota(customer, request.body.units, key);
      if (replayed) void reply.header('idempotency-replayed', 'true');
      return present(context, customer);
    },
  );
}

/** Rejects with CUSTOMER_UNKNOWN. */
export function customerIn(
  { customers }: ServiceContext,
  { id }: { readonly id: string },
): Customer {
  const customer = customers.byId(id);
  if (customer === undefined) throw rejection('CUSTOMER_UNKNOWN', `there is no customer ${id}`);
  return customer;
}

function isOperator(): Error {
  return rejection('CUSTOMER_IS_OPERATOR', 'this is who runs the service', {
    action:
      'Give quotas to customers; if the name is wrong, change STELE_ORGANISATION_NAME and start again.',
  });
}

async function present({ registrar }: ServiceContext, customer: Customer): Promise<JsonObject> {
  const { account, name, custody, publicKey, publicLookup, disclosed, suspended } = customer;
  return {
    id: customerId(account),
    name,
    account: accountToText(account),
    custody,
    keyAlgorithm: keyName(publicKey.algorithm),
    quotaLeft: await registrar.quotaLeft(customer),
    publicLookup,
    disclosed,
    suspended,
    createdAt: timeText(customer.createdAtMs),
  };
}
