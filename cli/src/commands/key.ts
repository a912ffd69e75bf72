/** `stele key create|list|revoke`: API keys of customers. For the operator. */

import { type Command, noOperands, type OptionSpec, serviceOptions } from '../command.ts';

const customerOption: OptionSpec = { name: 'customer', value: 'ID', help: 'key.customer' };

export const keyCreate: Command = {
  name: 'key create',
  operands: noOperands,
  options: [
    customerOption,
    { name: 'name', value: 'NAME', help: 'key.name' },
    { name: 'scope', value: 'SCOPE', repeatable: true, help: 'key.scope' },
    { name: 'expires', value: 'TIME', help: 'key.expires' },
    { name: 'public-key', value: 'FILE', help: 'key.publicKey' },
    ...serviceOptions,
  ],
  about: 'keyCreate.about',
  calls: ['POST /v1/customers/{id}/keys    {name, scopes, expiresAt?, publicKey?}'],
  run: async (invocation) => (await import('../customers/api-keys.ts')).createKey(invocation),
};

export const keyList: Command = {
  name: 'key list',
  operands: noOperands,
  options: [customerOption, ...serviceOptions],
  about: 'keyList.about',
  calls: ['GET /v1/customers/{id}/keys'],
  run: async (invocation) => (await import('../customers/api-keys.ts')).listKeys(invocation),
};

export const keyRevoke: Command = {
  name: 'key revoke',
  operands: { label: 'KEY-ID', min: 1, max: 1 },
  options: serviceOptions,
  about: 'keyRevoke.about',
  calls: ['DELETE /v1/keys/{id}'],
  run: async (invocation) => (await import('../customers/api-keys.ts')).revokeKey(invocation),
};
