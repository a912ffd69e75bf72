/**
 * One upload as the journal of this browser keeps it: what is to be recorded, what has been hashed, which items went out together under
 * which idempotency key, what was acknowledged. Plain data and pure functions; nothing here is ever undone but by the service's refusal,
 * which records nothing.
 */

import { chunkLength } from '../chunk.ts';
import { type BatchItem, type DigestTexts, sameness } from '../item.ts';

export interface UploadItem {
  readonly index: number;
  readonly name?: string;
  readonly size?: number;
  readonly reference?: string;
  readonly kind?: string;
  /** Absent until the file has been hashed. */
  readonly digests?: DigestTexts;
  /** The number of the chunk it goes with. */
  readonly chunk?: number | undefined;
  /** Why it is not recorded. */
  readonly fault?: string | undefined;
}

export interface UploadChunk {
  readonly number: number;
  /** The same however often the chunk is sent, so that it is recorded once. */
  readonly key: string;
  readonly items: readonly number[];
  readonly state: 'sealed' | 'recorded' | 'refused';
  readonly answer?: BatchAnswer;
}

/** What the service says of a batch that is committed. */
export interface BatchAnswer {
  readonly id: string;
  readonly height: number;
  readonly committedAt: string;
  readonly transaction: string;
  readonly items: readonly { readonly id: string }[];
}

export interface Upload {
  readonly id: string;
  /** The id of the person who records it. */
  readonly owner: string;
  readonly kind: 'files' | 'list';
  readonly title: string;
  /** RFC 3339, by this browser's clock. */
  readonly startedAt: string;
  readonly items: readonly UploadItem[];
  readonly chunks: readonly UploadChunk[];
}

export type ItemState = 'waiting' | 'hashed' | 'sealed' | 'recorded' | 'same' | 'faulty';

/** A file that says what another of the same upload says: recorded once. */
export const SAME = 'ITEM_DUPLICATE';

export function stateOf({ chunks }: Upload, item: UploadItem): ItemState {
  if (item.fault !== undefined) return item.fault === SAME ? 'same' : 'faulty';
  if (item.chunk !== undefined) {
    return chunks[item.chunk]?.state === 'recorded' ? 'recorded' : 'sealed';
  }
  return item.digests === undefined ? 'waiting' : 'hashed';
}

export type Counts = Readonly<Record<ItemState, number>>;

export function countsOf(upload: Upload): Counts {
  const counts = { waiting: 0, hashed: 0, sealed: 0, recorded: 0, same: 0, faulty: 0 };
  for (const item of upload.items) counts[stateOf(upload, item)]++;
  return counts;
}

/** Whether nothing is left to do but what was found faulty. */
export function isDone(upload: Upload): boolean {
  const { waiting, hashed, sealed } = countsOf(upload);
  return waiting + hashed + sealed === 0;
}

export function newUpload(
  about: Pick<Upload, 'id' | 'owner' | 'kind' | 'title' | 'startedAt'>,
): Upload {
  return { ...about, items: [], chunks: [] };
}

export function withItems(upload: Upload, added: readonly Omit<UploadItem, 'index'>[]): Upload {
  const first = upload.items.length;
  const items = added.map((item, i) => ({ ...item, index: first + i }));
  return { ...upload, items: [...upload.items, ...items] };
}

/** Takes in digests by index. What turns out to say the same as an earlier item is marked, and goes nowhere. */
export function hashed(upload: Upload, found: ReadonlyMap<number, DigestTexts>): Upload {
  const seen = new Set(upload.items.filter(({ digests }) => digests).map(samenessOf));
  const items = upload.items.map((item) => {
    const digests = found.get(item.index);
    if (digests === undefined || item.digests !== undefined) return item;
    const own = { ...item, digests };
    const key = samenessOf(own);
    if (seen.has(key)) return { ...own, fault: SAME };
    seen.add(key);
    return own;
  });
  return { ...upload, items };
}

/** Marks items that cannot be recorded, with the code that says why. */
export function faulted(upload: Upload, faults: ReadonlyMap<number, string>): Upload {
  const items = upload.items.map((item) => {
    const fault = faults.get(item.index);
    return fault === undefined || item.chunk !== undefined ? item : { ...item, fault };
  });
  return { ...upload, items };
}

/** Makes an item that could not be read wait again: its file is there once more. */
export function waitingAgain(upload: Upload, index: number): Upload {
  const items = upload.items.map((item) =>
    item.index === index ? { ...item, fault: undefined } : item,
  );
  return { ...upload, items };
}

/** Puts the next items under `key`, as many as one batch takes; the same upload when there are none. */
export function sealed(upload: Upload, key: string, countMax: number): Upload {
  const ready = readyItems(upload);
  const number = upload.chunks.length;
  const count = chunkLength(ready.map(batchItemOf), countMax);
  if (count === 0) return upload;
  const taken = new Set(ready.slice(0, count).map(({ index }) => index));
  const items = upload.items.map((item) =>
    taken.has(item.index) ? { ...item, chunk: number } : item,
  );
  const chunk: UploadChunk = { number, key, items: [...taken], state: 'sealed' };
  return { ...upload, items, chunks: [...upload.chunks, chunk] };
}

/** What is hashed and has not gone anywhere. */
export function readyItems(upload: Upload): readonly UploadItem[] {
  return upload.items.filter((item) => stateOf(upload, item) === 'hashed');
}

export function sealedChunk({ chunks }: Upload): UploadChunk | undefined {
  return chunks.find(({ state }) => state === 'sealed');
}

export function recorded(upload: Upload, number: number, answer: BatchAnswer): Upload {
  return withChunk(upload, number, (chunk) => ({ ...chunk, state: 'recorded', answer }));
}

/** The service took nothing of the chunk: items at fault stay behind with their code, the others are free to go again under another key. */
export function refused(
  upload: Upload,
  number: number,
  faults: ReadonlyMap<number, string>,
): Upload {
  const items = upload.items.map((item) => {
    if (item.chunk !== number) return item;
    const fault = faults.get(item.index);
    const free = { ...item, chunk: undefined };
    return fault === undefined ? free : { ...free, fault };
  });
  return withChunk({ ...upload, items }, number, (chunk) => ({ ...chunk, state: 'refused' }));
}

/** What is sent of the chunk: the same bytes each time, because nothing of its items changes any more. */
export function itemsOfChunk(upload: Upload, { items }: UploadChunk): readonly BatchItem[] {
  return items.flatMap((index) => {
    const item = upload.items[index];
    return item === undefined ? [] : [batchItemOf(item)];
  });
}

export function batchItemOf({ digests = {}, name, size, reference, kind }: UploadItem): BatchItem {
  return {
    digests,
    ...(name !== undefined && { name }),
    ...(size !== undefined && { size }),
    ...(reference !== undefined && { reference }),
    ...(kind !== undefined && { kind }),
  };
}

function samenessOf(item: UploadItem): string {
  return sameness(batchItemOf(item));
}

function withChunk(
  upload: Upload,
  number: number,
  change: (chunk: UploadChunk) => UploadChunk,
): Upload {
  const chunks = upload.chunks.map((chunk) => (chunk.number === number ? change(chunk) : chunk));
  return { ...upload, chunks };
}
