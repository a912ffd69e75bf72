/** The log's newest checkpoint, with its signature checked against the log keys that the server names (C2SP signed-note). */

import { fromBase64, isCoded, toHex, utf8 } from '@stele/base';
import {
  type Crypto,
  NOTE_TYPE_ED25519,
  noteKeyId,
  parseCheckpoint,
  verifySignature,
} from '@stele/protocol';

export interface SignedLog {
  /** As it was served. */
  readonly text: string;
  readonly origin: string;
  readonly size: number;
  /** 64 digits. */
  readonly root: string;
  /** The key that signed it, one of `vkeys`; undefined: none of them did. */
  readonly signedBy: string | undefined;
  /** Names under which it is signed and cosigned. */
  readonly signers: readonly string[];
}

/** Rejects with PROOF_MALFORMED when the text is no checkpoint. */
export function readSignedLog(crypto: Crypto, text: string, vkeys: string): SignedLog {
  const { checkpoint, note } = parseCheckpoint(text);
  const signedBy = vkeys
    .split('\n')
    .filter((line) => line !== '')
    .find((line) => note.lines.some((signature) => isBy(crypto, line, note.text, signature)));
  return {
    text,
    origin: checkpoint.origin,
    size: checkpoint.size,
    root: toHex(checkpoint.root),
    signedBy,
    signers: note.lines.map(({ name }) => name),
  };
}

interface Line {
  readonly name: string;
  readonly keyId: Uint8Array;
  readonly signature: Uint8Array;
}

/** `name+hex(id)+base64(type ‖ key)`; a line of another form signs nothing. */
function isBy(crypto: Crypto, vkey: string, text: string, line: Line): boolean {
  const [, name, id = '', material = ''] = /^([^+ ]+)\+([0-9a-f]{8})\+(\S+)$/.exec(vkey) ?? [];
  if (name !== line.name || id !== toHex(line.keyId)) return false;
  const [type, ...bytes] = bytesOf(material);
  const key = Uint8Array.from(bytes);
  if (type !== NOTE_TYPE_ED25519) return false;
  if (toHex(noteKeyId(crypto, { name, type, key })) !== id) return false;
  return verifySignature(crypto, { algorithm: 1, key, signature: line.signature }, utf8(text));
}

function bytesOf(material: string): Uint8Array {
  try {
    return fromBase64(material);
  } catch (error) {
    if (!isCoded(error)) throw error;
    return new Uint8Array(0);
  }
}
