/**
 * What each call takes in and makes, call after call: by the signed bytes, and by rows whose digest is the guard in those bytes. It
 * follows spec/assets.md, "Methods"; whether the ledger would accept it is not asked here.
 */

import type { DecodedCall } from '../decoded-call.ts';
import { outputText } from '../calls.ts';
import type { ClassId, ExitForm, InputForm, NewOutputForm, OwnerForm } from '../forms.ts';
import { inputsOf } from '../mentioned.ts';
import { isGuardedBy, outputIn } from '../known-output.ts';
import type { Knowledge } from '../knowledge.ts';

/** An amount of one class and slot, and whose it is. */
export interface Content {
  readonly class: ClassId;
  /** Hexadecimal; null: of what is issued in this transaction, where attributes say it. */
  readonly slot: string | null;
  readonly amount: bigint;
  readonly owner: OwnerForm;
}

export interface Spent {
  /** `out_…`, or the place in an earlier call. */
  readonly name: string;
  readonly content: Content;
  /** The preimage that the input shows, hexadecimal. */
  readonly secret: string | null;
  /** The exit that is taken, and whose it is then. */
  readonly taken: { readonly exit: ExitForm; readonly owner: OwnerForm } | undefined;
}

/** Why an input is not known. */
export type Gap =
  | { readonly kind: 'outputUnknown' | 'outputDiffers'; readonly output: string }
  | { readonly kind: 'outputNotMade'; readonly call: number }
  | { readonly kind: 'exitUnknown'; readonly output: string; readonly exit: string }
  | { readonly kind: 'likeUnknown'; readonly place: number };

export interface Flow {
  readonly call: DecodedCall;
  /** By number of the input. */
  readonly spent: readonly (Spent | undefined)[];
  /** Listed outputs; undefined: like an input that is not known. */
  readonly made: readonly (Content | undefined)[];
  /** Everything that it makes, by place: what exits and steps make stands before what is listed. */
  readonly placed: readonly (Content | undefined)[];
  readonly gaps: readonly Gap[];
}

/** `call/place` → what was made there. */
type Made = Map<string, Content>;

function placeText(call: number, place: number): string {
  return `${String(call)}/${String(place)}`;
}

export function flowsOf(calls: readonly DecodedCall[], knowledge: Knowledge): readonly Flow[] {
  const made: Made = new Map();
  return calls.map((call) => {
    const gaps: Gap[] = [];
    const spent = inputsOf(call).map((input) => {
      const found = spentBy(input, call.taker, { knowledge, made });
      if (!('kind' in found)) return found;
      gaps.push(found);
      return undefined;
    });
    const listed = listedBy(call, spent);
    const unlike = listed.flatMap((content, place): Gap[] =>
      content === undefined ? [{ kind: 'likeUnknown', place }] : [],
    );
    const placed = placedBy(call, spent, listed);
    placed.forEach((content, place) => {
      if (content !== undefined) made.set(placeText(call.number, place), content);
    });
    return { call, spent, made: listed, placed, gaps: [...gaps, ...unlike] };
  });
}

interface Before {
  readonly knowledge: Knowledge;
  readonly made: Made;
}

function spentBy(input: InputForm, taker: string, before: Before): Spent | Gap {
  const { output } = input;
  const { made } = before;
  const { outputs } = before.knowledge;
  if ('made' in output) {
    const { call, place } = output.made;
    const name = placeText(call, place);
    const content = made.get(name);
    if (content === undefined) return { kind: 'outputNotMade', call };
    return withExit(input, taker, { name, content });
  }
  const { key, guard } = output.key;
  const name = outputText(key);
  const row = outputs.get(key);
  if (row === undefined) return { kind: 'outputUnknown', output: name };
  const known = isGuardedBy(row, guard) ? outputIn(row) : undefined;
  if (known === undefined) return { kind: 'outputDiffers', output: name };
  const content = { ...known, amount: BigInt(known.amount) };
  return withExit(input, taker, { name, content });
}

function withExit(
  { exit: wanted, preimage: secret }: InputForm,
  taker: string,
  { name, content }: Pick<Spent, 'name' | 'content'>,
): Spent | Gap {
  if (wanted === '') return { name, content, secret, taken: undefined };
  const exits = 'hold' in content.owner ? content.owner.hold.exits : [];
  const exit = exits.find((one) => one.name === wanted);
  if (exit === undefined) return { kind: 'exitUnknown', output: name, exit: wanted };
  const owner = exit.to ?? { party: taker };
  return { name, content, secret, taken: { exit, owner } };
}

type Inputs = readonly (Spent | undefined)[];

/** What the arguments list, beside what inputs become by themselves. */
function listedBy(call: DecodedCall, inputs: Inputs): readonly (Content | undefined)[] {
  switch (call.method) {
    case 'issue':
      return [
        ...call.args.parts.map(({ amount, to }) => ({
          class: call.args.class,
          slot: null,
          amount: BigInt(amount),
          owner: to,
        })),
        ...like(call.args.change, inputs),
      ];
    case 'transfer':
      return like(call.args.outputs, inputs);
    case 'redeem':
      return like(call.args.change, inputs);
    default:
      return [];
  }
}

function like(outputs: readonly NewOutputForm[], inputs: Inputs): readonly (Content | undefined)[] {
  return outputs.map((output) => {
    const model = inputs[output.like];
    if (model === undefined) return undefined;
    const { class: of, slot } = model.content;
    return { class: of, slot, amount: BigInt(output.amount), owner: output.to };
  });
}

function placedBy(
  call: DecodedCall,
  inputs: Inputs,
  listed: readonly (Content | undefined)[],
): readonly (Content | undefined)[] {
  if (call.method === 'step') return inputs.map((input) => input?.content);
  if (call.method !== 'transfer') return listed;
  const released = call.args.inputs.flatMap(({ exit }, number) =>
    exit === '' ? [] : [releasedFrom(inputs[number])],
  );
  return [...released, ...listed];
}

/** What a hold becomes by the exit that is taken. */
function releasedFrom(spent: Spent | undefined): Content | undefined {
  return spent?.taken && { ...spent.content, owner: spent.taken.owner };
}
