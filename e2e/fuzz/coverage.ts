/**
 * Which parts of the product an input reached, as V8 counts its blocks: the fuzzer keeps what reaches new ones. Asked through the
 * inspector of this very thread, so nothing is compiled in and the code that is fuzzed is the code that runs.
 */

import { Session } from 'node:inspector';
import type { Profiler } from 'node:inspector';
import { cloneFolder } from '../../tools/sources.ts';

/** From an offset to before another. */
type Span = readonly [start: number, end: number];

export class Coverage {
  readonly #session = new Session();
  /** Of each function that was ever called, what no call has reached yet. */
  readonly #unreached = new Map<string, readonly Span[]>();

  constructor() {
    this.#session.connect();
    this.#session.post('Profiler.enable');
    this.#session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  }

  /** How many functions have been called. */
  get functions(): number {
    return this.#unreached.size;
  }

  /** Whether anything was reached, since this was asked last, that never was before; `keep` notes it. */
  isFresh({ keep }: { readonly keep: boolean }): boolean {
    let isFresh = false;
    for (const called of this.#called()) {
      const left = this.#unreached.get(called.name);
      const now = left === undefined ? called.missed : common(left, called.missed);
      if (left !== undefined && lengthOf(now) === lengthOf(left)) continue;
      isFresh = true;
      if (keep) this.#unreached.set(called.name, now);
    }
    return isFresh;
  }

  close(): void {
    this.#session.post('Profiler.stopPreciseCoverage');
    this.#session.disconnect();
  }

  #called(): readonly Called[] {
    let scripts: readonly Profiler.ScriptCoverage[] = [];
    // Answered before `post` returns: the session is of this thread.
    this.#session.post('Profiler.takePreciseCoverage', (error, answer) => {
      if (error !== null) throw error;
      scripts = answer.result;
    });
    return scripts.filter(({ url }) => isProduct(url)).flatMap(calledIn);
  }
}

/** A link of the workspace leads to the folder itself, so every path in node_modules is somebody else's. */
function isProduct(url: string): boolean {
  return url.includes(cloneFolder) && !/\/(?:node_modules|e2e|tools)\//.test(url);
}

interface Called {
  readonly name: string;
  readonly missed: readonly Span[];
}

function calledIn({ scriptId, functions }: Profiler.ScriptCoverage): readonly Called[] {
  return functions.flatMap(({ ranges }) => {
    const [whole] = ranges;
    if (whole === undefined || whole.count === 0) return [];
    const name = `${scriptId}:${String(whole.startOffset)}:${String(whole.endOffset)}`;
    return [{ name, missed: missedIn(ranges) }];
  });
}

/**
 * What of a function was not reached. Blocks come nested, a block before those inside it, and one inside that was reached as often is
 * left out: so only what was never reached means the same in every answer.
 */
function missedIn(ranges: readonly Profiler.CoverageRange[]): readonly Span[] {
  const missed: Span[] = [];
  for (const { startOffset, endOffset, count } of ranges) {
    if (count === 0) missed.push([startOffset, endOffset]);
  }
  return missed;
}

function lengthOf(spans: readonly Span[]): number {
  return spans.reduce((sum, [start, end]) => sum + end - start, 0);
}

/** What lies in both. */
function common(some: readonly Span[], others: readonly Span[]): readonly Span[] {
  return some.flatMap(([start, end]) =>
    others.flatMap(([otherStart, otherEnd]): readonly Span[] => {
      const [from, to] = [Math.max(start, otherStart), Math.min(end, otherEnd)];
      return from < to ? [[from, to]] : [];
    }),
  );
}
