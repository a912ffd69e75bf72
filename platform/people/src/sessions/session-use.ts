/**
 * When sessions were last used: known exactly in memory, and written down now and then, so that a restart keeps it and a request does not
 * wait for the disk.
 */

import { SESSION_USE_WRITTEN_MS } from '../limits.ts';
import type { KeptSession } from '../store/people-state.ts';
import type { PeopleWorld } from '../world.ts';

export interface SessionUse {
  /** With the time of its last use. */
  readonly current: (kept: KeptSession) => KeptSession;
  /** It is used now. */
  readonly touch: (kept: KeptSession) => void;
  /** Fails with PEOPLE_FILE_UNWRITABLE. */
  readonly write: () => Promise<void>;
}

export function sessionUse({ store, clock, log }: PeopleWorld): SessionUse {
  /** By id; only those used since they were last written down. */
  const used = new Map<string, number>();
  let isWriting = false;

  const current = (kept: KeptSession): KeptSession => {
    const lastUsedAtMs = used.get(kept.id) ?? kept.lastUsedAtMs;
    return { ...kept, lastUsedAtMs };
  };
  const write = async (): Promise<void> => {
    const written = await store.change((state) => ({
      state: { ...state, sessions: state.sessions.map(current) },
      result: new Map(used),
    }));
    for (const [id, timeMs] of written) if (used.get(id) === timeMs) used.delete(id);
  };
  /** In the background: a request does not wait for it, and the next one tries again. */
  const writeSoon = (): void => {
    if (isWriting) return;
    isWriting = true;
    write()
      .catch((error: unknown) => {
        log.warn('the use of sessions could not be written down', { error });
      })
      .finally(() => {
        isWriting = false;
      });
  };

  return {
    current,
    write,
    touch: (kept) => {
      const nowMs = clock.nowMs();
      used.set(kept.id, nowMs);
      if (Math.abs(nowMs - kept.lastUsedAtMs) >= SESSION_USE_WRITTEN_MS) writeSoon();
    },
  };
}
