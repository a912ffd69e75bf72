/** An authenticator in software: makes and uses P-256 passkeys as WebAuthn Level 3 §6 describes, honest unless told otherwise. */

import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

export interface Lies {
  readonly origin?: string;
  readonly rpId?: string;
  readonly challenge?: string;
  readonly type?: string;
  /** User present 1, user verified 4. */
  readonly flags?: number;
  readonly counter?: number;
  readonly key?: KeyObject;
  readonly userHandle?: string;
}

export interface Authenticator {
  readonly id: string;
  attest(options: { readonly challenge: string }, lies?: Lies): object;
  assert(options: { readonly challenge: string }, lies?: Lies): object;
}

const PRESENT_AND_VERIFIED = 0x05;
const ATTESTED = 0x40;

export function authenticator(origin: string, userHandle?: string): Authenticator {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const rawId = randomBytes(16);
  const id = rawId.toString('base64url');
  const rpId = new URL(origin).hostname;
  let uses = 0;

  const clientData = (type: string, challenge: string, lies: Lies): Buffer =>
    Buffer.from(
      JSON.stringify({
        type: lies.type ?? type,
        challenge: lies.challenge ?? challenge,
        origin: lies.origin ?? origin,
        crossOrigin: false,
      }),
    );
  const head = (flags: number, lies: Lies): Buffer => {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(lies.counter ?? ++uses);
    const own = (lies.flags ?? PRESENT_AND_VERIFIED) | flags;
    return Buffer.concat([sha256(lies.rpId ?? rpId), Buffer.of(own), counter]);
  };
  const common = { id, rawId: id, type: 'public-key', clientExtensionResults: {} };

  return {
    id,
    attest: ({ challenge }, lies = {}) => {
      const credential = Buffer.concat([
        Buffer.alloc(16),
        Buffer.of(0, rawId.length),
        rawId,
        coseKey(publicKey),
      ]);
      const attestationObject = cborMap([
        ['fmt', cborText('none')],
        ['attStmt', Buffer.of(0xa0)],
        ['authData', cborBytes(Buffer.concat([head(ATTESTED, lies), credential]))],
      ]).toString('base64url');
      const clientDataJSON = clientData('webauthn.create', challenge, lies).toString('base64url');
      return {
        ...common,
        response: { clientDataJSON, attestationObject, transports: ['internal'] },
      };
    },
    assert: ({ challenge }, lies = {}) => {
      const data = clientData('webauthn.get', challenge, lies);
      const authData = head(0, lies);
      const signed = Buffer.concat([authData, createHash('sha256').update(data).digest()]);
      const handle = lies.userHandle ?? userHandle;
      return {
        ...common,
        response: {
          clientDataJSON: data.toString('base64url'),
          authenticatorData: authData.toString('base64url'),
          signature: sign('sha256', signed, lies.key ?? privateKey).toString('base64url'),
          ...(handle !== undefined && { userHandle: handle }),
        },
      };
    },
  };
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** RFC 9053 §7.1: {1: 2, 3: -7, -1: 1, -2: x, -3: y}. */
function coseKey(publicKey: KeyObject): Buffer {
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  return Buffer.concat([
    Buffer.of(0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21),
    cborBytes(Buffer.from(x, 'base64url')),
    Buffer.of(0x22),
    cborBytes(Buffer.from(y, 'base64url')),
  ]);
}

function cborMap(pairs: readonly (readonly [string, Buffer])[]): Buffer {
  const flat = pairs.flatMap(([name, value]) => [cborText(name), value]);
  return Buffer.concat([Buffer.of(0xa0 + pairs.length), ...flat]);
}

function cborText(text: string): Buffer {
  return Buffer.concat([Buffer.of(0x60 + text.length), Buffer.from(text)]);
}

function cborBytes(bytes: Buffer): Buffer {
  const [short, long] = [Buffer.of(0x58, bytes.length), Buffer.of(0x59, 0, bytes.length)];
  return Buffer.concat([bytes.length < 256 ? short : long, bytes]);
}
