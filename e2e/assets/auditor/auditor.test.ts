/**
 * An auditor with a program of their own, which has nothing but the public log, comes to the same sums as the ledger; and notices an
 * entry that was changed, and an entry that makes something out of nothing.
 */

import assert from 'node:assert/strict';
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test, type TestContext } from 'node:test';
import { toHex } from '@stele/base';
import { decode, decodeEntry, encode, encodeEntry, leafHash, rootOf } from '@stele/protocol';
import { nodeCrypto } from '@stele/protocol/node';

import { pythonForTest } from '../../../tools/python.ts';
import { type Served, served } from '../../fuzz/served.ts';
import { Network } from '../test/network.ts';
import { audit, type Report } from './audit.ts';
import { everyMove } from './every-move.ts';

let place: Served;
let network: Network;

before(async () => {
  place = await served();
  network = await Network.at(place);
  await everyMove(network);
});

after(() => place.close());

const bytesAt = async (path: string): Promise<Buffer> =>
  Buffer.from(await (await fetch(`${place.address}/log/main/${path}`)).arrayBuffer());

async function vkey(): Promise<string> {
  return (await bytesAt('vkeys')).toString('utf8').split('\n')[0] ?? '';
}

/** What counts for every member, of every slot, as the ledger says it. */
async function countedByLedger(): Promise<ReadonlyMap<string, { free: bigint; held: bigint }>> {
  const counted = new Map<string, { free: bigint; held: bigint }>();
  for (const name of network.names) {
    for (const { view, amount } of await network.of(name)) {
      const { organisation, name: own } = view.class;
      const at = `${organisation}/${own} ${view.slot} ${view.holder}`;
      const sum = counted.get(at) ?? { free: 0n, held: 0n };
      const isHeld = 'hold' in (view.owner as object);
      if (isHeld) sum.held += amount;
      else sum.free += amount;
      counted.set(at, sum);
    }
  }
  return counted;
}

function countedByAuditor({
  classes,
}: Report): ReadonlyMap<string, { free: bigint; held: bigint }> {
  return new Map(
    classes.flatMap(({ name, slots }) =>
      Object.entries(slots).flatMap(([slot, { holders }]) =>
        Object.entries(holders).map(
          ([holder, { free, held }]) =>
            [`${name} ${slot} ${holder}`, { free: BigInt(free), held: BigInt(held) }] as const,
        ),
      ),
    ),
  );
}

void test('the auditor’s sums are the ledger’s, slot by slot and holder by holder', async (context) => {
  const python = await pythonForTest(context);
  if (python === undefined) return;
  const { code, report, trouble } = await audit(python, `${place.address}/log/main`, await vkey());
  assert.equal(code, 0, trouble);
  assert.ok(report !== undefined);
  assert.deepEqual(report.findings, []);
  const { items } = await network.ledger.transport.classes({});
  assert.deepEqual(
    report.classes.map(({ id, issued, redeemed }) => ({ id, issued, redeemed })),
    items
      .map(({ id, issued, redeemed }) => ({ id, issued, redeemed }))
      .toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  );
  const counted = await countedByLedger();
  assert.equal(counted.size, 11, 'there is something to count');
  assert.ok(
    [...counted.values()].some(({ held }) => held > 0n),
    'some of it is held',
  );
  assert.deepEqual(
    new Map([...countedByAuditor(report)].toSorted()),
    new Map([...counted].toSorted()),
  );
  context.diagnostic(`cases: calls followed by the auditor ${String(report.calls)}`);
});

/** The public log in a folder, with entries exchanged on the way. */
async function mirrored(
  context: TestContext,
  change: (entries: readonly Uint8Array[]) => readonly Uint8Array[],
): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'stele-audit-'));
  context.after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const checkpoint = await bytesAt('checkpoint');
  const size = Number(checkpoint.toString('utf8').split('\n')[1]);
  assert.ok(size < 256, 'one bundle holds it');
  const bundle = `tile/entries/000.p/${String(size)}`;
  const tile = `tile/0/000.p/${String(size)}`;
  const entries = change([...unbundled(await bytesAt(bundle))]);
  write(join(folder, 'checkpoint'), checkpoint);
  write(join(folder, tile), await bytesAt(tile));
  write(join(folder, bundle), bundled(entries));
  return folder;
}

function write(path: string, bytes: Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
}

function* unbundled(bytes: Buffer): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length;) {
    const end = at + 2 + bytes.readUInt16BE(at);
    yield new Uint8Array(bytes.subarray(at + 2, end));
    at = end;
  }
}

function bundled(entries: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(
    entries.flatMap((entry) => {
      const length = Buffer.alloc(2);
      length.writeUInt16BE(entry.length);
      return [length, entry];
    }),
  );
}

/** The last accepted call of a method, with something in its transaction changed. */
function forged(entries: readonly Uint8Array[], method: string): readonly Uint8Array[] {
  const found = entries.findLastIndex((bytes) => {
    const entry = decodeEntry(bytes);
    return (
      entry.kind === 'transaction' &&
      entry.outcome.code === '' &&
      methodIn(entry.content) === method
    );
  });
  assert.ok(found > 0);
  return entries.map((bytes, i) => (i === found ? withMoreMade(bytes) : bytes));
}

type Items = readonly unknown[];

function callsIn(tx: Uint8Array): Items {
  const [, body] = decode(tx) as Items;
  return (decode(body as Uint8Array) as Items)[5] as Items;
}

function methodIn(tx: Uint8Array): string {
  return String((callsIn(tx)[0] as Items)[1]);
}

/** Its first listed output has a million more. */
function withMoreMade(bytes: Uint8Array): Uint8Array {
  const entry = decodeEntry(bytes);
  assert.ok(entry.kind === 'transaction');
  const [version, body, signatures] = decode(entry.content) as Items;
  const fields = [...(decode(body as Uint8Array) as Items)];
  const [contract, method, args, actors] = (fields[5] as Items)[0] as Items;
  const [inputs, outputs] = args as Items;
  const [[like, , to], ...more] = outputs as readonly [Items, ...Items];
  const amount = [0, Uint8Array.of(0x7f, 0x42, 0x40)];
  fields[5] = [[contract, method, [inputs, [[like, amount, to], ...more]], actors]];
  const content = encode([version, encode(fields as never), signatures] as never);
  return encodeEntry({ ...entry, content });
}

void test('the auditor names the entry that is not the one that was signed for', async (context) => {
  const python = await pythonForTest(context);
  if (python === undefined) return;
  let changed = -1;
  const folder = await mirrored(context, (entries) => {
    const after = forged(entries, 'transfer');
    changed = after.findIndex((entry, i) => entry !== entries[i]);
    return after;
  });
  const { code, report, trouble } = await audit(python, folder, await vkey());
  assert.equal(code, 2);
  assert.equal(report, undefined);
  assert.match(trouble, new RegExp(`entry ${String(changed)} is not the one`));
});

void test('the auditor notices what a ledger makes out of nothing and signs for', async (context) => {
  const python = await pythonForTest(context);
  if (python === undefined) return;
  const folder = await mirrored(context, (entries) => forged(entries, 'transfer'));
  const own = signedAnew(folder);
  const { code, report, trouble } = await audit(python, folder, own);
  assert.equal(code, 1, trouble);
  assert.ok(report?.findings.some((finding) => finding.includes('out of nothing')));
});

/** A checkpoint over the changed entries by a key that goes with it, as a ledger that lies would make. */
function signedAnew(folder: string): string {
  const path = join(folder, 'checkpoint');
  const [origin = '', size = ''] = readFileSync(path, 'utf8').split('\n');
  const bundle = readFileSync(join(folder, `tile/entries/000.p/${size}`));
  const sha256 = (bytes: Uint8Array): Uint8Array => nodeCrypto.hash(1, bytes);
  const leaves = [...unbundled(bundle)].map((entry) => leafHash(sha256, entry));
  const body = `${origin}\n${size}\n${Buffer.from(rootOf(sha256, leaves)).toString('base64')}\n`;
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const raw = publicKey.export({ type: 'spki', format: 'der' }).subarray(-32);
  const typed = Buffer.concat([Buffer.of(1), raw]);
  const id = createHash('sha256').update(`${origin}\n`).update(typed).digest().subarray(0, 4);
  const signature = Buffer.concat([id, sign(null, Buffer.from(body), privateKey)]);
  writeFileSync(path, `${body}\n— ${origin} ${signature.toString('base64')}\n`);
  return `${origin}+${toHex(id)}+${typed.toString('base64')}`;
}
