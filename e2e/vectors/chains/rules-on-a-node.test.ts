/** Rules that change under a node: what it takes, what it says, where it stops, and what a crash or a backup makes of it. */

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { isCoded, type Log } from '@stele/base';
import { RULES, RULES_NEWEST } from '@stele/kernel/contract';
import { backupFolder, checkFolder, type LedgerNode, openNode, restoreFolder } from '@stele/node';
import type { Call, ChainView, Submission, SubmitResult } from '@stele/protocol';
import { Machine } from '../../product/product.ts';
import { contentOf, seeded, signedTransaction } from '../world.ts';
import { HISTORIES } from './chain-files.ts';
import { writeDataFolder } from './data-folder.ts';
import type { Customer, GoldenChain } from './golden-chain.ts';
import { activate, ALICE, BOB, jointRecord, OPERATOR, withUnknownBlock } from './histories.ts';

const SENTENCE = 'next block is under rules 99, which this version does not know';
/** A server of the ledger alone. */
const BARE = { STELE_CONSOLE: 'off', STELE_PROJECTION: 'off' };
const PROVEN = { wait: 'proven', timeoutMs: 10_000 } as const;

function history(name: string): GoldenChain {
  const chain = HISTORIES.map((make) => make()).find((one) => one.name === name);
  return chain ?? assert.fail(`no chain ${name}`);
}

/** What a log was told, as codes. */
class Told implements Log {
  readonly errors: unknown[] = [];
  readonly debug = (): void => undefined;
  readonly info = (): void => undefined;
  readonly warn = (): void => undefined;
  readonly error = (_: string, data?: Readonly<Record<string, unknown>>): void => {
    this.errors.push(data?.['code']);
  };
}

/** A chain in folders of its own. */
class Place {
  readonly folder = mkdtempSync(join(tmpdir(), 'stele-rules-'));
  readonly data = join(this.folder, 'data');
  readonly chain: GoldenChain;
  readonly log = new Told();
  readonly #nodes: LedgerNode[] = [];
  #made = 0;

  constructor(context: TestContext, chain: GoldenChain, count?: number) {
    this.chain = chain;
    writeDataFolder(this.data, chain, count);
    context.after(async () => {
      for (const node of this.#nodes) await node.close();
      rmSync(this.folder, { recursive: true, force: true });
    });
  }

  async open(dataFolder = this.data): Promise<LedgerNode> {
    const node = await openNode({ dataFolder, log: this.log, verifierThreads: 0 });
    this.#nodes.push(node);
    return node;
  }

  /** Signed now, by each set of signers. */
  versions(calls: readonly Call[], ...signers: readonly (readonly Customer[])[]): Submission[] {
    const { fingerprint } = this.chain.identity;
    const salt = seeded(`rules-on-a-node/${String(++this.#made)}`, 16);
    const content = contentOf(fingerprint, calls, { validUntilMs: Date.now() + 600_000, salt });
    return signers.map((some) => {
      const keys = some.map(({ signer }) => signer);
      keys.sort((a, b) => Buffer.compare(a.publicKey, b.publicKey));
      return { tx: signedTransaction(fingerprint, content, keys), payloads: [] };
    });
  }

  async submit(node: LedgerNode, submission: Submission | undefined): Promise<SubmitResult> {
    return await node.api.submit(submission ?? assert.fail(), PROVEN);
  }

  async operate(node: LedgerNode, call: Call = this.nothing()): Promise<SubmitResult> {
    return await this.submit(node, this.versions([call], [OPERATOR])[0]);
  }

  /** A call that changes nothing that matters here. */
  nothing(): Call {
    const args = [ALICE.account, 40];
    return { contract: 'accounts', method: 'set-quota', args, actors: [OPERATOR.principal] };
  }
}

async function fails(promise: Promise<unknown>, code: string): Promise<void> {
  await assert.rejects(promise, (error) => isCoded(error, code), code);
}

function rulesOf({ rules, pendingRules }: ChainView): unknown {
  return [rules, pendingRules];
}

/** Every file but what a process leaves that has only looked. */
function digestsOf(folder: string): ReadonlyMap<string, string> {
  const listed = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = listed.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
  const truth = files.filter((path) => !/\/(state|tree|node\.pid)|\.offsets$/.test(path));
  return new Map(
    truth.map((path) => [path, createHash('sha256').update(readFileSync(path)).digest('hex')]),
  );
}

void test('a server whose chain goes on under unknown rules stops with one sentence, and the check says it too', async (context) => {
  const machine = new Machine(context);
  writeDataFolder(machine.path('data'), history('03'));
  const before = digestsOf(machine.path('data'));
  const started = await machine.stele(['start', '--port', '0'], BARE);
  assert.equal(started.code, 3, started.stderr);
  const said = started.stderr.split('\n').filter((line) => line.includes('rules 99'));
  assert.equal(said.length, 1, started.stderr);
  assert.ok(said[0]?.includes(SENTENCE), said[0]);
  assert.deepEqual(digestsOf(machine.path('data')), before, 'nothing of the chain was touched');
  const checked = await machine.stele(['ledger', 'check']);
  assert.equal(checked.code, 0, checked.stderr);
  assert.ok(checked.stdout.includes(SENTENCE), checked.stdout);
});

void test('the operator puts rules that the node knows in the place of those it does not, and sees them', async (context) => {
  const machine = new Machine(context);
  writeDataFolder(machine.path('data'), history('03'), 4);
  await machine.start(context, [], BARE);
  const done = await machine.stele(['ledger', 'rules', '--activate', '2', '--at', '9']);
  assert.equal(done.code, 0, done.stderr);
  assert.match(
    done.stdout,
    /next block +1\n.*come +2, from block 9 on\n.*node +1, 2, 3\n.*block +4\n/,
  );
});

void test('a running node that comes to unknown rules takes no more, and goes on being read', async (context) => {
  const place = new Place(context, history('03'), 4);
  const node = await place.open();
  assert.deepEqual(rulesOf(await node.api.chain()), [1, { rules: 99, height: 5 }]);
  const late = place.versions([place.nothing()], [OPERATOR])[0] ?? assert.fail();
  const last = await place.operate(node);
  assert.equal(last.height, 4);
  assert.deepEqual(rulesOf(await node.api.chain()), [99, null]);
  assert.equal(node.refusal?.code, 'RULES_UNKNOWN');
  assert.ok(node.refusal.message.includes(SENTENCE));
  await fails(place.submit(node, late), 'RULES_UNKNOWN');
  await fails(node.api.prepare({ calls: [] }), 'RULES_UNKNOWN');
  assert.deepEqual(place.log.errors, ['RULES_UNKNOWN'], 'told once');
  assert.equal((await node.api.transaction(last.id)).status, 'proven');
  assert.ok((await node.api.receipt(last.id)).length > 0);
  await node.close();
  await fails(place.open(), 'RULES_UNKNOWN');
  assert.equal((await checkFolder(place.data, { verifierThreads: 0 })).damage, undefined);
});

void test('a log that holds blocks under unknown rules is not cut, whatever of it was acknowledged', async (context) => {
  const newest = RULES.get(RULES_NEWEST) ?? assert.fail();
  const chain = withUnknownBlock(new Map([...RULES, [99, { ...newest, number: 99 }]]));
  const place = new Place(context, chain);
  for (const signedUpTo of [chain.blocks.length, 2]) {
    writeFileSync(join(place.data, 'checkpoint'), chain.checkpointAt(signedUpTo - 1));
    const before = digestsOf(place.data);
    await fails(place.open(), 'RULES_UNKNOWN');
    await fails(checkFolder(place.data, { verifierThreads: 0 }), 'RULES_UNKNOWN');
    assert.deepEqual(digestsOf(place.data), before);
  }
});

void test('of what comes in together, what would be behind the last block is not taken', async (context) => {
  const place = new Place(context, history('03'), 4);
  const node = await place.open();
  const results = await Promise.allSettled(
    Array.from({ length: 40 }, async (_, i) => {
      // Several turns of the event loop, so several envelopes.
      for (let turn = 0; turn < i; turn++) await new Promise(setImmediate);
      return place.operate(node);
    }),
  );
  const codes = results.map((one) =>
    one.status === 'fulfilled' ? one.value.height : (one.reason as { code?: string }).code,
  );
  assert.deepEqual([...new Set(codes)], [4, 'RULES_UNKNOWN']);
  assert.equal((await node.api.chain()).height, 4);
});

void test('rules are switched on under a node with a past, and a crash at any block does not mind', async (context) => {
  const place = new Place(context, history('01'));
  const node = await place.open();
  const images: string[] = [];
  const image = (): void => {
    const copy = join(place.folder, `image-${String(images.length)}`);
    // As after kill −9 with everything derived lost.
    const kept = /\/(state|tree)(\/|$)|node\.pid$/;
    cpSync(place.data, copy, { recursive: true, filter: (path) => !kept.test(path) });
    images.push(copy);
  };
  assert.equal((await node.api.chain()).rules, 1);
  await place.operate(node);
  await fails(place.operate(node, activate(99, 50)), 'ACTIVATION_REFUSED');
  await fails(place.operate(node, activate(RULES_NEWEST + 1, 50)), 'ACTIVATION_REFUSED');
  const { height } = await node.api.chain();
  const early = place.versions([jointRecord('early')], [ALICE, BOB], [ALICE]);
  const signedBefore = place.versions([jointRecord('late')], [ALICE, BOB], [ALICE]);
  assert.equal((await place.operate(node, activate(2, height + 3))).code, '');
  image();
  assert.deepEqual(rulesOf(await node.api.chain()), [1, { rules: 2, height: height + 3 }]);
  assert.equal((await place.submit(node, early[1])).code, 'SIGNER_MISSING');
  image();
  const replayed = await place.submit(node, early[0]);
  assert.deepEqual([replayed.code, replayed.replayed], ['SIGNER_MISSING', true], 'used up');
  assert.deepEqual(rulesOf(await node.api.chain()), [2, null]);
  await fails(place.submit(node, signedBefore[1]), 'SIGNER_MISSING');
  const whole = await place.submit(node, signedBefore[0]);
  assert.deepEqual([whole.code, whole.height], ['', height + 3], 'signed before, executed after');
  image();
  const block = await node.api.block(height + 3);
  assert.equal(block.rules, 2);
  await node.close();
  for (const [i, copy] of images.entries()) {
    const again = await place.open(copy);
    const { rules, height: last } = await again.api.chain();
    assert.deepEqual([rules, last], [[1, 2, 2][i], [height + 1, height + 2, height + 3][i]]);
    assert.equal((await place.operate(again)).code, '');
    await again.close();
    assert.equal((await checkFolder(copy, { verifierThreads: 0 })).damage, undefined);
  }
});

void test('a backup from before an activation knows nothing of it, and may activate anew', async (context) => {
  const place = new Place(context, history('01'));
  const node = await place.open();
  const backup = join(place.folder, 'backup');
  await place.operate(node);
  await backupFolder({ dataFolder: place.data, backupFolder: backup });
  const { height } = await node.api.chain();
  await place.operate(node, activate(2, height + 2));
  await place.operate(node);
  assert.equal((await node.api.block('latest')).rules, 2);
  await node.close();
  const dataFolder = join(place.folder, 'restored');
  const { log } = place;
  await restoreFolder({ backupFolder: backup, dataFolder, log, verifierThreads: 0 });
  const restored = await place.open(dataFolder);
  assert.deepEqual(rulesOf(await restored.api.chain()), [1, null]);
  await place.operate(restored, activate(2, height + 3));
  await place.operate(restored);
  assert.deepEqual(rulesOf(await restored.api.chain()), [2, null]);
  assert.equal((await restored.api.block('latest')).rules, 2);
});
