/**
 * An upload at work: hashes what waits, seals chunks, sends them, each step in the journal before the next one that depends on it. A
 * chunk is durable with its key before it is sent, so whatever dies meanwhile, sending it again records nothing twice. Knows no page and
 * no network: it is given what it does with the world.
 */

import { isCoded } from '@stele/base';

import type { Problem } from '../../../api/api-error.ts';
import { CHUNK_FILES_MAX, CHUNK_ITEMS_MAX } from '../chunk.ts';
import type { BatchItem, DigestTexts } from '../item.ts';
import type { Journal } from './journal.ts';
import { faultsByItem, type Halt, outcomeOf } from './outcome.ts';
import {
  type BatchAnswer,
  faulted,
  hashed,
  isDone,
  itemsOfChunk,
  readyItems,
  recorded,
  refused,
  sealed,
  sealedChunk,
  stateOf,
  type Upload,
  type UploadChunk,
  type UploadItem,
  waitingAgain,
  withItems,
} from './upload.ts';

export interface RunWorld {
  readonly journal: Journal;
  hash(
    file: Blob,
    onProgress: (doneBytes: number) => void,
    signal: AbortSignal,
  ): Promise<DigestTexts>;
  /** Rejects with ApiError. Undefined: taken, not committed yet. */
  send(items: readonly BatchItem[], key: string): Promise<BatchAnswer | undefined>;
  newKey(): string;
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  nowMs(): number;
}

/** What stands in the way. */
export type Obstacle =
  | { readonly kind: 'again'; readonly problem: Problem }
  | { readonly kind: Halt; readonly problem: Problem };

export interface RunState {
  readonly upload: Upload;
  readonly phase: 'running' | 'paused' | 'halted' | 'done';
  readonly obstacle?: Obstacle | undefined;
  /** Files that wait and are not in the page's hands: after a reload, until they are dropped again. */
  readonly missing: number;
  /** The file that is being hashed. */
  readonly hashing?: { readonly name: string; readonly doneBytes: number } | undefined;
  readonly hashedBytes: number;
  readonly bytesPerSecond: number;
}

/** Digests that are kept together: each time is a write to the journal. */
const FLUSH_ITEMS = 250;
const FLUSH_MS = 400;
const STILL_ON_ITS_WAY_MS = 1_000;
/** How often a page hears of progress: thousands of small files are hashed in a second. */
const TOLD_EVERY_MS = 120;

export class UploadRun {
  readonly #world: RunWorld;
  readonly #listeners = new Set<() => void>();
  readonly #files = new Map<number, Blob>();
  readonly #found = new Map<number, DigestTexts>();
  #state: RunState;
  #saved: Upload | undefined;
  #saving: Promise<void> = Promise.resolve();
  #stop = new AbortController();
  #wake: (() => void) | undefined;
  #work: Promise<void> = Promise.resolve();
  #isHashing = false;
  #hashMs = 0;
  #flushedMs = 0;
  #toldMs = 0;

  /** `saved`: the journal has it already. */
  constructor(world: RunWorld, upload: Upload, saved?: Upload) {
    this.#world = world;
    this.#saved = saved;
    const missing = waitingItems(upload).length;
    const phase = isDone(upload) && upload.items.length > 0 ? 'done' : 'paused';
    this.#state = { upload, phase, missing, hashedBytes: 0, bytesPerSecond: 0 };
  }

  readonly state = (): RunState => this.#state;

  /** For a page that shows the state; returns how to stop listening. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  /** Whether the page may be left without losing anything but what has not been read yet. */
  get isAtWork(): boolean {
    return this.#state.phase === 'running';
  }

  /**
   * Takes files: those the upload waits for are given to their items by name and size, the others are new. What was recorded already is
   * recognised by its digest once it is hashed.
   */
  addFiles(files: readonly NamedFile[]): void {
    const waiting = new Map<string, number[]>();
    for (const item of waitingItems(this.#state.upload)) {
      if (this.#files.has(item.index)) continue;
      const key = fileKey(item.name ?? '', item.size ?? 0);
      waiting.set(key, [...(waiting.get(key) ?? []), item.index]);
    }
    const fresh: NamedFile[] = [];
    for (const named of files) {
      const index = waiting.get(fileKey(named.name, named.file.size))?.shift();
      if (index === undefined) fresh.push(named);
      else this.#files.set(index, named.file);
    }
    const first = this.#state.upload.items.length;
    fresh.forEach(({ file }, i) => this.#files.set(first + i, file));
    const added = fresh.map(({ name, file }) => ({ name, size: file.size }));
    this.#apply(withItems(this.#state.upload, added));
    if (this.#state.phase === 'done') this.#change({ phase: 'paused' });
  }

  /** Begins, or goes on. */
  start(): void {
    if (this.#state.phase === 'running') return;
    this.#stop = new AbortController();
    this.#change({ phase: 'running', obstacle: undefined });
    const { signal } = this.#stop;
    this.#work = this.#work.then(() => this.#run(signal));
  }

  /** Stops after what is on its way. */
  pause(): void {
    if (this.#state.phase !== 'running') return;
    this.#stop.abort();
    this.#change({ phase: 'paused', obstacle: undefined });
  }

  /** Resolves when nothing moves any more: done, paused or halted. */
  async settled(): Promise<void> {
    await this.#work;
  }

  /** After a refusal: leaves out the items that it names and sends the others under another key. */
  leaveOut(): void {
    const { obstacle, upload } = this.#state;
    const chunk = sealedChunk(upload);
    if (obstacle?.kind !== 'refused' || chunk === undefined) return;
    this.#apply(refused(upload, chunk.number, faultsByItem(obstacle.problem.errors, chunk.items)));
    this.start();
  }

  /** What waits for files that are not in the page's hands. */
  missingItems(): readonly UploadItem[] {
    return waitingItems(this.#state.upload).filter(({ index }) => !this.#files.has(index));
  }

  /** Goes on without the files that are not there any more. */
  leaveMissing(): void {
    const faults = new Map(
      this.missingItems().map(({ index }) => [index, 'FILE_MISSING'] as const),
    );
    this.#apply(faulted(this.#state.upload, faults));
    this.start();
  }

  /** Reads once more the files that could not be read, now that they may be as they were. */
  readAgain(): void {
    for (const item of this.#state.upload.items) {
      const isUnread = item.fault !== undefined && item.digests === undefined;
      if (isUnread && this.#files.has(item.index)) {
        this.#apply(waitingAgain(this.#state.upload, item.index));
      }
    }
    this.start();
  }

  async #run(signal: AbortSignal): Promise<void> {
    // Files that come while the last chunk is sent are taken in by another round.
    do {
      await this.#round(signal);
    } while (!signal.aborted && this.#readable().length > 0);
    if (!signal.aborted) this.#change({ phase: isDone(this.#state.upload) ? 'done' : 'paused' });
  }

  async #round(signal: AbortSignal): Promise<void> {
    this.#isHashing = true;
    const hashing = this.#hashAll(signal).finally(() => {
      this.#isHashing = false;
      this.#wake?.();
    });
    try {
      await this.#save();
      await this.#sendAll(signal);
    } catch (error) {
      this.#halt(error);
    }
    await hashing;
  }

  #halt(error: unknown): void {
    const outcome = outcomeOf(error, 0);
    const why = outcome.kind === 'halt' ? outcome.why : 'refused';
    this.#stop.abort();
    this.#change({ phase: 'halted', obstacle: { kind: why, problem: outcome.problem } });
  }

  async #hashAll(signal: AbortSignal): Promise<void> {
    for (let list = this.#readable(); list.length > 0; list = this.#readable()) {
      for (const item of list) {
        if (signal.aborted) break;
        await this.#hashOne(item, signal);
        if (this.#isFlushDue()) this.#flush();
      }
      this.#flush();
      if (signal.aborted) break;
    }
    this.#change({ hashing: undefined });
  }

  /** What waits and can be read now. */
  #readable(): readonly UploadItem[] {
    return waitingItems(this.#state.upload).filter(({ index }) => this.#files.has(index));
  }

  async #hashOne({ index, name = '' }: UploadItem, signal: AbortSignal): Promise<void> {
    const file = this.#files.get(index);
    if (file === undefined) return;
    const startMs = this.#world.nowMs();
    const onProgress = (doneBytes: number): void =>
      this.#progress({ hashing: { name, doneBytes } });
    try {
      onProgress(0);
      this.#found.set(index, await this.#world.hash(file, onProgress, signal));
      this.#hashMs += this.#world.nowMs() - startMs;
      const hashedBytes = this.#state.hashedBytes + file.size;
      const bytesPerSecond = Math.round((hashedBytes / Math.max(1, this.#hashMs)) * 1_000);
      this.#progress({ hashedBytes, bytesPerSecond });
    } catch (error) {
      if (isCoded(error, 'ABORTED')) return;
      const code = isCoded(error) ? error.code : 'FILE_UNREADABLE';
      this.#apply(faulted(this.#state.upload, new Map([[index, code]])));
    }
  }

  #isFlushDue(): boolean {
    const isLate = this.#world.nowMs() - this.#flushedMs > FLUSH_MS;
    return this.#found.size >= FLUSH_ITEMS || (isLate && this.#found.size > 0);
  }

  #flush(): void {
    this.#flushedMs = this.#world.nowMs();
    if (this.#found.size === 0) return;
    const found = new Map(this.#found);
    this.#found.clear();
    this.#apply(hashed(this.#state.upload, found));
    this.#saveSoon();
    this.#wake?.();
  }

  async #sendAll(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const chunk = sealedChunk(this.#state.upload) ?? this.#seal();
      if (chunk !== undefined) await this.#sendChunk(chunk, signal);
      else if (this.#isHashing) await this.#sleepUntilWoken();
      else return;
    }
  }

  /** Files go in smaller chunks while there are more to come, so that progress is acknowledged; what is all there goes as one. */
  #seal(): UploadChunk | undefined {
    const { upload } = this.#state;
    const countMax = upload.kind === 'files' ? CHUNK_FILES_MAX : CHUNK_ITEMS_MAX;
    if (this.#isHashing && readyItems(upload).length < countMax) return undefined;
    this.#apply(sealed(upload, this.#world.newKey(), countMax));
    return sealedChunk(this.#state.upload);
  }

  async #sendChunk(chunk: UploadChunk, signal: AbortSignal): Promise<void> {
    await this.#save();
    const items = itemsOfChunk(this.#state.upload, chunk);
    for (let attempt = 0; !signal.aborted; attempt++) {
      try {
        const answer = await this.#world.send(items, chunk.key);
        if (answer !== undefined) {
          await this.#acknowledge(chunk, answer);
          return;
        }
        await this.#world.sleep(STILL_ON_ITS_WAY_MS, signal);
      } catch (error) {
        const outcome = outcomeOf(error, attempt);
        if (outcome.kind === 'halt') throw error;
        this.#change({ obstacle: { kind: 'again', problem: outcome.problem } });
        await this.#world.sleep(outcome.afterMs, signal);
      }
    }
  }

  async #acknowledge(chunk: UploadChunk, answer: BatchAnswer): Promise<void> {
    this.#apply(recorded(this.#state.upload, chunk.number, answer));
    this.#change({ obstacle: undefined });
    await this.#save();
  }

  #sleepUntilWoken(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  /** Resolves when the journal has the state as it is now. */
  #save(): Promise<void> {
    const saving = this.#saving.then(async () => {
      const after = this.#state.upload;
      if (after === this.#saved) return;
      await this.#world.journal.save(this.#saved, after);
      this.#saved = after;
    });
    // The next save tries again with all that differs; whoever waits for this one learns that it failed.
    this.#saving = saving.catch(() => undefined);
    return saving;
  }

  #saveSoon(): void {
    this.#save().catch((error: unknown) => this.#halt(error));
  }

  #apply(upload: Upload): void {
    const waiting = waitingItems(upload);
    const missing = waiting.filter(({ index }) => !this.#files.has(index)).length;
    this.#change({ upload, missing });
  }

  /** What may be told a little later, or with the next change. */
  #progress(change: Partial<RunState>): void {
    const nowMs = this.#world.nowMs();
    const isDue = nowMs - this.#toldMs >= TOLD_EVERY_MS;
    this.#state = { ...this.#state, ...change };
    if (!isDue) return;
    this.#toldMs = nowMs;
    this.#tell();
  }

  #change(change: Partial<RunState>): void {
    this.#state = { ...this.#state, ...change };
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

export interface NamedFile {
  /** With its folders, when it came out of one. */
  readonly name: string;
  readonly file: Blob;
}

function waitingItems(upload: Upload): readonly UploadItem[] {
  return upload.items.filter((item) => stateOf(upload, item) === 'waiting');
}

function fileKey(name: string, size: number): string {
  return `${String(size)} ${name}`;
}
