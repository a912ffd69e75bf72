/** Pages of a list: how many items, and where the next one begins. */

import { rejection } from '@stele/base';

import { ASSETS_PAGE_MAX } from '../../limits.ts';

const PAGE_DEFAULT = 50;

export function limitOf(limit = PAGE_DEFAULT): number {
  return Math.min(Math.max(1, limit), ASSETS_PAGE_MAX);
}

/** What a cursor holds, part by part. Rejects with CURSOR_MALFORMED. */
export function cursorParts(pattern: RegExp, cursor: string): readonly string[] {
  const parts = pattern.exec(cursor)?.slice(1);
  if (parts !== undefined) return parts;
  throw rejection('CURSOR_MALFORMED', 'the cursor is none that this list has given', {
    action: 'Give `nextCursor` of the page before, or none for the first page.',
  });
}
