/** Steps 1 and 2 in the twin's words. */

import { isMarked, type Books } from './books.ts';
import { hashOf, keyOf } from './ids.ts';
import {
  GUARD_WRONG,
  type TwinExit,
  type TwinInput,
  type TwinOutput,
  type TwinPlace,
} from './model.ts';
import { acts, refuseIf } from './principals.ts';

export interface Taken {
  readonly output: TwinOutput;
  readonly input: TwinInput;
  /** The exit that is named, if it is there. */
  readonly exit: TwinExit | undefined;
}

export function takeIn(books: Books, place: TwinPlace, inputs: readonly TwinInput[]): Taken[] {
  const keys = inputs.map(({ output: { key, made } }) =>
    key === undefined ? keyOf({ ...place, call: made?.call ?? 0 }, made?.place ?? 0) : key.key,
  );
  const found = keys.map((key) => books.outputs.find((output) => output.key === key));
  refuseIf(new Set(keys).size < keys.length, 'OUTPUT_UNKNOWN');
  const outputs = found.filter((output) => output !== undefined);
  refuseIf(outputs.length < inputs.length, 'OUTPUT_UNKNOWN');
  refuseIf(
    inputs.some(({ output }) => output.key?.guard === GUARD_WRONG),
    'OUTPUT_DIFFERS',
  );
  refuseIf(
    outputs.some((output) => isMarked(books, output)),
    'MARKED',
  );
  return inputs.flatMap((input, i) => {
    const output = outputs[i];
    if (output === undefined) return [];
    const exit = output.owner.hold?.exits.find(({ name }) => name === input.exit);
    return [{ output, input, exit }];
  });
}

function namesExit({ input }: Taken): boolean {
  return (input.exit ?? '') !== '';
}

export function checkHolders(actors: readonly string[], taken: readonly Taken[]): void {
  for (const one of taken) {
    const { party } = one.output.owner;
    if (party === undefined || namesExit(one)) continue;
    refuseIf(!acts(actors, party), 'HOLDER_NOT_ACTING');
  }
}

/** For calls that take no exits. */
export function checkNoExits(taken: readonly Taken[]): void {
  refuseIf(
    taken.some((one) => namesExit(one) || (one.input.preimage ?? null) !== null),
    'EXIT_UNKNOWN',
  );
  checkNotHeld(taken);
}

export function checkExits(
  { timeMs }: TwinPlace,
  actors: readonly string[],
  taken: readonly Taken[],
): void {
  refuseIf(
    taken.some((one) => namesExit(one) && one.exit === undefined),
    'EXIT_UNKNOWN',
  );
  const exits = taken.flatMap(({ exit }) => (exit === undefined ? [] : [exit]));
  refuseIf(
    exits.some(({ by }) => typeof by === 'string' && !acts(actors, by)),
    'EXIT_NOT_ACTING',
  );
  refuseIf(
    exits.some(({ from }) => typeof from === 'number' && timeMs < from),
    'EXIT_TOO_EARLY',
  );
  refuseIf(
    exits.some(({ until }) => typeof until === 'number' && timeMs >= until),
    'EXIT_TOO_LATE',
  );
  refuseIf(!taken.every(showsWhatIsWanted), 'PREIMAGE_WRONG');
}

function showsWhatIsWanted({ exit, input }: Taken): boolean {
  const wanted = exit?.preimage ?? null;
  const shown = input.preimage ?? null;
  if (wanted === null || shown === null) return wanted === null && shown === null;
  return hashOf(wanted.algorithm, shown) === wanted.digest;
}

export function checkNotHeld(taken: readonly Taken[]): void {
  refuseIf(
    taken.some((one) => one.output.owner.hold !== undefined && one.exit === undefined),
    'HELD',
  );
}
