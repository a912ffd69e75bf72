/** The status for people, one fact a line. */

import type { Invocation } from '../command.ts';
import { localTime } from '../terminal/local-time.ts';
import { printable } from '../terminal/printable.ts';
import { bytesText, countText } from '../terminal/quantities.ts';
import { padTo, widthOf } from '../terminal/width.ts';
import type { TextKey } from '../text/text.ts';
import type { Status } from './status-of.ts';
import type { DiskSpace, StorageBytes } from './storage.ts';

export function statusLines(
  { text, style }: Invocation,
  { chain, address, folder, storage, space }: Status,
): readonly string[] {
  const members = chain.members.map(({ organisation, name }) => `${name} (${organisation})`);
  const facts: readonly (readonly [TextKey, string])[] = [
    ['status.chain', chain.name],
    ['status.fingerprint', chain.id],
    ['status.members', members.join(', ')],
    ['status.height', countText(chain.height)],
    ['status.logSize', countText(chain.logSize)],
    ['status.time', localTime(Date.parse(chain.time))],
    ['status.ordering', chain.ordering.kind],
    ['status.address', address],
    ...(folder === null ? [] : [['status.folder', folder] as const]),
    ...(storage === null
      ? []
      : [['status.storage', text('status.storageKinds', inUnits(storage))] as const]),
    ...(space === null ? [] : [['status.space', text('status.spaceOf', freeOf(space))] as const]),
  ];
  const columns = Math.max(...facts.map(([key]) => widthOf(text(key))));
  return facts.map(
    ([key, value]) => `${style.quiet(padTo(text(key), columns))}  ${printable(value)}`,
  );
}

function freeOf({ freeBytes, totalBytes }: DiskSpace): Readonly<Record<string, string>> {
  return { free: bytesText(freeBytes), total: bytesText(totalBytes) };
}

function inUnits(storage: StorageBytes): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(storage).map(([kind, bytes]) => [kind, bytesText(bytes)]),
  );
}
