/** What a reader typed or an address carries, as a question to the server. */

import type { Wanted } from './queries.ts';

const RECORD = /^ev_[0-9a-f]{32}$/;
const BARE_RECORD = /^[0-9a-f]{32}$/;
const DIGEST = /^(sha-256|sm3|sha-512):[0-9a-f]{64,128}$/;
const HEX = /^[0-9a-f]{64}$/;

/** As people copy it: in groups, and an id without its beginning. Undefined for what is none of a record's id, a digest with its algorithm, or 64 hexadecimal digits, taken as SHA-256. */
export function wantedFrom(typed: string): Wanted | undefined {
  const text = typed.replaceAll(/\s/g, '').toLowerCase();
  if (RECORD.test(text)) return { id: text };
  if (BARE_RECORD.test(text)) return { id: `ev_${text}` };
  if (DIGEST.test(text)) return { digest: text };
  return HEX.test(text) ? { digest: `sha-256:${text}` } : undefined;
}

/** From `?id=…`, `?digest=…` or `?transaction=…`, as codes on certificates have it. */
export function wantedIn(search: string): Wanted | undefined {
  const parameters = new URLSearchParams(search);
  const given = (['id', 'digest', 'transaction'] as const).find((name) => parameters.has(name));
  return given === undefined ? undefined : { [given]: parameters.get(given) ?? '' };
}

/** The question as the page's own address. */
export function searchOf(wanted: Wanted): string {
  return `/look-up?${new URLSearchParams(wanted).toString()}`;
}
