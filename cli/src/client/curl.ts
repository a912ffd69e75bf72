/** HTTP calls as a person can paste them into a shell. Secrets stay in their files: the shell reads them, not the screen. */

export interface CurlCall {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  /** The file with the bearer key. */
  readonly keyPath?: string;
  readonly body?: { readonly mediaType: string; readonly bytes: Uint8Array };
}

export function curlCommand({ method, url, keyPath, body }: CurlCall): string {
  const parts = ['curl', '-sS', ...(method === 'GET' ? [] : ['-X', method]), shellQuote(url)];
  if (keyPath !== undefined) {
    parts.push('-H', `"Authorization: Bearer $(cat ${shellQuote(keyPath)})"`);
  }
  if (body === undefined) return parts.join(' ');
  parts.push('-H', shellQuote(`Content-Type: ${body.mediaType}`), '--data-binary', '@-');
  // A here-document has no limit of length, an argument has.
  const encoded = Buffer.from(body.bytes).toString('base64').replaceAll(/.{76}/g, '$&\n');
  return `base64 -d <<'END' | ${parts.join(' ')}\n${encoded.trimEnd()}\nEND`;
}

/** A word as any POSIX shell reads it back. */
export function shellQuote(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
