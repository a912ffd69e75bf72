/** The account that genesis opens for whoever runs the node: an administrator without a quota. */

import { concat, utf8 } from '@stele/base';
import {
  ACCOUNT_BYTES,
  type Call,
  keyPrincipal,
  principalToCbor,
  type Signer,
  type Suite,
} from '@stele/protocol';

const DOMAIN = utf8('stele/operator/v1');

/** The first 16 bytes of H("stele/operator/v1" ‖ public key): whoever has the key knows the account. */
export function operatorAccount(suite: Suite, publicKey: Uint8Array): Uint8Array {
  return suite.H(concat(DOMAIN, publicKey)).slice(0, ACCOUNT_BYTES);
}

/** The setup call that opens it. */
export function openOperatorAccount(
  suite: Suite,
  { algorithm, publicKey }: Pick<Signer, 'algorithm' | 'publicKey'>,
): Call {
  const account = operatorAccount(suite, publicKey);
  const authority = principalToCbor(keyPrincipal(suite, algorithm, publicKey));
  return {
    contract: 'accounts',
    method: 'open',
    args: [account, authority, null, true],
    actors: [{ kind: 'account', account }],
  };
}
