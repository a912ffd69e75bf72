/**
 * Where the outputs of a trace stand when they are drawn one under the other, the oldest on top: each in a row and a lane of its own. An
 * output keeps its lane until the last of what was made of it, so a line that runs down a lane passes no other output; then the lane is
 * free for another.
 */

export interface Traced {
  readonly id: string;
  /** Outputs that it was made of; those that are not in the list are counted only. */
  readonly from: readonly string[];
}

export interface LaneRow {
  readonly id: string;
  readonly lane: number;
  /** Lanes of what it was made of: lines come from there to its own. */
  readonly incoming: readonly number[];
  /** Lanes of other outputs that go on past this row. */
  readonly passing: readonly number[];
  /** Whether something below was made of it. */
  readonly goesOn: boolean;
  /** How many of its origins are not in the list. */
  readonly missing: number;
}

export interface Lanes {
  readonly rows: readonly LaneRow[];
  /** How many lanes there are side by side at most. */
  readonly width: number;
}

/** By id: an output's id begins with its place in the log, so whatever it was made of comes before it. */
export function lanesOf(traced: readonly Traced[]): Lanes {
  const ordered = traced.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const last = lastUses(ordered);
  const held: (string | undefined)[] = [];
  const laneOf = new Map<string, number>();
  let width = 0;
  const rows = ordered.map((one, row): LaneRow => {
    const origins = knownOrigins(one, laneOf);
    const incoming = origins.map(({ lane }) => lane);
    for (const { id, lane } of origins) if (last.get(id) === row) held[lane] = undefined;
    const lane = freeLane(held, incoming);
    const passing = held.flatMap((holder, at) => (holder === undefined ? [] : [at]));
    const goesOn = (last.get(one.id) ?? -1) > row;
    laneOf.set(one.id, lane);
    held[lane] = goesOn ? one.id : undefined;
    width = Math.max(width, lane + 1);
    const missing = new Set(one.from).size - origins.length;
    return { id: one.id, lane, incoming, passing, goesOn, missing };
  });
  return { rows, width };
}

/** The row of the last output that was made of each. */
function lastUses(ordered: readonly Traced[]): ReadonlyMap<string, number> {
  const last = new Map<string, number>();
  ordered.forEach(({ from }, row) => {
    for (const id of from) last.set(id, row);
  });
  return last;
}

interface Origin {
  readonly id: string;
  readonly lane: number;
}

function knownOrigins({ from }: Traced, laneOf: ReadonlyMap<string, number>): readonly Origin[] {
  return [...new Set(from)].flatMap((id) => {
    const lane = laneOf.get(id);
    return lane === undefined ? [] : [{ id, lane }];
  });
}

/** One that an origin has just left, so that a line goes straight down; else the first that nobody holds. */
function freeLane(held: readonly (string | undefined)[], incoming: readonly number[]): number {
  const left = incoming.filter((lane) => held[lane] === undefined);
  if (left.length > 0) return Math.min(...left);
  const free = held.indexOf(undefined);
  return free === -1 ? held.length : free;
}
