/** Assets: calls in CBOR and JSON, rows, classes, amounts and keys as people write them, what waits for signatures, and live proofs. */

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { concat, fromHex, toBase64, utf8 } from '@stele/base';
import { assets, balancesTable, classesTable, outputsTable } from '@stele/contracts';
import {
  argumentsFromJson,
  argumentsToJson,
  decodeRow,
  encodeRow,
  formatArguments,
  isJsonObject,
  type Method,
  parseArguments,
  type Table,
} from '@stele/kernel/contract';
import {
  type CborValue,
  decode,
  encode,
  encodeSubmission,
  type JsonObject,
  type JsonValue,
  portableCrypto,
  suiteOf,
  verifyLive,
} from '@stele/protocol';
import { nodeCrypto } from '@stele/protocol/node';
import { amountToText, classForm, classNameFromText, classNameText, wholeClass } from '@stele/sdk';
import { exampleNames, exampleOf } from '../../../cli/src/assets/examples.ts';
import { amountFromText, amountText } from '../../../console/src/areas/assets/amount.ts';
import { checkedDefinition } from '../../../console/src/areas/assets/define-act.ts';
import { pemFromSeed, seedFromPem } from '../../../console/src/areas/assets/keys/pem.ts';
import { readOwner } from '../../../console/src/areas/assets/owner.ts';
import { decodePending } from '../../../ledger/node/src/intake/collecting/pending-file.ts';
import { provenOutput, type Proven } from '../../vectors/test/live-proofs.ts';
import { decoder, outcomeOf, type Target, textDecoder } from '../target.ts';
import { compared } from './two-verifiers.ts';
import { bytesOf, casesOf } from './vectors.ts';

const ACCOUNT = `acc_${'a1'.repeat(16)}`;
const INPUT: JsonObject = {
  output: { key: { key: '0000000000000007' + '0001', guard: 'ab'.repeat(8) } },
  exit: '',
  preimage: null,
};
const ESCROW: JsonObject = {
  hold: {
    for: ACCOUNT,
    reason: 'escrow',
    reference: null,
    exits: [
      {
        name: 'accept',
        by: ACCOUNT,
        from: null,
        until: 1_900_000_000_000,
        preimage: null,
        pays: { class: '11'.repeat(16), slot: null, amount: '5', to: ACCOUNT },
        step: '',
        to: { party: ACCOUNT },
      },
    ],
  },
};

/** A good call of each method that moves something. */
const CALLS: Readonly<Record<string, JsonObject>> = {
  define: { ...exampleOf('receivable', ACCOUNT) },
  issue: {
    class: '11'.repeat(16),
    parts: [{ attributes: [7, 'a'], amount: '1000', to: ESCROW, payload: null }],
    inputs: [INPUT],
    change: [{ like: 0, amount: '1', to: { party: ACCOUNT } }],
  },
  transfer: {
    inputs: [INPUT],
    outputs: [{ like: 0, amount: '340282366920938463463', to: ESCROW }],
  },
  redeem: { inputs: [INPUT], change: [] },
  step: { inputs: [INPUT], step: 'confirm', values: [1, 'b', 'cd'.repeat(32)] },
  mark: { handle: { output: '00'.repeat(10) }, level: 'platform', reference: 'ef'.repeat(32) },
};

function methodOf(name: unknown): Method | undefined {
  return typeof name === 'string' ? assets.methods.get(name) : undefined;
}

/** `[method, arguments]` as transactions hold it: what the schemas take, they would write again. */
const call = decoder({
  name: 'asset-call',
  seeds: () =>
    Object.entries(CALLS).flatMap(([name, json]) => {
      const method = methodOf(name);
      const args = method && outcomeOf(() => argumentsFromJson(method, completed(name, json)));
      return args?.kind === 'value' ? [encode([name, args.value])] : [];
    }),
  decode: (bytes) => {
    const value = decode(bytes);
    if (!Array.isArray(value) || value.length !== 2) return undefined;
    const [name, args] = value as readonly CborValue[];
    const method = methodOf(name);
    if (method === undefined || !Array.isArray(args)) return undefined;
    const read = parseArguments(method, args as readonly CborValue[]);
    assert.ok(units(method, read) >= 1);
    return [name as string, formatArguments(method, read)] as const;
  },
  encode: (value) => value && encode([...value]),
});

function units(method: Method, args: object): number {
  return method.units?.(args as never, []) ?? 1;
}

function completed(name: string, json: JsonObject): JsonObject {
  return name === 'define' ? wholeClass(json) : json;
}

/** `{method: arguments}` as people and the API write it: what is taken reads back as the same call. */
const callInJson = textDecoder({
  name: 'asset-call-json',
  seeds: () => Object.entries(CALLS).map(([name, json]) => JSON.stringify({ [name]: json })),
  decode: (text) => {
    const [entry] = Object.entries(objectIn(text));
    const method = methodOf(entry?.[0]);
    if (entry === undefined || method === undefined) return;
    const args = argumentsFromJson(method, entry[1]);
    const again = argumentsFromJson(method, argumentsToJson(method, args));
    assert.deepEqual(encode(again), encode(args));
  },
});

function objectIn(text: string): JsonObject {
  try {
    const value = JSON.parse(text) as JsonValue;
    return isJsonObject(value) ? value : {};
  } catch {
    return {};
  }
}

function rowsOf<Row>(name: string, of: Table<Row>, seeds: readonly Row[]): Target {
  return decoder({
    name,
    seeds: () => seeds.map((row) => encodeRow(of, row)),
    decode: (bytes) => decodeRow(of, bytes),
    encode: (row) => encodeRow(of, row),
  });
}

const OUTPUT = {
  class: new Uint8Array(16),
  slot: new Uint8Array(16).fill(1),
  amount: 2n ** 100n,
  state: { name: 'open', values: [7, null, 'x'] },
  owner: { kind: 'party', value: { kind: 'account', account: new Uint8Array(16).fill(2) } },
  acquiredAtMs: 1_800_000_000_000,
  depth: 3,
  payload: new Uint8Array(32),
} as const;

const CLASS = parseArguments(
  methodOf('define') ?? assert.fail('classes are defined'),
  argumentsFromJson(
    methodOf('define') ?? assert.fail('classes are defined'),
    wholeClass(exampleOf('receivable', ACCOUNT)),
  ),
);

/** What a class file leaves out is filled in, and the rest is judged by the schema, here and on the page alike. */
const classFile = textDecoder({
  name: 'class-file',
  seeds: () => exampleNames.map((name) => JSON.stringify(exampleOf(name, ACCOUNT))),
  decode: (text) => {
    checkedDefinition(ACCOUNT, text);
    return classForm(wholeClass(objectIn(text)));
  },
});

/** What somebody typed: what is shown of it is read as the same. */
const amountTyped = textDecoder({
  name: 'amount',
  seeds: () => ['12.50', '1,000', '0', '340282366920938463463374607431768211455', ' 7 '],
  decode: (text) => {
    for (const scale of [null, 0, 2, 38]) {
      const units = outcomeOf(() => amountFromText(text, scale));
      if (units.kind === 'refused') continue;
      assert.equal(amountFromText(amountText(units.value, scale), scale), units.value);
      assert.equal(amountFromText(amountToText(units.value, scale), scale), units.value);
    }
  },
});

const className = textDecoder({
  name: 'class-name',
  seeds: () => ['gateway/car-maker', 'gateway~car-maker'],
  decode: (text) => {
    const read = classNameFromText(text);
    assert.deepEqual(classNameFromText(classNameText(read)), read);
  },
});

const keyText = textDecoder({
  name: 'key-in-page',
  seeds: () => [pemFromSeed(new Uint8Array(32).fill(7))],
  decode: (text) => {
    const seed = seedFromPem(text);
    assert.deepEqual(seedFromPem(pemFromSeed(seed)), seed);
  },
});

/** As a node answers a page. */
const owner = textDecoder({
  name: 'owner-in-page',
  seeds: () => [JSON.stringify(ESCROW), JSON.stringify({ party: ACCOUNT })],
  decode: (text) => {
    readOwner(objectIn(text));
  },
});

const [{ fingerprint = '' } = {}] = casesOf('transaction') as { readonly fingerprint?: string }[];
const CHAIN = { suite: suiteOf('intl', portableCrypto), fingerprint: fromHex(fingerprint) };
const SHA_256 = 1;

/** A file of the inbox, whose hash fits: whoever can write there can make one that does. */
const pending: Target = {
  name: 'pending-file',
  seeds: () =>
    bytesOf('transaction').map((tx) =>
      encode([1, 'admin', 1_800_000_000_000, encodeSubmission({ tx, payloads: [] })]),
    ),
  run: (input) => {
    const file = concat(input, nodeCrypto.hash(SHA_256, input));
    decodePending(CHAIN, '', file);
  },
};

let proven: Proven | undefined;

/** Made once a thread, by a chain of its own. */
async function liveProofs(): Promise<readonly Uint8Array[]> {
  if (proven === undefined) {
    const folder = mkdtempSync(join(tmpdir(), 'stele-fuzz-'));
    try {
      proven = await provenOutput(folder);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  const [before, after] = proven.proofs;
  const later = { ...before, type: 'stele-live-proof/v9', more: 1 };
  return [before, after, later].map((proof) => utf8(JSON.stringify(proof)));
}

function trusted(): readonly Uint8Array[] {
  return proven === undefined ? [] : [proven.fingerprint];
}

const liveProof = compared('live-proof', liveProofs, {
  ours: (input) => {
    const { verdict, steps } = verifyLive(input, { crypto: nodeCrypto, trusted: trusted() });
    const failed = steps.find(({ result }) => result === 'fail');
    return { verdict, step: failed?.name ?? null, code: failed?.code ?? null };
  },
  question: () => ({ trusted: trusted().map((one) => toBase64(one)) }),
});

export const TARGETS: readonly Target[] = [
  call,
  callInJson,
  rowsOf('output-row', outputsTable, [OUTPUT]),
  rowsOf('balance-row', balancesTable, [{ free: 5n, held: null }]),
  rowsOf('class-row', classesTable, [CLASS]),
  classFile,
  amountTyped,
  className,
  keyText,
  owner,
  pending,
  liveProof,
];
