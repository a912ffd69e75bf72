/** Places of records put together, so that neighbours of one batch are read as one range of its items. */

import type { RecordPlace } from './record-reader.ts';

/** A range of the items of one call. */
export interface PlaceRun {
  readonly index: number;
  readonly call: number;
  readonly first: number;
  readonly count: number;
  /** Those that were asked for, and where each stood among all that were. */
  readonly members: readonly Member[];
}

interface Member {
  readonly item: number;
  readonly position: number;
}

/** Items that nobody asked for are read between two that somebody did, rather than asking twice. */
const GAP_ITEMS_MAX = 16;

/** Runs in the order of the log that hold every place, given in any order, once for each time it was given. */
export function runsOf(places: readonly RecordPlace[]): readonly PlaceRun[] {
  const sorted = places.map((place, position) => ({ ...place, position })).toSorted(inOrder);
  const runs: Placed[][] = [];
  for (const place of sorted) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    if (run !== undefined && last !== undefined && isNear(last, place)) run.push(place);
    else runs.push([place]);
  }
  return runs.map(runOf);
}

interface Placed extends RecordPlace {
  readonly position: number;
}

function inOrder(a: Placed, b: Placed): number {
  return a.index - b.index || a.call - b.call || a.item - b.item;
}

function isNear(last: Placed, { index, call, item }: Placed): boolean {
  return last.index === index && last.call === call && item - last.item <= GAP_ITEMS_MAX;
}

function runOf(members: readonly Placed[]): PlaceRun {
  const [{ index, call, item: first } = NOWHERE] = members;
  const end = (members.at(-1)?.item ?? first) + 1;
  return { index, call, first, count: end - first, members };
}

const NOWHERE = { index: 0, call: 0, item: 0 };
