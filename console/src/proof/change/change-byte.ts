/**
 * One byte changed, in memory and nowhere else, to see the verification notice. Of a file any byte, of a receipt one that means
 * something: white space of its JSON may change without anything being different.
 */

export interface ByteChange {
  /** Counted from 0. */
  readonly place: number;
  readonly before: number;
  readonly after: number;
}

export interface ChangedReceipt extends ByteChange {
  readonly receipt: Uint8Array;
  /** Of the JSON form: the field that the byte belongs to. */
  readonly field?: string;
}

/** A number from 0 up to, not including, 1. */
export type Chance = () => number;

/** The file with one bit of one byte turned; no copy of it is made. Undefined for an empty file. */
export async function changedFile(
  file: Blob,
  chance: Chance,
): Promise<(ByteChange & { readonly blob: Blob }) | undefined> {
  if (file.size === 0) return undefined;
  const place = Math.floor(chance() * file.size);
  const [before = 0] = new Uint8Array(await file.slice(place, place + 1).arrayBuffer());
  const after = before ^ (1 << Math.floor(chance() * 8));
  const parts = [file.slice(0, place), Uint8Array.of(after), file.slice(place + 1)];
  return { place, before, after, blob: new Blob(parts) };
}

/** The receipt with another character, or another byte in the CBOR form. */
export function changedReceipt(receipt: Uint8Array, chance: Chance): ChangedReceipt {
  const places = meaningful(receipt);
  const place = places[Math.floor(chance() * places.length)] ?? 0;
  const before = receipt[place] ?? 0;
  const isText = places.length < receipt.length;
  const after = isText ? otherCharacter(before) : before ^ (1 << Math.floor(chance() * 8));
  const changed = Uint8Array.from(receipt);
  changed[place] = after;
  const field = isText ? fieldAt(receipt, place) : undefined;
  return { place, before, after, receipt: changed, ...(field !== undefined && { field }) };
}

/** Of JSON: characters inside long values, which are bytes in base64url or the proof's lines; of CBOR: everything. */
function meaningful(receipt: Uint8Array): readonly number[] {
  const text = asText(receipt);
  const values = [...text.matchAll(/"[^"]{24,}"/g)];
  const places = values.flatMap(({ 0: value, index }) =>
    Array.from({ length: value.length - 2 }, (_, i) => index + 1 + i).filter((at) =>
      /[A-Za-z0-9_-]/.test(text.charAt(at)),
    ),
  );
  const isText = /^\s*\{/.test(text) && places.length > 0;
  return isText ? places : Array.from(receipt, (_, at) => at);
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Far from the one that is there, so that no rule about last bits decides. */
function otherCharacter(before: number): number {
  const at = ALPHABET.indexOf(String.fromCharCode(before));
  return ALPHABET.charCodeAt((at + 32) % ALPHABET.length);
}

/** The name nearest before the place. */
function fieldAt(receipt: Uint8Array, place: number): string | undefined {
  const names = [...asText(receipt.subarray(0, place)).matchAll(/"(\w{1,24})"\s*:/g)];
  return names.at(-1)?.[1];
}

function asText(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
