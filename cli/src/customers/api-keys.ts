/** `stele key create`, `list` and `revoke`. A bearer key is printed once: the server keeps a hash of it and nothing else. */

import { customersPath } from '../client/paths.ts';
import { runCall } from '../client/run-call.ts';
import { type ServiceCall, serviceOf } from '../client/service.ts';
import { type Invocation, printJson, printLine } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { textFileOption } from '../files/text-file.ts';
import { expiryOption, idIn, oneOf, requiredOption } from '../given-values.ts';
import { localTime } from '../terminal/local-time.ts';
import { tableLines } from '../terminal/table.ts';
import { columnsOf } from '../terminal/width.ts';
import type { Text } from '../text/text.ts';

interface KeyView {
  /** The visible part of a bearer key; `keyid` of a request signature (RFC 9421). */
  readonly id: string;
  readonly kind: 'bearer' | 'signature';
  readonly name: string;
  readonly customer: string;
  readonly scopes: readonly string[];
  /** RFC 3339, as the other times. */
  readonly createdAt: string;
  readonly expiresAt?: string;
  readonly revokedAt?: string;
}

interface MadeKey extends KeyView {
  /** The whole bearer key. */
  readonly key?: string;
}

const scopes = ['evidence:write', 'evidence:read', 'ledger:submit'] as const;
const scopesDefault = ['evidence:write', 'evidence:read'] as const;

export async function createKey(invocation: Invocation): Promise<ExitCode> {
  const { arguments: given } = invocation;
  const named = given.values('scope').map((scope) => oneOf(scopes, scope));
  const expiresAt = expiryOption(given, 'expires', Date.now());
  const publicKey = await textFileOption(given, 'public-key');
  const call: ServiceCall = {
    method: 'POST',
    path: keysPath(invocation),
    json: {
      name: requiredOption(given, 'name', 'NAME'),
      scopes: named.length === 0 ? scopesDefault : [...new Set(named)],
      ...(expiresAt !== undefined && { expiresAt }),
      ...(publicKey !== undefined && { publicKey }),
    },
  };
  return await runCall(invocation, call, (made) => {
    printMade(invocation, made as MadeKey);
  });
}

/** The key alone on standard output, so that it can go into a file; what to know about it beside. */
function printMade({ world, text }: Invocation, made: MadeKey): void {
  const { id, key, scopes, expiresAt } = made;
  printLine(world, key ?? id);
  const until = expiresAt === undefined ? text('key.forEver') : localTime(Date.parse(expiresAt));
  const about = { id, scopes: scopes.join(', '), until };
  world.err.write(`${text(key === undefined ? 'key.signatureMade' : 'key.once', about)}\n`);
  world.err.write(`${text('key.made', about)}\n`);
}

export async function listKeys(invocation: Invocation): Promise<ExitCode> {
  const { world, text } = invocation;
  const call = { method: 'GET', path: keysPath(invocation) } as const;
  return await runCall(invocation, call, (answer) => {
    const { items } = answer as { readonly items: readonly KeyView[] };
    if (items.length === 0) {
      printLine(world, text('keyList.empty'));
      return;
    }
    const rows = items.map((key) => [key.id, stateOf(key, text), key.scopes.join(' '), key.name]);
    const columns = [
      { title: text('key.idTitle') },
      { title: text('customer.stateLabel') },
      { title: text('key.scopesTitle') },
      { title: text('customer.nameLabel') },
    ];
    for (const line of tableLines(columns, rows, columnsOf(world.out))) printLine(world, line);
  });
}

function stateOf({ expiresAt, revokedAt }: KeyView, text: Text): string {
  if (revokedAt !== undefined) return text('key.revoked');
  if (expiresAt === undefined) return text('key.valid');
  const timeMs = Date.parse(expiresAt);
  if (timeMs <= Date.now()) return text('key.expired');
  return text('key.validUntil', { day: localTime(timeMs).slice(0, 'YYYY-MM-DD'.length) });
}

export async function revokeKey(invocation: Invocation): Promise<ExitCode> {
  const { arguments: given, world, text } = invocation;
  const id = idIn('key', given.operands[0] ?? '');
  const service = serviceOf(invocation);
  const call = { method: 'DELETE', path: `/v1/keys/${id}` } as const;
  if (given.flag('curl')) {
    printLine(world, service.curl(call));
    return exitCodes.done;
  }
  await service.ask(call);
  if (given.flag('json')) printJson(world, { id, revoked: true });
  else printLine(world, text('keyRevoke.revoked', { id }));
  return exitCodes.done;
}

/** Rejects with OPTION_MISSING, ID_MALFORMED. */
function keysPath({ arguments: given }: Invocation): string {
  const customer = idIn('customer', requiredOption(given, 'customer', 'ID'));
  return `${customersPath}/${customer}/keys`;
}
