/**
 * Where the time goes: with STELE_BENCH_PROFILE=FILE a benchmark writes what its main thread did while it was measured, as Chromium's
 * developer tools read it, and says on standard error which part of the code took which share.
 */

import { writeFileSync } from 'node:fs';
import type { Profiler } from 'node:inspector';
import { Session } from 'node:inspector/promises';
import { fileURLToPath } from 'node:url';

const INTERVAL_US = 500;

/** Runs `act`, with a profile of it when one is asked for. Samples slow it down by some hundredths. */
export async function profiled<T>(act: () => Promise<T>): Promise<T> {
  const file = process.env['STELE_BENCH_PROFILE'];
  if (file === undefined) return await act();
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: INTERVAL_US });
  await session.post('Profiler.start');
  const result = await act();
  const { profile } = await session.post('Profiler.stop');
  session.disconnect();
  writeFileSync(file, JSON.stringify(profile));
  for (const [part, share] of sharesOf(profile)) {
    console.error(`${(share * 100).toFixed(1).padStart(5)} %  ${part}`);
  }
  return result;
}

/** Shares of the time by part of the code, the largest first: a package of this project, a library, or what the engine does itself. */
export function sharesOf({
  nodes,
  samples = [],
  timeDeltas = [],
}: Profiler.Profile): readonly (readonly [part: string, share: number])[] {
  const parts = new Map(nodes.map(({ id, callFrame }) => [id, partOf(callFrame)]));
  const times = new Map<string, number>();
  let all = 0;
  samples.forEach((id, i) => {
    const part = parts.get(id) ?? '';
    const spent = timeDeltas[i] ?? 0;
    times.set(part, (times.get(part) ?? 0) + spent);
    all += spent;
  });
  return [...times]
    .map(([part, spent]) => [part, spent / all] as const)
    .sort(([, a], [, b]) => b - a);
}

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
const LIBRARY = /node_modules\/((?:@[^/]+\/)?[^/]+)/;

function partOf({ functionName, url }: Profiler.Profile['nodes'][number]['callFrame']): string {
  if (url === '') return /^\(.*\)$/.test(functionName) ? functionName : 'native code';
  if (url.startsWith('node:')) return 'node';
  const library = LIBRARY.exec(url)?.[1];
  if (library !== undefined) return library;
  return fileURLToPath(url).replace(ROOT, '').split('/src/')[0] ?? '';
}
