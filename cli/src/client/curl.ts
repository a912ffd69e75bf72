/** HTTP calls as a person can paste them into a shell. Secrets stay in their files: the shell reads them, not the screen. */

export interface CurlCall {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  /** The file with the bearer key. */
  readonly keyPath?: string | undefined;
  /** Beside the key and the type of the body. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: { readonly mediaType: string; readonly bytes: Uint8Array };
  /** The file that takes the answer. */
  readonly output?: string | undefined;
}

export function curlCommand(call: CurlCall): string {
  const { method, url, keyPath, headers = {}, body, output } = call;
  const parts = ['curl', '-sS', ...(method === 'GET' ? [] : ['-X', method]), shellQuote(url)];
  if (keyPath !== undefined) {
    parts.push('-H', `"Authorization: Bearer $(cat ${shellQuote(keyPath)})"`);
  }
  for (const [name, value] of Object.entries(headers)) {
    parts.push('-H', shellQuote(`${name}: ${value}`));
  }
  if (output !== undefined) parts.push('-o', shellQuote(output));
  if (body === undefined) return parts.join(' ');
  parts.push('-H', shellQuote(`Content-Type: ${body.mediaType}`));
  return isReadable(body) ? withText(parts, body.bytes) : withBytes(parts, body.bytes);
}

/** What a person can read and a command line can hold. */
const readableBytesMax = 16_384;

function isReadable({ mediaType, bytes }: NonNullable<CurlCall['body']>): boolean {
  return mediaType === 'application/json' && bytes.length <= readableBytesMax;
}

/** `--data-raw`, because `--data` would read a file for a text that begins with @. */
function withText(parts: readonly string[], bytes: Uint8Array): string {
  return [...parts, '--data-raw', shellQuote(Buffer.from(bytes).toString('utf8'))].join(' ');
}

function withBytes(parts: readonly string[], bytes: Uint8Array): string {
  // A here-document has no limit of length, an argument has.
  const encoded = Buffer.from(bytes).toString('base64').replaceAll(/.{76}/g, '$&\n');
  const command = [...parts, '--data-binary', '@-'].join(' ');
  return `base64 -d <<'END' | ${command}\n${encoded.trimEnd()}\nEND`;
}

/** A word as any POSIX shell reads it back. */
export function shellQuote(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
