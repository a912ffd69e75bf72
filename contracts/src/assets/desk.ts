/** What one call works with: its context, and the classes and parties it has met. */

import { type CallContext, decodeRow, refuse } from '@stele/kernel/contract';
import type { Principal } from '@stele/protocol';
import { type AssetClass, classFromDefinition } from './asset-class.ts';
import { byteText } from './byte-text.ts';
import { partyOf, type Sha256 } from './ids.ts';
import type { Owner } from './schema/owner.ts';
import { classesTable } from './tables.ts';

export interface Desk {
  readonly context: CallContext;
  readonly sha256: Sha256;
  /** By the text of the id. */
  readonly classes: Map<string, AssetClass>;
  /** How many marks are set, in classes by the text of their id and, without a name, on parties: as far as somebody has asked. */
  readonly marks: Map<string, number>;
}

/** Who things count for. */
export interface Party {
  readonly id: Uint8Array;
  /** The id's text. */
  readonly name: string;
}

export function deskOf(context: CallContext): Desk {
  return {
    context,
    sha256: (bytes) => context.hash(1, bytes),
    classes: new Map(),
    marks: new Map(),
  };
}

export function partyFor({ sha256 }: Desk, principal: Principal): Party {
  const id = partyOf(sha256, principal);
  return { id, name: byteText(id) };
}

/** Who an output counts for. */
export function partyOfOwner(desk: Desk, owner: Owner): Party {
  return partyFor(desk, owner.kind === 'party' ? owner.value : owner.value.for);
}

/** Rows that were decoded, by identity: a class that is traded is decoded once. */
const decoded = new WeakMap<Uint8Array, AssetClass>();

/** A class by its id; undefined when there is none. */
export function findClass(desk: Desk, id: Uint8Array): AssetClass | undefined {
  const name = byteText(id);
  const met = desk.classes.get(name);
  if (met !== undefined) return met;
  const row = desk.context.get(classesTable.name, id);
  if (row === undefined) return undefined;
  let found = decoded.get(row);
  if (found === undefined) {
    found = classFromDefinition(desk.sha256, id, decodeRow(classesTable, row));
    decoded.set(row, found);
  }
  desk.classes.set(name, found);
  return found;
}

/** A class by its id. Refuses with CLASS_UNKNOWN. */
export function requireClass(desk: Desk, id: Uint8Array): AssetClass {
  return findClass(desk, id) ?? refuse('CLASS_UNKNOWN', 'there is no such class');
}
