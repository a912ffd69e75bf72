/** Pieces that the schemas of every service have in common. */

import { type TArray, type TNull, type TObject, type TSchema, Type } from 'typebox';

/**
 * Bodies and queries have the members that are named, and no others: `refrence` for `reference` would be lost without a word, and what
 * is recorded cannot be mended.
 */
export const EXACT = { additionalProperties: false } as const;

/** Of a text of one line that shows as it is: no control characters, nothing that turns the direction of reading. */
export const ONE_LINE = {
  minLength: 1,
  pattern: '^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069\\ud800-\\udfff]+$',
} as const;

/** The answer with a list that always comes whole. */
export function wholeList<Item extends TSchema>(
  item: Item,
): TObject<{ items: TArray<Item>; nextCursor: TNull }> {
  return Type.Object({ items: Type.Array(item), nextCursor: Type.Null() });
}
