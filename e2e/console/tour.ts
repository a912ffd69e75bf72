/** Going through pages: each is shown to the next visitor who is free, so that as many are looked at at once as there are visitors. */

import { show } from './desk.ts';
import type { Visitor } from './visitor.ts';

export interface Stop {
  readonly visitor: Visitor;
  readonly path: string;
  /** Of the path among all. */
  readonly turn: number;
}

/** All that is wrong on any of the pages, by path; one that cannot be shown hides no other. */
export async function tour(
  visitors: readonly Visitor[],
  paths: readonly string[],
  look: (stop: Stop) => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const waiting = paths.map((path, turn) => ({ path, turn }));
  const found: string[] = [];
  const walk = async (visitor: Visitor): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { path, turn } = next;
      try {
        await show(visitor, path);
        const seen = await look({ visitor, path, turn });
        found.push(...seen.map((what) => `${path}: ${what}`));
      } catch (error) {
        found.push(`${path}: ${String(error)}`);
      }
    }
  };
  await Promise.all(visitors.map(walk));
  return found.sort();
}
