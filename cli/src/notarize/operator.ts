/** Who signs: the operator of this machine's chain, whose key, account and chain all lie in the data folder. */

import { createPrivateKey, hkdfSync } from 'node:crypto';

import { equal, toHex } from '@stele/base';
import {
  type ChainIdentity,
  decodeCharter,
  decodeSetup,
  fingerprintOf,
  keyPrincipal,
  principalFromCbor,
  type Signer,
  suiteOf,
} from '@stele/protocol';
import { nodeCrypto, signerFromPem } from '@stele/protocol/node';

import type { ServerPlace } from '../client/ledger-client.ts';
import { reasonOf } from '../files/reason.ts';
import { operatorKeyOf, requiredGenesisOf, setupOf } from '../settings/data-folder.ts';
import { trouble } from '../trouble.ts';

export interface Operator {
  readonly chain: ChainIdentity;
  readonly signer: Signer;
  /** 16 bytes: the account that owns the records. */
  readonly account: Uint8Array;
  /** Known to nobody else; record ids and names of pending work are derived from it. */
  readonly secret: Uint8Array;
}

/** A server, and who records there. */
export interface OperatorPlace extends ServerPlace {
  readonly operator: Operator;
}

/** FOLDER_NOT_FOUND, KEY_UNREADABLE, ACCOUNT_NOT_FOUND. */
export function operatorOf(folder: string): Operator {
  const genesis = requiredGenesisOf(folder);
  const suite = suiteOf(decodeCharter(genesis, nodeCrypto).suite, nodeCrypto);
  const chain = { suite, fingerprint: fingerprintOf(genesis, nodeCrypto) };
  const pem = operatorKeyOf(folder);
  const signer = signerOf(pem, folder);
  return { chain, signer, account: accountOf(folder, chain, signer), secret: secretOf(pem, chain) };
}

function signerOf(pem: string, folder: string): Signer {
  try {
    return signerFromPem(pem);
  } catch (error) {
    throw trouble(
      'KEY_UNREADABLE',
      { path: `${folder}/keys/operator.key`, reason: reasonOf(error) },
      error,
    );
  }
}

/** The account that genesis opened with this key as its authority (spec/contracts.md, `accounts.open`). */
function accountOf(folder: string, { suite }: ChainIdentity, signer: Signer): Uint8Array {
  const setup = setupOf(folder);
  const wanted = keyPrincipal(suite, signer.algorithm, signer.publicKey).hash;
  for (const { contract, method, args } of setup === undefined ? [] : decodeSetup(setup)) {
    if (contract !== 'accounts' || method !== 'open') continue;
    const [account, authority] = args;
    const principal = principalFromCbor(authority);
    const isOwn = principal.kind === 'key' && equal(principal.hash, wanted);
    if (isOwn && account instanceof Uint8Array) return account;
  }
  throw trouble('ACCOUNT_NOT_FOUND', { folder, key: toHex(wanted) });
}

/** HKDF (RFC 5869) of the private key, bound to the chain: the key itself is used for nothing but signing. */
function secretOf(pem: string, { fingerprint }: ChainIdentity): Uint8Array {
  const key = createPrivateKey(pem).export({ type: 'pkcs8', format: 'der' });
  return new Uint8Array(hkdfSync('sha256', key, fingerprint, 'stele/cli/secret/v1', 32));
}
