/**
 * The uploads of this browser: the one at work, and what the journal has of earlier ones. Lives as long as the page is loaded, so that
 * looking elsewhere in the console stops nothing.
 */

import { assert } from '@stele/base';

import { currentCaller, followPerson } from '../../api/caller.ts';
import { newRandomId } from '../../api/random-id.ts';
import { request } from '../../api/request.ts';
import { hashFile } from '../../proof/hash/hash-file.ts';
import { browserStorage } from '../../ui/browser-storage.ts';
import type { NamedFile } from '../../ui/dropped.ts';
import { digestTexts } from '../records/record.ts';
import type { BatchItem, DigestTexts } from './item.ts';
import { type Journal, openJournal, type UploadSummary } from './journal/journal.ts';
import { newUpload, type BatchAnswer, type Upload, withItems } from './journal/upload.ts';
import { type RunWorld, UploadRun } from './journal/upload-run.ts';
import type { AcceptedBatch } from './queries.ts';

export interface UploadsState {
  readonly current: UploadRun | undefined;
  readonly past: readonly UploadSummary[];
  /** Whether the journal outlives the page; undefined until it is open. */
  readonly isKept: boolean | undefined;
}

/** Kept by the tab, so that another tab leaves its upload alone. */
const OWN_UPLOAD = 'stele.upload';
const tabStorage = browserStorage(() => sessionStorage);

const NOTHING: UploadsState = { current: undefined, past: [], isKept: undefined };

export class Uploads {
  readonly #listeners = new Set<() => void>();
  readonly #journal: Promise<Journal>;
  #state: UploadsState = NOTHING;
  #owner: string | undefined;

  constructor(journal: Promise<Journal>, owner?: string) {
    this.#journal = journal;
    this.#owner = owner;
  }

  readonly state = (): UploadsState => this.#state;

  /** For a page that shows the state; returns how to stop listening. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  /** Whose uploads these are from now on. What another is recording stops and waits in the journal for its owner. */
  setOwner(owner: string | undefined): void {
    if (owner === this.#owner) return;
    this.#owner = owner;
    this.#state.current?.pause();
    this.#change(NOTHING);
    void this.refresh();
  }

  /** Reads the list of earlier uploads anew; the first time, goes on with the one that this tab was at work on when it was reloaded. */
  async refresh(): Promise<void> {
    const journal = await this.#journal;
    const owner = this.#owner;
    if (owner === undefined) return;
    const past = await journal.list(owner);
    // Another person may have come meanwhile.
    if (owner !== this.#owner) return;
    const isFirst = this.#state.isKept === undefined;
    this.#change({ past, isKept: journal.isKept });
    const own = tabStorage.getItem(OWN_UPLOAD);
    const isOpen = this.#state.past.some(({ id, isDone }) => id === own && !isDone);
    if (isFirst && isOpen && own !== null) await this.resume(own);
  }

  /** Records files: as a new upload, or with the one that is open. */
  async beginFiles(files: readonly NamedFile[], title: string): Promise<void> {
    const { current } = this.#state;
    const isOpen = current?.state().upload.kind === 'files' && current.state().phase !== 'done';
    const run = isOpen ? current : await this.#begin(this.#newUpload('files', title));
    run?.addFiles(files);
    run?.start();
  }

  async beginList(items: readonly BatchItem[], title: string): Promise<void> {
    const run = await this.#begin(withItems(this.#newUpload('list', title), items));
    run?.start();
  }

  /** Goes on with an upload of the journal. */
  async resume(id: string): Promise<void> {
    const journal = await this.#journal;
    const upload = await journal.load(id, this.#ownerNow());
    if (upload === undefined) return;
    const run = await this.#begin(upload, upload);
    run?.start();
  }

  /** Takes the upload off the page; the journal keeps it. */
  async close(): Promise<void> {
    const { current } = this.#state;
    current?.pause();
    await current?.settled();
    tabStorage.removeItem(OWN_UPLOAD);
    this.#change({ current: undefined });
    await this.refresh();
  }

  async forget(id: string): Promise<void> {
    const journal = await this.#journal;
    await journal.remove(id);
    await this.refresh();
  }

  /** Undefined when its owner has left meanwhile. */
  async #begin(upload: Upload, saved?: Upload): Promise<UploadRun | undefined> {
    await this.close();
    const journal = await this.#journal;
    if (upload.owner !== this.#owner) return undefined;
    const run = new UploadRun(worldOf(journal), upload, saved);
    this.#follow(run);
    tabStorage.setItem(OWN_UPLOAD, upload.id);
    this.#change({ current: run });
    return run;
  }

  /** The list shows what the upload has come to: with every answer, and when it begins to rest. */
  #follow(run: UploadRun): void {
    let seen = '';
    run.subscribe(() => {
      const { phase, upload } = run.state();
      const answered = upload.chunks.filter(({ answer }) => answer !== undefined).length;
      const now = `${phase} ${String(answered)}`;
      if (now === seen) return;
      seen = now;
      void this.refresh();
    });
  }

  #newUpload(kind: Upload['kind'], title: string): Upload {
    const startedAt = new Date().toISOString();
    return newUpload({ id: newRandomId(), owner: this.#ownerNow(), kind, title, startedAt });
  }

  #ownerNow(): string {
    const owner = this.#owner;
    assert(owner !== undefined, 'only who is signed in records');
    return owner;
  }

  #change(change: Partial<UploadsState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}

export const uploads = new Uploads(openJournal(), currentCaller().person);
followPerson((person) => uploads.setOwner(person));

function worldOf(journal: Journal): RunWorld {
  return {
    journal,
    hash,
    send,
    newKey: () => `console-batch-${newRandomId()}`,
    sleep,
    nowMs: () => performance.now(),
  };
}

async function hash(
  file: Blob,
  onProgress: (doneBytes: number) => void,
  signal: AbortSignal,
): Promise<DigestTexts> {
  return digestTexts(await hashFile(file, [1, 2], { onProgress, signal }));
}

async function send(items: readonly BatchItem[], key: string): Promise<BatchAnswer | undefined> {
  const answer = await request<BatchAnswer | AcceptedBatch>('/v1/evidence/batches', {
    method: 'POST',
    body: { items },
    idempotencyKey: key,
  });
  return 'status' in answer ? undefined : answer;
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const done = (): void => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
  });
}
