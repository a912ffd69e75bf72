/**
 * Loss of power at moments all over two lives of a server, with what a file system may then keep of unsynced writes: everything the
 * process wrote is recorded, in one order with what it told its clients. From each such folder the node opens by itself; whatever was
 * acknowledged before that moment is there, byte for byte; and checking the ledger finds nothing wrong, in what is derived neither.
 * The same in memory, and much more often: ledger/node/src/recovery/recover.prop.test.ts.
 */

import assert from 'node:assert/strict';
import { cpSync, mkdirSync } from 'node:fs';
import { test, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';
import { checkFolder, openNode } from '@stele/node';
import { adminOf, registerCustomer } from '../product/evidence-client.ts';
import { Machine } from '../product/product.ts';
import { entriesIn } from './log-files.ts';
import { notesIn } from './notes-in.ts';
import { rage, WITHOUT_SEARCH } from './scene.ts';
import { randomOf, Storm } from './storm.ts';
import { readTrace, strace, type TracedCall, tracedInto } from './trace.ts';
import { type Survival, TracedFolder } from './traced-folder.ts';

/** Losses of power that are tried; STELE_TEST_ROUNDS asks for more. */
const ROUNDS = Number(process.env['STELE_TEST_ROUNDS'] ?? 240);
const STORM_MS = 2_500;
/** Every loss of power costs as much as deriving the chain again. */
const PACE = { connections: 8, pauseMs: 30 };
const SURVIVALS: readonly Survival[] = ['torn', 'torn', 'torn', 'synced', 'written'];

/** What a client can hold against the server. */
interface Told {
  readonly transactions: Set<string>;
  readonly records: Set<string>;
}

interface Lived {
  readonly machine: Machine;
  readonly storm: Storm;
  readonly lives: readonly (readonly TracedCall[])[];
  /** The folder between the two lives. */
  readonly between: string;
}

/** Two lives, the first from nothing and ended by kill −9 under load, the second by SIGTERM. */
async function live(context: TestContext, program: string): Promise<Lived> {
  const machine = new Machine(context);
  const data = machine.path('data');
  const trace = (life: number): string => machine.path(`trace-${String(life)}`);
  machine.runBy = tracedInto(program, trace(0));
  const first = await machine.start(context, [], WITHOUT_SEARCH);
  const admin = adminOf(machine, first);
  const customers = [
    await registerCustomer(admin, 'Bank 0', null),
    await registerCustomer(admin, 'Bank 1', null),
  ];
  const storm = new Storm(data, customers, 1);
  const raging = rage({ machine, storm }, first, PACE);
  await sleep(STORM_MS);
  first.signal('SIGKILL');
  await first.ended;
  await raging.end();
  admin.close();
  const between = machine.path('between');
  cpSync(data, between, { recursive: true });
  machine.runBy = tracedInto(program, trace(1));
  const second = await machine.start(context, [], WITHOUT_SEARCH);
  const again = rage({ machine, storm }, second, PACE);
  await sleep(STORM_MS);
  await again.end();
  assert.equal((await second.stop()).code, 0);
  return { machine, storm, between, lives: [readTrace(trace(0)), readTrace(trace(1))] };
}

const RECORD = /"id":"ev_([0-9a-f]{32})"/g;
const TRANSACTION = /"(?:id|transaction)":"([0-9a-f]{64})"/g;

/** What a call told a client: an answer of success, as it went over the wire. */
function listen(told: Told, { name, fdPath = '', texts }: TracedCall): void {
  if (!/^(?:socket|TCP)/.test(fdPath) || !/^(?:write|send)/.test(name)) return;
  const text = Buffer.concat(texts).toString('latin1');
  if (/"status":[45]\d\d/.test(text)) return;
  for (const [, id = ''] of text.matchAll(RECORD)) told.records.add(id);
  for (const [, id = ''] of text.matchAll(TRANSACTION)) told.transactions.add(id);
}

/** The final truth, which every crashed folder is held against. */
interface Truth {
  readonly entries: readonly Uint8Array[];
  readonly notes: ReadonlyMap<string, string>;
}

const quiet = (): void => undefined;
const silent = { debug: quiet, info: quiet, warn: quiet, error: quiet };

/** Opens what a loss of power has left, and looks for all that was told before it. */
async function checkCrashed(folder: string, told: Told, truth: Truth): Promise<void> {
  const node = await openNode({ dataFolder: folder, log: silent, verifierThreads: 0 });
  try {
    for (const id of told.transactions) {
      assert.equal((await node.api.transaction(id)).status, 'proven', `transaction ${id}`);
    }
  } finally {
    await node.close();
  }
  const entries = entriesIn(folder);
  if (told.transactions.size > 0) {
    const isSame = entries.every((entry, i) =>
      Buffer.from(entry).equals(truth.entries[i] ?? entry),
    );
    assert.ok(isSame, 'the same chain');
  }
  const notes = await notesIn(folder);
  for (const id of told.records) assert.equal(notes.get(id), truth.notes.get(id), `note of ${id}`);
  const { damage, notes: remarks } = await checkFolder(folder, { verifierThreads: 0 });
  assert.deepEqual([damage, remarks], [undefined, []]);
}

interface Replay {
  readonly told: Told;
  readonly truth: Truth;
  readonly target: string;
  readonly rounds: number;
  readonly choose: (limit: number) => number;
}

/** Loses power after some of the calls that changed the folder, evenly over all of a life. */
async function replay(
  folder: TracedFolder,
  calls: readonly TracedCall[],
  { told, truth, target, rounds, choose }: Replay,
): Promise<void> {
  let done = 0;
  for (const [i, call] of calls.entries()) {
    const hasChanged = folder.apply(call);
    listen(told, call);
    if (!hasChanged || i < (done * calls.length) / rounds) continue;
    done++;
    const survival = SURVIVALS[choose(SURVIVALS.length)] ?? 'torn';
    folder.crash(target, survival, choose);
    try {
      await checkCrashed(target, told, truth);
    } catch (error) {
      assert.fail(`after ${call.name} ${call.fdPath ?? ''} (${survival}): ${inspect(error)}`);
    }
  }
}

void test('power is lost at any moment: all that was acknowledged is there', async (context) => {
  const program = strace();
  if (program.kind === 'unavailable') {
    context.skip(program.reason);
    return;
  }
  const seed = Number(process.env['STELE_TEST_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
  context.diagnostic(`seed ${String(seed)}`);
  const { machine, storm, lives, between } = await live(context, program.path);
  const data = machine.path('data');
  const truth = { entries: entriesIn(data), notes: await notesIn(data) };
  const random = randomOf(seed);
  const told: Told = { transactions: new Set(), records: new Set() };
  const target = machine.path('crashed');
  mkdirSync(target);
  const options = {
    told,
    truth,
    target,
    rounds: ROUNDS / 2,
    choose: (n: number) => Math.floor(random() * n),
  };
  const [first = [], second = []] = lives;
  await replay(new TracedFolder(data), first, options);
  const atFirst = told.transactions.size;
  await replay(TracedFolder.of(data, between), second, options);
  assert.ok(atFirst > 0 && told.transactions.size > atFirst && told.records.size > 0);
  const told2 = storm.orders.filter(({ state }) => state === 'recorded').flatMap(({ ids }) => ids);
  for (const id of told2) assert.ok(told.records.has(id.slice(3)), 'every answer was listened to');
  context.diagnostic(`cases: faults, loss of power ${String(ROUNDS)}`);
  context.diagnostic(
    `acknowledged in the two lives: ${String(told.transactions.size)} transactions, ${String(told.records.size)} records`,
  );
});
