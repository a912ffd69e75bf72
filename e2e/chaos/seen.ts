/** What a client saw, in a few words: the status and code of an answer, or why there was none. */

import type { Answer } from '../product/evidence-client.ts';

const FIRST_ERROR = 400;

export function seenOf({ status, bytes }: Answer): string {
  if (status < FIRST_ERROR) return String(status);
  const { code = '' } = JSON.parse(bytes.toString()) as { readonly code?: string };
  return `${String(status)} ${code}`;
}

export function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code ?? message;
}
