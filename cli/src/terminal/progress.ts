/**
 * One line on standard error that is repainted while long work goes on, and wiped when it ends. Silent unless a person watches:
 * results go to standard output and never mix with it.
 */

import type { Stream } from '../world.ts';
import { bytesText, countText, rateText } from './quantities.ts';
import { cutTo } from './width.ts';

const repaintEveryMs = 100;
const barColumns = 20;

export interface Progress {
  /** Repaints with `label` and how much of `total` (0 = unknown) is done; call as often as you like. */
  show(label: string, done: number, total: number): void;
  /** Wipes the line. */
  clear(): void;
}

/** `describe` writes the numbers; bytes with their rate when absent. */
export function progressOn(
  stream: Stream,
  describe: (done: number, total: number, elapsedMs: number) => string = describeBytes,
): Progress {
  if (!stream.isTerminal) return { show: () => undefined, clear: () => undefined };
  const startedMs = performance.now();
  let paintedMs = Number.NEGATIVE_INFINITY;
  return {
    show(label, done, total) {
      const nowMs = performance.now();
      if (nowMs - paintedMs < repaintEveryMs) return;
      paintedMs = nowMs;
      const line = `${barOf(done, total)} ${describe(done, total, nowMs - startedMs)}  ${label}`;
      stream.write(`\r\u001b[K${cutTo(line, stream.columns - 1)}`);
    },
    clear() {
      if (paintedMs !== Number.NEGATIVE_INFINITY) stream.write('\r\u001b[K');
      paintedMs = Number.NEGATIVE_INFINITY;
    },
  };
}

function barOf(done: number, total: number): string {
  const filled = total <= 0 ? 0 : Math.min(barColumns, Math.floor((done / total) * barColumns));
  return `[${'#'.repeat(filled)}${'-'.repeat(barColumns - filled)}]`;
}

/** For what is counted one by one. */
export function inCounts(done: number, total: number): string {
  return `${countText(done)} / ${countText(total)}`;
}

function describeBytes(done: number, total: number, elapsedMs: number): string {
  return `${bytesText(done)} / ${bytesText(total)}  ${rateText(done, elapsedMs)}`;
}
