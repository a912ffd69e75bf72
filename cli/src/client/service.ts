/**
 * Calls to the evidence service. A call is data: the same value is made over HTTP, or printed for `--curl`. Authorised by the key
 * of the data folder, or by one of a customer's own.
 */

import { readFileSync } from 'node:fs';

import { fingerprintOf } from '@stele/protocol';
import { nodeCrypto } from '@stele/protocol/node';
import { toHex, utf8 } from '@stele/base';
import { type Answer, exchange, type Exchange, jsonOf } from '@stele/sdk';

import type { Invocation } from '../command.ts';
import { reasonOf } from '../files/reason.ts';
import { serverAddressOf } from '../settings/address.ts';
import {
  adminKeyOf,
  adminKeyPath,
  dataFolderOf,
  requiredGenesisOf,
} from '../settings/data-folder.ts';
import { trouble } from '../trouble.ts';
import { curlCommand } from './curl.ts';
import { chainAt, checkServed, type ServerPlace } from './ledger-client.ts';

export interface ServiceCall extends Omit<Exchange, 'body' | 'signal'> {
  readonly json?: Readonly<Record<string, unknown>>;
}

export interface Service {
  /** The call as a shell makes it; `output` is the file that takes the answer. */
  curl(call: ServiceCall, output?: string): string;
  /** RequestError with the server's code, UNREACHABLE, CHAIN_MISMATCH, and what is wrong with the key. */
  ask(call: ServiceCall): Promise<Answer>;
  /** The answer's JSON object; ANSWER_MALFORMED besides. */
  askJson(call: ServiceCall): Promise<object>;
}

/** Where the service is, and who asks; nothing is read or asked yet. */
export function serviceOf({ arguments: given, world }: Invocation): Service {
  const folder = dataFolderOf(given, world);
  const address = serverAddressOf(given, world, folder);
  const keyFile = given.value('key-file');
  let opened: Promise<string> | undefined;
  const ask = async (call: ServiceCall): Promise<Answer> => {
    opened ??=
      keyFile === undefined ? folderKey({ address, folder }) : Promise.resolve(keyIn(keyFile));
    const { json, ...rest } = call;
    const body = json && { type: 'application/json', bytes: utf8(JSON.stringify(json)) };
    return await exchange({ url: address, key: await opened }, { ...rest, ...(body && { body }) });
  };
  return {
    ask,
    askJson: async (call) => jsonOf(await ask(call)),
    curl: (call, output) =>
      curlOf({ address, keyPath: keyFile ?? adminKeyPath(folder) }, call, output),
  };
}

/** The key of the folder may do everything, so only the server of the folder's chain is given it. */
async function folderKey(place: ServerPlace): Promise<string> {
  const genesis = requiredGenesisOf(place.folder);
  const key = adminKeyOf(place.folder);
  const own = toHex(fingerprintOf(genesis, nodeCrypto));
  checkServed(await chainAt(place.address), place, own);
  return key;
}

/** KEY_FILE_MALFORMED, KEY_UNREADABLE. */
export function keyIn(path: string): string {
  let text: string;
  try {
    text = readFileSync(path, 'utf8').trim();
  } catch (error) {
    throw trouble('KEY_UNREADABLE', { path, reason: reasonOf(error) }, error);
  }
  // Anything else could not even be a header; the server says whether it knows the key.
  if (!/^[\x21-\x7e]{1,256}$/.test(text)) throw trouble('KEY_FILE_MALFORMED', { path });
  return text;
}

function curlOf(
  { address, keyPath }: { readonly address: string; readonly keyPath: string },
  { method, path, query = {}, accept, idempotencyKey, json }: ServiceCall,
  output: string | undefined,
): string {
  const url = new URL(address + path);
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) url.searchParams.set(name, String(value));
  }
  const headers = {
    ...(accept !== undefined && { Accept: accept }),
    ...(idempotencyKey !== undefined && { 'Idempotency-Key': idempotencyKey }),
  };
  const body = json && { mediaType: 'application/json', bytes: utf8(JSON.stringify(json)) };
  return curlCommand({ method, url: url.href, keyPath, headers, output, ...(body && { body }) });
}
