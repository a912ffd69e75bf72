/** A desk for as long as a page is shown. */

import { useLayoutEffect, useState, useSyncExternalStore } from 'react';

import { hashFile } from '../hash/hash-file.ts';
import { Desk, type DeskState } from './desk.ts';

export interface UsedDesk {
  readonly desk: Desk;
  readonly state: DeskState;
}

/** `trusted`: fingerprints, in an array that stays the same as long as they do. */
export function useDesk(trusted: readonly string[]): UsedDesk {
  const [desk] = useState(() => new Desk(hashFile));
  const state = useSyncExternalStore(desk.subscribe, desk.state);
  // Before anything is painted: a verdict on what was trusted before is not seen.
  useLayoutEffect(() => desk.setTrusted(trusted), [desk, trusted]);
  return { desk, state };
}
