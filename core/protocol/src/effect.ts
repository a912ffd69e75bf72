/** Effects: what execution did, numbered through the chain's life (spec/block.md, "Effects"). */

import { type CborValue, encode } from './cbor.ts';
import { EFFECT_BYTES_MAX, EFFECT_KEY_BYTES_MAX } from './limits.ts';
import { Shape } from './shape.ts';

export type EffectKind = 'put' | 'delete' | 'event' | 'result';

export interface Effect {
  /** The entry's place in its block, from 0. */
  readonly position: number;
  readonly kind: EffectKind;
  readonly contract: string;
  /** Table; of an event its type, of a result the method. */
  readonly table: string;
  readonly key: Uint8Array;
  /** Null for a delete, and for nothing else. */
  readonly value: Uint8Array | null;
}

const SHAPE = new Shape('EFFECT_MALFORMED');
const KINDS: readonly EffectKind[] = ['put', 'delete', 'event', 'result'];

export function encodeEffect(effect: Effect): Uint8Array {
  const { position, kind, contract, table, key, value } = effect;
  return encode([position, KINDS.indexOf(kind), contract, table, key, value]);
}

/** Reads an effect. Rejects with EFFECT_MALFORMED. */
export function decodeEffect(bytes: Uint8Array): Effect {
  if (bytes.length > EFFECT_BYTES_MAX) throw SHAPE.malformed('more than 65 535 bytes');
  const [position, kind, contract, table, key, value] = SHAPE.tuple(SHAPE.decode(bytes), 6);
  const name = KINDS[SHAPE.uint(kind)];
  if (name === undefined) throw SHAPE.malformed('an unknown kind of effect');
  return {
    position: SHAPE.uint(position),
    kind: name,
    contract: SHAPE.identifier(contract),
    table: SHAPE.identifier(table),
    key: readKey(key, name),
    value: readValue(value, name),
  };
}

/** A result's is the number of its call. */
function readKey(value: CborValue | undefined, kind: EffectKind): Uint8Array {
  const key = SHAPE.bytes(value, kind === 'result' ? 1 : undefined);
  if (key.length > EFFECT_KEY_BYTES_MAX) throw SHAPE.malformed('a key of more than 256 bytes');
  return key;
}

function readValue(value: CborValue | undefined, kind: EffectKind): Uint8Array | null {
  const read = SHAPE.nullable(value, (bytes) => SHAPE.bytes(bytes));
  if ((read === null) !== (kind === 'delete')) {
    throw SHAPE.malformed('a delete, and nothing else, has no value');
  }
  return read;
}
