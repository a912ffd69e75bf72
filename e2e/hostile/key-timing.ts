/**
 * Whether the time that a wrong key takes to be refused says how wrong it is: `node e2e/hostile/key-timing.ts`. Two wrong keys, one that
 * agrees with the right one up to its last characters and one that never does, are tried in random order; Welch's t between both
 * tells (after Reparaz, Balasch, Verbauwhede: "dude, is my code constant time?"): beyond ±4.5 it leaks. A comparison that does stop at
 * the first difference stands beside it, to show that the measure sees one.
 */

import { randomBytes } from 'node:crypto';
import { createBearerKey, keyRecord } from '@stele/server';
import { isKeyOf } from '../../core/server/src/keys/bearer-key.ts';
import { csrfTokenOf, isCsrfTokenOf } from '../../core/server/src/sessions/csrf-token.ts';

const SAMPLES = 400_000;
/** Of each class the slowest go: they are the machine’s, not the comparison’s. */
const KEPT = 0.95;

const random = { bytes: (count: number) => new Uint8Array(randomBytes(count)) };

function measured(compare: (given: string) => boolean, near: string, far: string): number {
  const times: readonly [number[], number[]] = [[], []];
  const choices = randomBytes(SAMPLES);
  for (const choice of choices) {
    const isFar = choice & 1;
    const given = isFar === 1 ? far : near;
    const began = process.hrtime.bigint();
    compare(given);
    times[isFar === 1 ? 1 : 0].push(Number(process.hrtime.bigint() - began));
  }
  const [a, b] = times.map(momentsOf) as [Moments, Moments];
  return (a.mean - b.mean) / Math.sqrt(a.variance / a.count + b.variance / b.count);
}

interface Moments {
  readonly count: number;
  readonly mean: number;
  readonly variance: number;
}

function momentsOf(times: readonly number[]): Moments {
  const kept = times.toSorted((a, b) => a - b).slice(0, Math.floor(times.length * KEPT));
  const mean = kept.reduce((sum, time) => sum + time, 0) / kept.length;
  const variance = kept.reduce((sum, time) => sum + (time - mean) ** 2, 0) / (kept.length - 1);
  return { count: kept.length, mean, variance };
}

/** Stops at the first difference, one character after the other. */
function naive(right: string): (given: string) => boolean {
  return (given) => {
    let at = 0;
    while (at < right.length && right.charCodeAt(at) === given.charCodeAt(at)) at++;
    return at === right.length;
  };
}

const key = createBearerKey(random);
const record = keyRecord(key, { name: 'x', scopes: [] });
if (record === undefined) throw new TypeError('a new key is well-formed');
const token = createBearerKey(random);
const csrf = csrfTokenOf(token);
const nearTo = (text: string): string => `${text.slice(0, -1)}${text.endsWith('0') ? '1' : '0'}`;
const farFrom = (text: string): string => text.replaceAll(/[^_]/g, '#');

const cases: readonly (readonly [string, (given: string) => boolean, string])[] = [
  ['bearer key', (given) => isKeyOf(record, given), key],
  ['token of a page', (given) => isCsrfTokenOf(token, given), csrf],
  ['for comparison: stops at the first difference', naive(key), key],
];
for (const [what, compare, right] of cases) {
  measured(compare, nearTo(right), farFrom(right));
  console.log(`${what}: t = ${measured(compare, nearTo(right), farFrom(right)).toFixed(2)}`);
}
