/** @stele/protocol/node: native cryptography and private keys in files. The only part of this package that needs Node. */

export {
  importPublicKey,
  nodeCrypto,
  OPENSSL_DIGESTS,
  opensslCrypto,
  sodiumCrypto,
} from './node-crypto.ts';
export { generateSigner, signerFromPem, signerFromSeed } from './signer.ts';
