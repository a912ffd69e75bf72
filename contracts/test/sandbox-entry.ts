/**
 * What is bundled and evaluated inside QuickJS: the built-in contracts behind a door that only byte strings, texts and numbers pass.
 * The other side is sandbox.ts.
 */

import { isCoded, rejection } from '@stele/base';
import {
  type Arguments,
  type CallContext,
  type Contract,
  type Method,
  parseArguments,
  RULES,
} from '@stele/kernel/contract';
import {
  type CborValue,
  decode,
  type DigestAlgorithm,
  encode,
  type PayloadRoot,
  principalFromCbor,
} from '@stele/protocol';
import { builtinContracts } from '../src/index.ts';

/** What the host puts into the sandbox's global object. */
interface Host {
  hostGet(table: string, key: ArrayBuffer): ArrayBuffer | undefined;
  /** `terms`: canonical CBOR of the array of them, or of null. */
  hostPut(table: string, key: ArrayBuffer, value: ArrayBuffer, terms: ArrayBuffer): void;
  hostDelete(table: string, key: ArrayBuffer, terms: ArrayBuffer): void;
  hostEmit(type: string, key: ArrayBuffer, value: ArrayBuffer): void;
  /** Canonical CBOR of the array of items. */
  hostPayloadItems(number: number): ArrayBuffer | undefined;
  hostHash(algorithm: DigestAlgorithm, bytes: ArrayBuffer): ArrayBuffer;
  /** `[administrator]`. */
  hostAccount(id: ArrayBuffer): ArrayBuffer | undefined;
  hostRecall(key: string): ArrayBuffer | undefined;
  hostRemember(key: string, value: ArrayBuffer): void;
  /** Answers the code of the refusal, or nothing. */
  hostAsk(contract: string, method: string, args: ArrayBuffer): string;
  hostSchedule(atMs: number, key: ArrayBuffer): void;
  hostUnschedule(key: ArrayBuffer): void;
}

/** What the host calls. */
interface Door {
  run(contract: string, method: string, request: ArrayBuffer): ArrayBuffer;
  units(contract: string, method: string, request: ArrayBuffer): number;
  /** The arguments of the request are `[key]`. */
  timer(contract: string, method: string, request: ArrayBuffer): ArrayBuffer;
}

const sandbox = globalThis as unknown as Host & Door;

function buffer(bytes: Uint8Array): ArrayBuffer {
  return bytes.slice().buffer;
}

function bytesOf(value: ArrayBuffer | undefined): Uint8Array | undefined {
  return value === undefined ? undefined : new Uint8Array(value);
}

function contractOf(name: string): Contract | undefined {
  return builtinContracts.find((contract) => contract.name === name);
}

function methodOf(contract: string, method: string): Method {
  const found = contractOf(contract)?.methods.get(method);
  if (found === undefined) throw new TypeError(`no method ${contract}.${method}`);
  return found;
}

interface Request {
  readonly context: CallContext;
  readonly args: readonly CborValue[];
}

/** What contracts may do beside reading and writing their tables. */
const laterDoor = {
  hash: (algorithm: DigestAlgorithm, bytes: Uint8Array) =>
    new Uint8Array(sandbox.hostHash(algorithm, buffer(bytes))),
  account(id: Uint8Array) {
    const found = bytesOf(sandbox.hostAccount(buffer(id)));
    if (found === undefined) return undefined;
    const [administrator] = decode(found) as readonly [boolean];
    return { administrator };
  },
  recall: (key: string) => bytesOf(sandbox.hostRecall(key)),
  remember(key: string, value: Uint8Array) {
    sandbox.hostRemember(key, buffer(value));
  },
  ask(contract: string, method: string, args: readonly CborValue[]) {
    const code = sandbox.hostAsk(contract, method, buffer(encode(args)));
    if (code !== '') throw rejection(code, 'refused by a hook');
  },
  schedule(atMs: number, key: Uint8Array) {
    sandbox.hostSchedule(atMs, buffer(key));
  },
  unschedule(key: Uint8Array) {
    sandbox.hostUnschedule(buffer(key));
  },
};

/** `[rules, height, timeMs, entryIndex, callNumber, setup, actors, args]` */
function readRequest(request: ArrayBuffer): Request {
  const items = decode(new Uint8Array(request)) as readonly CborValue[];
  const rules = RULES.get(items[0] as number);
  if (rules === undefined) throw new TypeError('rules that nobody knows');
  const context: CallContext = {
    rules,
    height: items[1] as number,
    timeMs: items[2] as number,
    entryIndex: items[3] as number,
    callNumber: items[4] as number,
    setup: items[5] as boolean,
    actors: (items[6] as readonly CborValue[]).map((actor) => principalFromCbor(actor)),
    get: (table, key) => bytesOf(sandbox.hostGet(table, buffer(key))),
    put: (table, key, value, terms) => {
      sandbox.hostPut(table, buffer(key), buffer(value), buffer(encode(terms ?? null)));
    },
    delete: (table, key, terms) => {
      sandbox.hostDelete(table, buffer(key), buffer(encode(terms ?? null)));
    },
    emit: (type, key, value) => {
      sandbox.hostEmit(type, buffer(key), buffer(value));
    },
    payloadItems: (number) => {
      const items = bytesOf(sandbox.hostPayloadItems(number));
      return items === undefined ? undefined : (decode(items) as readonly Uint8Array[]);
    },
    ...laterDoor,
  };
  return { context, args: items[7] as readonly CborValue[] };
}

/** Answers `[code, result | null]`. Anything but a rejection goes on as what it is: a bug. */
function answerOf(run: () => Uint8Array | undefined): ArrayBuffer {
  try {
    return buffer(encode(['', run() ?? null]));
  } catch (error) {
    if (!isCoded(error)) throw error;
    return buffer(encode([error.code, null]));
  }
}

sandbox.run = (contract, method, request) => {
  const found = methodOf(contract, method);
  const { context, args } = readRequest(request);
  return answerOf(() => found.run(context, parseArguments(found, args) as never));
};

sandbox.timer = (contract, _method, request) => {
  const found = contractOf(contract);
  if (found?.timer === undefined) throw new TypeError(`no timer of ${contract}`);
  const { timer } = found;
  const { context, args } = readRequest(request);
  return answerOf(() => {
    timer(context, args[0] as Uint8Array);
    return undefined;
  });
};

/** The request is `[args, [[root, count, bytes, kind] …]]`. */
sandbox.units = (contract, method, request) => {
  const found = methodOf(contract, method);
  const [args, roots] = decode(new Uint8Array(request)) as readonly (readonly CborValue[])[];
  const parsed: Arguments = parseArguments(found, args ?? []);
  const payloads = (roots ?? []).map((root) => {
    const [hash, count, bytes, kind] = root as readonly [
      Uint8Array,
      number,
      number,
      PayloadRoot['kind'],
    ];
    return { root: hash, count, bytes, kind };
  });
  return found.units?.(parsed as never, payloads) ?? 1;
};
