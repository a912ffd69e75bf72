/** Damage after damage on copies of a sound folder, each judged, counted by kind of file; what is missed is a failure with its story. */

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';

import { type Dice, kindOf, kindsIn, type Way } from './damage.ts';
import { type Judged, judged, type Named, type Sight } from './judge.ts';
import { openFolder } from './opened.ts';
import { readAll, servedOtherwise } from './reading.ts';
import { copied, makeSound, type Sound } from './sound.ts';

export interface Campaign {
  readonly folder: string;
  readonly sound: Sound;
  readonly sight: Omit<Sight, 'isOpenedAnyway'>;
  /** One damage: undefined when the way changes nothing in the file it was given. */
  readonly once: (way: Way, dice: Dice, target: Target) => Promise<Spoiled | undefined>;
}

export interface Target {
  readonly kind: string;
  /** How the server ended. */
  readonly end: 'stopped' | 'killed';
}

export interface Spoiled {
  readonly path: string;
  readonly what: string;
  readonly judged: Judged;
}

/** For log, payloads, tree and checkpoint every byte counts. */
export const TRUTH = ['log/….entries', 'log/….offsets', 'payload/', 'tree/', 'checkpoint'];
/** What is not served by anything, and is there for people. */
export const FOR_PEOPLE = ['state: LOG, for people', 'evidence: LOG, for people', 'node.pid'];

export async function beginCampaign(context: TestContext): Promise<Campaign> {
  const folder = mkdtempSync(join(tmpdir(), 'stele-flips-'));
  context.after(() => {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  const hasTimestamps = spawnSync('openssl', ['version']).status === 0;
  if (!hasTimestamps) context.diagnostic('without timestamps: openssl is not installed');
  const sound = await makeSound(context, folder, { hasTimestamps });
  const { asked, nowMs } = sound;
  const [first, second] = [
    await soundReading(folder, sound, 'stopped'),
    await soundReading(folder, sound, 'killed'),
  ];
  assert.deepEqual(servedOtherwise(first, second), [], 'both serve the same');
  const sight = { asked, nowMs, sound: first };
  let cases = 0;
  const once: Campaign['once'] = async (way, dice, { kind, end }) => {
    const copy = join(folder, `damaged-${String(cases++)}`);
    copied(sound[end], copy);
    try {
      return await spoiledOnce(
        { copy, way, dice, kind },
        { ...sight, isOpenedAnyway: cases % 16 === 0 },
      );
    } finally {
      rmSync(copy, { recursive: true, force: true });
    }
  };
  return { folder, sound, sight, once };
}

async function soundReading(
  folder: string,
  sound: Sound,
  end: Target['end'],
): Promise<Sight['sound']> {
  const { asked, nowMs } = sound;
  const copy = copied(sound[end], join(folder, `read-${end}`));
  const opened = await openFolder(copy, { authorities: asked.authorities, nowMs });
  const reading = await readAll(opened, asked);
  await opened.close();
  return reading;
}

interface Damaging {
  readonly copy: string;
  readonly way: Way;
  readonly dice: Dice;
  readonly kind: string;
}

async function spoiledOnce(
  { copy, way, dice, kind }: Damaging,
  sight: Sight,
): Promise<Spoiled | undefined> {
  const others = kindsIn(copy).get(kind) ?? [];
  const path = others[dice(others.length)];
  if (path === undefined) return undefined;
  const before = readFileSync(join(copy, path));
  const what = way({ folder: copy, path, others }, dice);
  if (what === undefined) return undefined;
  const verdict = await judged(copy, sight);
  return { path, what, judged: namedRightly(verdict, { path, before, what }) };
}

/** A flip that the check has found must be named by its file, and in log and payloads by its very record. */
function namedRightly(
  verdict: Judged,
  { path, before, what }: { readonly path: string; readonly before: Buffer; readonly what: string },
): Judged {
  const [, digits] = /byte (\d+)$/.exec(what) ?? [];
  if (verdict.named === undefined || digits === undefined) return verdict;
  return isAt(verdict.named, path, before, Number(digits))
    ? verdict
    : {
        ...verdict,
        verdict: 'missed',
        why: `another place is named: ${JSON.stringify(verdict.named)}`,
      };
}

const PREFIX_BYTES: Readonly<Record<string, number>> = { 'log/….entries': 2, 'payload/': 4 };

function isAt({ file, offset }: Named, path: string, before: Buffer, at: number): boolean {
  if (path.startsWith('state/')) return file === 'state' || file === path;
  if (file !== path) return false;
  const prefixBytes = PREFIX_BYTES[kindOf(path)];
  if (offset === undefined) return prefixBytes === undefined;
  return prefixBytes === undefined
    ? offset <= at
    : offset === recordAround(before, at, prefixBytes);
}

/** Where the length-prefixed record begins that holds byte `at`. */
function recordAround(bytes: Buffer, at: number, prefixBytes: number): number {
  for (let start = 0; ;) {
    const end = start + prefixBytes + bytes.readUIntBE(start, prefixBytes);
    if (at < end) return start;
    start = end;
  }
}

/** Counts by kind and verdict. */
export class Table {
  readonly #rows = new Map<string, Map<string, number>>();
  readonly missed: string[] = [];

  add(row: string, { path, what, judged: { verdict, why } }: Spoiled): void {
    const counts = this.#rows.get(row) ?? new Map<string, number>();
    counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
    this.#rows.set(row, counts);
    if (verdict === 'missed') this.missed.push(`${path}, ${what}: ${why}`);
  }

  count(row: string, verdict: Judged['verdict']): number {
    return this.#rows.get(row)?.get(verdict) ?? 0;
  }

  /** One line for each count. */
  report(context: TestContext, label: string): void {
    for (const [row, counts] of this.#rows) {
      for (const [verdict, count] of counts) {
        context.diagnostic(`cases: ${label} ${row}: ${WORDS[verdict] ?? verdict} ${String(count)}`);
      }
    }
  }
}

const WORDS: Readonly<Record<string, string>> = {
  check: 'found and named by the check',
  open: 'found at open',
  read: 'found at read',
  same: 'nothing served differs',
};

/** Numbers that are the same again for the same seed (xorshift32). */
export function diceOf(seed: number): Dice {
  let state = seed | 0 || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % Math.max(below, 1);
  };
}
