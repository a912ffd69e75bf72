/**
 * Signs HTTP requests (RFC 9421), so that no key travels with them: covered are method, path, query and the digest of the body (RFC
 * 9530), with the time and a nonce, and the tag "stele". Every request is signed anew, a repeated one too. What a server takes is in
 * its own documentation; the host is not covered, since a proxy may change it.
 */

import { assert, toBase64, toBase64url, utf8 } from '@stele/base';
import { portableCrypto } from '@stele/protocol';
import type { Crypto, Signer } from '@stele/protocol';
import { hostWorld } from '../world.ts';
import type { World } from '../world.ts';

/** A key that the server knows the public half of. */
export interface RequestKey {
  /** The id that the server has given it. */
  readonly id: string;
  /** Ed25519 or P-256. */
  readonly signer: Signer;
}

export interface RequestToSign {
  readonly method: string;
  /** As it will be asked for, with its query. */
  readonly url: string | URL;
  /** The bytes as they will be sent; absent or empty when there are none. */
  readonly body?: Uint8Array | undefined;
}

export interface SigningTools {
  readonly world?: Pick<World, 'clock' | 'random'>;
  /** For SHA-256; the one that runs anywhere unless another is given. */
  readonly crypto?: Pick<Crypto, 'hash'>;
}

export type SignatureHeaders = Readonly<Record<string, string>>;

const SHA_256 = 1;
const NONCE_BYTES = 18;
const LABEL = 'stele';

/** The headers to send along: `signature-input`, `signature` and, with a body, `content-digest`. */
export function signRequest(
  request: RequestToSign,
  key: RequestKey,
  { world = hostWorld, crypto = portableCrypto }: SigningTools = {},
): SignatureHeaders {
  assert(key.signer.algorithm !== 3, 'RFC 9421 has no signatures by SM2');
  const digest = contentDigest(request.body, crypto);
  const components = componentsOf(request, digest);
  const created = String(Math.floor(world.clock.nowMs() / 1000));
  const nonce = toBase64url(world.random.bytes(NONCE_BYTES));
  const names = [...components.keys()].map(quoted).join(' ');
  const parameters = `(${names});created=${created};nonce="${nonce}";keyid=${quoted(key.id)};tag="stele"`;
  const signature = key.signer.sign(utf8(baseOf(components, parameters)));
  return {
    ...(digest === undefined ? {} : { 'content-digest': digest }),
    'signature-input': `${LABEL}=${parameters}`,
    signature: `${LABEL}=:${toBase64(signature)}:`,
  };
}

function contentDigest(
  body: Uint8Array | undefined,
  crypto: Pick<Crypto, 'hash'>,
): string | undefined {
  if (body === undefined || body.length === 0) return undefined;
  return `sha-256=:${toBase64(crypto.hash(SHA_256, body))}:`;
}

function componentsOf(
  { method, url }: RequestToSign,
  digest: string | undefined,
): ReadonlyMap<string, string> {
  const { pathname, search } = new URL(url);
  const components = new Map([
    ['@method', method.toUpperCase()],
    ['@path', pathname],
  ]);
  if (search !== '') components.set('@query', search);
  if (digest !== undefined) components.set('content-digest', digest);
  return components;
}

/** RFC 9421 §2.5. */
function baseOf(components: ReadonlyMap<string, string>, parameters: string): string {
  const lines = [...components].map(([name, value]) => `${quoted(name)}: ${value}`);
  return [...lines, `"@signature-params": ${parameters}`].join('\n');
}

/** A string of RFC 9651 §3.3.3. */
function quoted(text: string): string {
  assert(/^[\x20-\x7e]*$/.test(text), 'a structured field has ASCII only');
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}
