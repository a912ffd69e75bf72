/** How lists of assets are asked for and answered: a limit, and where to go on. */

import { Type } from 'typebox';
import type { TArray, TNull, TObject, TSchema, TString, TUnion } from 'typebox';
import { ASSETS_PAGE_MAX } from '../../limits.ts';

export const pageQuery = {
  limit: Type.Optional(
    Type.Integer({ minimum: 1, maximum: ASSETS_PAGE_MAX, description: '50 when absent' }),
  ),
  cursor: Type.Optional(
    Type.String({ maxLength: 64, description: '`nextCursor` of the page before' }),
  ),
};

export function pageSchema<Item extends TSchema>(
  item: Item,
): TObject<{ items: TArray<Item>; nextCursor: TUnion<[TString, TNull]> }> {
  return Type.Object({
    items: Type.Array(item),
    nextCursor: Type.Union([Type.String(), Type.Null()], {
      description: 'what to give as `cursor` for more; null at the end',
    }),
  });
}
