/**
 * What the body of a batch says, in either form. A line of NDJSON is read as strictly as a JSON body and held against the same
 * schema, so that both forms refuse the same records at the same places.
 */

import { isCoded, rejection } from '@stele/base';
import { PAYLOAD_ITEMS_MAX } from '@stele/protocol';
import { checkAgainst, type Fault, readJson } from '@stele/server';
import { FAULTS_MAX, tooMany } from '../records/batch-request.ts';
import { type EvidenceRequest, EvidenceRequestSchema } from '../records/evidence-request.ts';

/**
 * A preValidation hook: a batch of a million wrong items is too large, whatever they are, and not worth a look at each. Rejects with
 * ITEMS_TOO_MANY.
 */
export function refuseTooManyItems(
  { body }: { readonly body: unknown },
  _reply: unknown,
  done: (error?: Error) => void,
): void {
  const { items } = (body ?? {}) as { readonly items?: unknown };
  done(Array.isArray(items) && items.length > PAYLOAD_ITEMS_MAX ? tooMany() : undefined);
}

/**
 * The items of a body that is valid JSON for the route, or bytes of NDJSON. Rejects with ITEMS_TOO_MANY; BATCH_LINE_MALFORMED or
 * REQUEST_INVALID, whichever comes first, with the faults of all lines in `errors`.
 */
export function itemsOf(body: unknown, mediaType: string | undefined): readonly EvidenceRequest[] {
  if (mediaType !== 'application/x-ndjson') {
    return (body as { readonly items: readonly EvidenceRequest[] }).items;
  }
  const lines = linesOf(body as Uint8Array);
  if (lines.length > PAYLOAD_ITEMS_MAX) throw tooMany();
  const faults: Fault[] = [];
  const items: EvidenceRequest[] = [];
  for (const [i, line] of lines.entries()) {
    const read = readLine(line, i);
    if ('item' in read) items.push(read.item);
    else faults.push(...read.faults);
    if (faults.length >= FAULTS_MAX) break;
  }
  refuse(faults.slice(0, FAULTS_MAX));
  return items;
}

const NEWLINE = 0x0a;

/** Without the blank ones; no more than show that there are too many. */
function linesOf(body: Uint8Array): readonly Uint8Array[] {
  const lines: Uint8Array[] = [];
  let start = afterSpace(body, 0);
  while (start < body.length && lines.length <= PAYLOAD_ITEMS_MAX) {
    const newline = body.indexOf(NEWLINE, start);
    const end = newline < 0 ? body.length : newline;
    lines.push(body.subarray(start, end));
    start = afterSpace(body, end);
  }
  return lines;
}

/** What JSON takes for space (RFC 8259 §2): it begins no line of an item. */
const SPACES: readonly (number | undefined)[] = [0x20, 0x09, NEWLINE, 0x0d];

function afterSpace(body: Uint8Array, start: number): number {
  let at = start;
  while (SPACES.includes(body[at])) at++;
  return at;
}

const faultsOf = checkAgainst(EvidenceRequestSchema);

type ReadLine = { readonly item: EvidenceRequest } | { readonly faults: readonly Fault[] };

function readLine(line: Uint8Array, i: number): ReadLine {
  const at = `#/items/${String(i)}`;
  try {
    const item = readJson(line, `item ${String(i)}`);
    const faults = faultsOf(item, at);
    return faults.length === 0 ? { item: item as EvidenceRequest } : { faults };
  } catch (error) {
    if (!isCoded(error, 'JSON_MALFORMED')) throw error;
    return { faults: [{ pointer: at, code: 'BATCH_LINE_MALFORMED', detail: error.message }] };
  }
}

function refuse(errors: readonly Fault[]): void {
  const [first] = errors;
  if (first === undefined) return;
  const { pointer, code, detail } = first;
  if (code === 'BATCH_LINE_MALFORMED') throw rejection(code, detail, { data: { errors } });
  throw rejection('REQUEST_INVALID', `${pointer} ${detail}`, { data: { errors } });
}
