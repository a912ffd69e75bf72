/** The items of a batch, read all or none: every fault there is, at most as many as an answer shows, each with its pointer. */

import { type CodedError, isCoded, rejection } from '@stele/base';
import { PAYLOAD_ITEMS_MAX } from '@stele/protocol';
import type { Fault } from '@stele/server';
import { type EvidenceRequest, readRequest, type RecordDraft } from './evidence-request.ts';

/** As many as a problem shows. */
export const FAULTS_MAX = 100;

/**
 * Rejects with ITEMS_TOO_MANY, ITEMS_MISSING, or the code of the first fault, with all of them in `errors`; ITEM_DUPLICATE for an item
 * that says the same as an earlier one, or supersedes the same record.
 */
export function readBatch(requests: readonly EvidenceRequest[]): readonly RecordDraft[] {
  if (requests.length === 0) throw rejection('ITEMS_MISSING', 'the batch has no items');
  if (requests.length > PAYLOAD_ITEMS_MAX) throw tooMany();
  const faults = new Faults();
  const inputs = requests.map((request, i) =>
    faults.collect(() => readRequest(request, `#/items/${String(i)}`)),
  );
  findDuplicates(requests, faults);
  faults.throwFirst();
  return inputs.filter((input) => input !== undefined);
}

class Faults {
  readonly #faults: Fault[] = [];
  #first: CodedError | undefined;

  collect<T>(read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      if (!isCoded(error)) throw error;
      this.add(error);
      return undefined;
    }
  }

  add(error: CodedError): void {
    this.#first ??= error;
    if (this.#faults.length >= FAULTS_MAX) return;
    const pointer = error.data?.['pointer'];
    this.#faults.push({
      pointer: typeof pointer === 'string' ? pointer : '#',
      code: error.code,
      detail: error.message,
    });
  }

  throwFirst(): void {
    if (this.#first === undefined) return;
    const { code, message, action } = this.#first;
    throw rejection(code, message, { action, data: { errors: this.#faults } });
  }
}

/** Two items with the same digests may differ in name or reference; two that say the same are a slip of the sender’s. */
function findDuplicates(requests: readonly EvidenceRequest[], faults: Faults): void {
  const seen = new Map<string, number>();
  const superseded = new Map<string, number>();
  requests.forEach((request, i) => {
    const text = textOf(request);
    const earlier = seen.get(text);
    if (earlier !== undefined) faults.add(duplicate(i, earlier, 'says the same as'));
    else seen.set(text, i);
    const { supersedes } = request;
    if (supersedes === undefined) return;
    const other = superseded.get(supersedes);
    if (other !== undefined) faults.add(duplicate(i, other, 'supersedes the same record as'));
    else superseded.set(supersedes, i);
  });
}

function textOf(request: EvidenceRequest): string {
  const names = Object.keys(request.digests);
  const [only = ''] = names;
  // The common case, without sorting and writing: one digest and nothing else.
  if (names.length === 1 && Object.keys(request).length === 1) {
    return `${only}:${request.digests[only] ?? ''}`;
  }
  const digests = names.toSorted().map((name) => `${name}:${request.digests[name] ?? ''}`);
  const fields = Object.entries(request)
    .filter(([name]) => name !== 'digests')
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `${digests.join(' ')} ${JSON.stringify(fields)}`;
}

function duplicate(i: number, earlier: number, how: string): CodedError {
  return rejection('ITEM_DUPLICATE', `item ${String(i)} ${how} item ${String(earlier)}`, {
    data: { pointer: `#/items/${String(i)}` },
  });
}

export function tooMany(): Error {
  return rejection('ITEMS_TOO_MANY', `a batch has at most ${String(PAYLOAD_ITEMS_MAX)} items`, {
    data: { limit: 'PAYLOAD_ITEMS_MAX', countMax: PAYLOAD_ITEMS_MAX },
  });
}
