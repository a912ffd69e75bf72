/** The key that signs COSE receipts, as the world sees it: COSE_Key (RFC 9052, section 7), its thumbprint (RFC 9679), a set of keys. */

import { assert } from '@stele/base';
import { portableCrypto, type Signer } from '@stele/protocol';
import { array, type Encoded, labels } from './cose-cbor.ts';

const KEY = { type: 1, identifier: 2, algorithm: 3, curve: -1, x: -2, y: -3 } as const;
const KEY_TYPE = { okp: 1, ec2: 2 } as const;
const CURVE = { p256: 1, ed25519: 6 } as const;
const ALGORITHM = { es256: -7, edDsa: -8 } as const;
const COORDINATE_BYTES = 32;

/**
 * The value of `alg`: EdDSA (−8) for Ed25519, ES256 for P-256. RFC 9864 has −19 for Ed25519 alone; verifiers that know it are few yet,
 * and curve and key say the same.
 */
export function coseAlgorithm({ algorithm }: Signer): number {
  assert(algorithm !== 3, 'a service signs with Ed25519 or P-256');
  return algorithm === 1 ? ALGORITHM.edDsa : ALGORITHM.es256;
}

/** What the thumbprint is over: the required parameters only (RFC 9679, section 4). */
function requiredParameters({
  algorithm,
  publicKey,
}: Signer): readonly (readonly [number, number | Uint8Array])[] {
  if (algorithm === 1) {
    return [
      [KEY.type, KEY_TYPE.okp],
      [KEY.curve, CURVE.ed25519],
      [KEY.x, publicKey],
    ];
  }
  return [
    [KEY.type, KEY_TYPE.ec2],
    [KEY.curve, CURVE.p256],
    [KEY.x, publicKey.subarray(1, 1 + COORDINATE_BYTES)],
    [KEY.y, publicKey.subarray(1 + COORDINATE_BYTES)],
  ];
}

/** SHA-256 thumbprint, 32 bytes. */
export function keyIdentifier(signer: Signer): Uint8Array {
  return portableCrypto.hash(1, labels(requiredParameters(signer)).encoded);
}

/** The COSE_KeySet with the signer's public key, for /.well-known/scitt-keys. */
export function coseKeySet(...signers: readonly Signer[]): Uint8Array {
  return array(...signers.map(coseKey)).encoded;
}

function coseKey(signer: Signer): Encoded {
  return labels([
    ...requiredParameters(signer),
    [KEY.identifier, keyIdentifier(signer)],
    [KEY.algorithm, coseAlgorithm(signer)],
  ]);
}
