/** What follows from the master secret for one customer, derived once and kept: deriving at every request would cost as much as signing. */

import type { Signer } from '@stele/protocol';
import { signerFromSeed } from '@stele/protocol/node';
import { toHex } from '@stele/base';
import type { MasterSecret } from './master-secret.ts';

export interface DerivedKeys {
  /** Speaks for a hosted account on the ledger. Ed25519. */
  readonly signer: Signer;
  /** AES-256-GCM, for notes. */
  readonly noteKey: Uint8Array;
  /** Turns idempotency keys into record ids; never changes (spec/contracts.md). */
  readonly recordIdSecret: Uint8Array;
}

/** The derived keys of an account, by account. */
export function derivedKeys(master: MasterSecret): (account: Uint8Array) => DerivedKeys {
  const known = new Map<string, DerivedKeys>();
  return (account) => {
    const name = toHex(account);
    const found = known.get(name);
    if (found !== undefined) return found;
    const made = {
      signer: signerFromSeed(master.derive('hosted-key', account)),
      noteKey: master.derive('note-key', account),
      recordIdSecret: master.derive('record-id', account),
    };
    known.set(name, made);
    return made;
  };
}
