/** `stele customer create`, `change` and `quota`. Each prints the customer as it is afterwards. */

import { customersPath } from '../client/paths.ts';
import { runCall } from '../client/run-call.ts';
import type { ServiceCall } from '../client/service.ts';
import type { Invocation } from '../command.ts';
import type { ExitCode } from '../exit-codes.ts';
import { textFileOption } from '../files/text-file.ts';
import { eitherOf, oneOf, requiredOption, unitsIn } from '../given-values.ts';
import { trouble } from '../trouble.ts';
import type { CustomerView } from './customer-view.ts';
import { customerPath, printCustomer } from './show-customers.ts';

export async function createCustomer(invocation: Invocation): Promise<ExitCode> {
  const { arguments: given } = invocation;
  const quota = given.value('quota');
  const publicKey = await textFileOption(given, 'own-key');
  return await change(invocation, {
    method: 'POST',
    path: customersPath,
    idempotencyKey: given.value('idempotency-key'),
    json: {
      name: requiredOption(given, 'name', 'NAME'),
      ...(quota !== undefined && { quota: unitsIn(quota) }),
      ...(publicKey !== undefined && { publicKey }),
      ...(given.flag('no-public') && { publicLookup: false }),
      ...(given.flag('disclosed') && { disclosed: true }),
    },
  });
}

export async function changeCustomer(invocation: Invocation): Promise<ExitCode> {
  const { arguments: given } = invocation;
  const wanted = {
    name: given.value('name'),
    publicLookup: eitherOf(given, 'public', 'no-public'),
    disclosed: eitherOf(given, 'disclosed', 'no-disclosed'),
    suspended: eitherOf(given, 'suspend', 'resume'),
  };
  const json = Object.fromEntries(
    Object.entries(wanted).filter(([, value]) => value !== undefined),
  );
  if (Object.keys(json).length === 0) throw trouble('NOTHING_TO_CHANGE');
  return await change(invocation, { method: 'PATCH', path: customerPath(invocation), json });
}

export async function changeQuota(invocation: Invocation): Promise<ExitCode> {
  const { arguments: given } = invocation;
  const [, verb = '', amount = ''] = given.operands;
  const path = `${customerPath(invocation)}/quota`;
  const idempotencyKey = given.value('idempotency-key');
  const json = { units: unitsIn(amount) };
  if (oneOf(['set', 'add'], verb) === 'set') {
    return await change(invocation, { method: 'PUT', path, idempotencyKey, json });
  }
  if (json.units === null) throw trouble('UNITS_MALFORMED', { value: amount });
  return await change(invocation, {
    method: 'POST',
    path: `${path}/additions`,
    idempotencyKey,
    json,
  });
}

async function change(invocation: Invocation, call: ServiceCall): Promise<ExitCode> {
  return await runCall(invocation, call, (customer) => {
    printCustomer(invocation, customer as CustomerView);
  });
}
