/** Whether the master secret is the one this store was made with. Found out at start, not when the first note does not open. */

import { equal, failure } from '@stele/base';
import { namedKey } from '../store/key-space.ts';
import type { ServiceStore } from '../store/service-store.ts';
import type { MasterSecret } from './master-secret.ts';

const OWNER = new Uint8Array(0);

/** Remembers it at the first start. Fails with MASTER_KEY_OTHER. */
export async function checkMaster(store: ServiceStore, master: MasterSecret): Promise<void> {
  const key = namedKey('mark', 'master');
  const check = master.derive('check', OWNER);
  const stored = store.get(key);
  if (stored === undefined) {
    await store.write([{ kind: 'put', key, value: check }]);
    return;
  }
  if (equal(stored, check)) return;
  throw failure('MASTER_KEY_OTHER', 'this is not the master secret the service was made with', {
    action:
      'Put keys/master.secret back from a backup, or set STELE_MASTER_KEY to the one in use before.',
  });
}
