/** Names that nobody else comes by: of a form's request, so that pressing twice does once, of an upload, of a file at work. */

const BYTES = 16;

/** 32 digits of hex, new each time. */
export function newRandomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(BYTES));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
