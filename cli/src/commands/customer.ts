/** `stele customer create|list|show|change|quota`: who may notarise here, how much, and what the public sees. For the operator. */

import {
  type Command,
  noOperands,
  type OperandSpec,
  type OptionSpec,
  serviceOptions,
} from '../command.ts';

const customerOperand: OperandSpec = { label: 'ID', min: 1, max: 1 };
const idempotencyOption: OptionSpec = {
  name: 'idempotency-key',
  value: 'KEY',
  help: 'option.idempotencyKey',
};

export const customerCreate: Command = {
  name: 'customer create',
  operands: noOperands,
  options: [
    { name: 'name', value: 'NAME', help: 'customer.name' },
    { name: 'quota', value: 'N', help: 'customer.quota' },
    { name: 'own-key', value: 'FILE', help: 'customer.ownKey' },
    { name: 'no-public', help: 'customer.noPublic' },
    { name: 'disclosed', help: 'customer.disclosed' },
    idempotencyOption,
    ...serviceOptions,
  ],
  about: 'customerCreate.about',
  calls: ['POST /v1/customers    {name, quota?, publicKey?, publicLookup?, disclosed?}'],
  run: async (invocation) =>
    (await import('../customers/change-customers.ts')).createCustomer(invocation),
};

export const customerList: Command = {
  name: 'customer list',
  operands: noOperands,
  options: serviceOptions,
  about: 'customerList.about',
  calls: ['GET /v1/customers'],
  run: async (invocation) =>
    (await import('../customers/show-customers.ts')).listCustomers(invocation),
};

export const customerShow: Command = {
  name: 'customer show',
  operands: customerOperand,
  options: serviceOptions,
  about: 'customerShow.about',
  calls: ['GET /v1/customers/{id}'],
  run: async (invocation) =>
    (await import('../customers/show-customers.ts')).showCustomer(invocation),
};

export const customerChange: Command = {
  name: 'customer change',
  operands: customerOperand,
  options: [
    { name: 'name', value: 'NAME', help: 'customer.name' },
    { name: 'public', help: 'customer.public' },
    { name: 'no-public', help: 'customer.noPublic' },
    { name: 'disclosed', help: 'customer.disclosed' },
    { name: 'no-disclosed', help: 'customer.noDisclosed' },
    { name: 'suspend', help: 'customer.suspend' },
    { name: 'resume', help: 'customer.resume' },
    ...serviceOptions,
  ],
  about: 'customerChange.about',
  calls: ['PATCH /v1/customers/{id}    {name?, publicLookup?, disclosed?, suspended?}'],
  run: async (invocation) =>
    (await import('../customers/change-customers.ts')).changeCustomer(invocation),
};

export const customerQuota: Command = {
  name: 'customer quota',
  operands: { label: 'ID set|add N', min: 3, max: 3 },
  options: [idempotencyOption, ...serviceOptions],
  about: 'customerQuota.about',
  calls: [
    'PUT  /v1/customers/{id}/quota              {units}',
    'POST /v1/customers/{id}/quota/additions    {units}',
  ],
  run: async (invocation) =>
    (await import('../customers/change-customers.ts')).changeQuota(invocation),
};
