/** What calls speak of: the outputs they spend, the classes they name. */

import type { DecodedCall } from './decoded-call.ts';
import type { ClassId, HandleForm, InputForm, OwnerForm } from './forms.ts';
import type { KnownOutput } from './known-output.ts';

export function inputsOf(call: DecodedCall): readonly InputForm[] {
  switch (call.method) {
    case 'issue':
    case 'transfer':
    case 'redeem':
    case 'step':
      return call.args.inputs;
    default:
      return [];
  }
}

/** Keys of outputs that were there before the transaction. */
export function keysIn(calls: readonly DecodedCall[]): readonly string[] {
  return calls.flatMap(inputsOf).flatMap(({ output }) => ('key' in output ? [output.key.key] : []));
}

export function classesIn(
  calls: readonly DecodedCall[],
  held: readonly KnownOutput[],
): readonly ClassId[] {
  const ofOutputs = held.flatMap(({ class: of, owner }) => [of, ...classesOfOwner(owner)]);
  return [...ofOutputs, ...calls.flatMap(classesOfCall)];
}

function classesOfCall(call: DecodedCall): readonly ClassId[] {
  switch (call.method) {
    case 'issue':
      return [call.args.class, ...call.args.parts.flatMap(({ to }) => classesOfOwner(to))];
    case 'transfer':
      return call.args.outputs.flatMap(({ to }) => classesOfOwner(to));
    case 'mark':
    case 'unmark':
      return classesOfHandle(call.args.handle);
    default:
      return [];
  }
}

/** Those in which exits are to be paid. */
export function classesOfOwner(owner: OwnerForm): readonly ClassId[] {
  if ('party' in owner) return [];
  return owner.hold.exits.flatMap(({ pays, to }) => [
    ...(pays === null ? [] : [pays.class]),
    ...(to === null ? [] : classesOfOwner(to)),
  ]);
}

/** Accounts that come to have something, or could by an exit; by their texts, each once. */
export function receivingAccounts(calls: readonly DecodedCall[]): readonly string[] {
  const parties = calls.flatMap(ownersIn).flatMap(partiesOf);
  return [...new Set(parties.filter((party) => party.startsWith('acc_')))];
}

function ownersIn(call: DecodedCall): readonly OwnerForm[] {
  switch (call.method) {
    case 'issue':
      return [...call.args.parts, ...call.args.change].map(({ to }) => to);
    case 'transfer':
      return call.args.outputs.map(({ to }) => to);
    case 'redeem':
      return call.args.change.map(({ to }) => to);
    default:
      return [];
  }
}

function partiesOf(owner: OwnerForm): readonly string[] {
  if ('party' in owner) return [owner.party];
  const { for: holder, exits } = owner.hold;
  return [
    holder,
    ...exits.flatMap(({ by, to }) => [
      ...(by === null ? [] : [by]),
      ...(to === null ? [] : partiesOf(to)),
    ]),
  ];
}

function classesOfHandle(handle: HandleForm): readonly ClassId[] {
  if ('slot' in handle) return [handle.slot.class];
  if ('class' in handle) return [handle.class];
  return 'holder' in handle ? [handle.holder.class] : [];
}
