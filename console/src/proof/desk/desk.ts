/**
 * What lies on the reader's desk: files, receipts, what could not be taken, and the verdicts. Knows nothing of pages: it is given
 * files and a list of trusted chains, and says what has changed. One thing is read at a time, in the order it was given; what is taken
 * away or no longer trusted waits for nothing, so that no verdict outlives what it rests on.
 */

import { isCoded, rejection } from '@stele/base';
import type { DigestAlgorithm } from '@stele/protocol';

import { asFile, type Given, readAllGiven } from '../given/read-given.ts';
import type { DigestOptions, Digests, Progress } from '../hash/digest-blob.ts';
import { algorithmsOf, judge, type PageVerdict } from '../judge.ts';
import { pairsOf } from './pairs.ts';

/** What one page shows at a time; a folder of ten thousand is for the command line. */
export const THINGS_MAX = 200;

export interface DeskFile {
  readonly key: string;
  readonly name: string;
  readonly file: File;
  readonly digests: Digests;
  readonly progress?: Progress;
  /** Why a PDF gave no receipt. */
  readonly withoutReceipt?: string;
}

export interface DeskReceipt {
  readonly key: string;
  readonly name: string;
  readonly kind: 'receipt' | 'certificate';
  readonly receipt: Uint8Array;
  /** What it was read from, should the reader mean it as a file. */
  readonly source: File;
}

export interface Trouble {
  readonly key: string;
  readonly name: string;
  readonly code: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

export interface DeskVerdict {
  readonly receipt: DeskReceipt;
  readonly file?: DeskFile;
  readonly verdict: PageVerdict;
}

export interface DeskState {
  readonly files: readonly DeskFile[];
  readonly receipts: readonly DeskReceipt[];
  readonly troubles: readonly Trouble[];
  readonly verdicts: readonly DeskVerdict[];
  /** Something is being read, hashed or judged. */
  readonly isBusy: boolean;
}

export type HashFile = (
  file: Blob,
  algorithms: readonly DigestAlgorithm[],
  options: DigestOptions,
) => Promise<Digests>;

const EMPTY: DeskState = { files: [], receipts: [], troubles: [], verdicts: [], isBusy: false };

export class Desk {
  readonly #hash: HashFile;
  readonly #listeners = new Set<() => void>();
  #state = EMPTY;
  #trusted: readonly string[] = [];
  #work: Promise<void> = Promise.resolve();
  #stop = new AbortController();
  #hashing: { readonly key: string; readonly stop: AbortController } | undefined;
  #keys = 0;
  #waiting = 0;

  constructor(hash: HashFile) {
    this.#hash = hash;
  }

  readonly state = (): DeskState => this.#state;

  /** For a page that shows the state; returns how to stop listening. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  /** Takes what a reader chose or dropped. Resolves when all verdicts are there; never rejects. */
  add(files: readonly File[]): Promise<void> {
    const { length } = [...this.#state.files, ...this.#state.receipts];
    if (length + files.length > THINGS_MAX) {
      const data = { count: files.length, countMax: THINGS_MAX };
      this.#change({
        troubles: [...this.#state.troubles, { key: this.#key(), name: '', code: 'TOO_MANY', data }],
      });
      return this.#work;
    }
    return this.#queue(async (signal) => {
      for (const file of files) if (!signal.aborted) await this.#take(file, signal);
      await this.#conclude(signal);
    });
  }

  /** What was taken for a receipt is the file itself: its verdict goes at once, the thing stays where it lies until its turn. */
  treatAsFile(key: string): Promise<void> {
    const receipt = this.#state.receipts.find((one) => one.key === key);
    if (receipt === undefined) return this.#work;
    const verdicts = this.#state.verdicts.filter((one) => one.receipt.key !== key);
    this.#change({ verdicts });
    return this.#queue(async (signal) => {
      // It may have been taken away while it waited.
      if (!this.#state.receipts.includes(receipt)) return;
      this.#drop(key);
      this.#put(asFile(receipt.source), receipt.source);
      await this.#conclude(signal);
    });
  }

  /** Away at once, with what was said of it; what is left finds its place again in its turn. */
  remove(key: string): Promise<void> {
    this.#drop(key);
    return this.#queue((signal) => this.#conclude(signal));
  }

  /** What was judged is judged again before this returns, whatever is still being hashed. */
  setTrusted(trusted: readonly string[]): void {
    if (trusted.join() === this.#trusted.join()) return;
    this.#trusted = trusted;
    this.#judgeAgain();
  }

  /** Away with everything; what is being hashed is not hashed to its end. */
  clear(): Promise<void> {
    this.#stop.abort();
    this.#stop = new AbortController();
    this.#hashing?.stop.abort();
    this.#change({ ...EMPTY, isBusy: this.#waiting > 0 });
    return this.#work;
  }

  #queue(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const { signal } = this.#stop;
    this.#waiting++;
    this.#change({ isBusy: true });
    this.#work = this.#work
      .then(() => (signal.aborted ? undefined : work(signal)))
      .catch((error: unknown) => this.#note('', error))
      .finally(() => {
        this.#waiting--;
        this.#change({ isBusy: this.#waiting > 0 });
      });
    return this.#work;
  }

  async #take(file: File, signal: AbortSignal): Promise<void> {
    try {
      const found = await readAllGiven(file);
      if (signal.aborted) return;
      const { files, receipts } = this.#state;
      if (files.length + receipts.length + found.length > THINGS_MAX) throw tooMany(found.length);
      for (const { given, source } of found) this.#put(given, source);
    } catch (error) {
      if (!signal.aborted) this.#note(file.name, error);
    }
  }

  #put(given: Given, source: File): void {
    const key = this.#key();
    if (given.kind !== 'file') {
      const { name, kind, receipt } = given;
      const one = { key, name, kind, receipt, source };
      this.#change({ receipts: [...this.#state.receipts, one] });
      return;
    }
    const { name, file, withoutReceipt } = given;
    const one = {
      key,
      name,
      file,
      digests: new Map(),
      ...(withoutReceipt !== undefined && { withoutReceipt }),
    };
    this.#change({ files: [...this.#state.files, one] });
  }

  /** Hashes what the receipts ask for and judges them. */
  async #conclude(signal: AbortSignal): Promise<void> {
    const wanted = new Set(this.#state.receipts.flatMap(({ receipt }) => algorithmsOf(receipt)));
    const algorithms: readonly DigestAlgorithm[] = wanted.size > 0 ? [...wanted] : [1];
    for (const { key } of this.#state.files) await this.#digest(key, algorithms);
    if (signal.aborted) return;
    // Read only now: something may have been taken away in the meantime.
    const { files, receipts } = this.#state;
    const pairs = pairsOf(files, receipts);
    this.#change({
      verdicts: receipts.map((receipt) => this.#verdictOn(receipt, pairs.get(receipt.key))),
    });
  }

  /** What was judged and still lies here, each receipt with its own file, if that lies here too. */
  #judgeAgain(): void {
    const { verdicts, receipts } = this.#state;
    const standing = verdicts.filter(({ receipt }) => receipts.includes(receipt));
    this.#change({
      verdicts: standing.map(({ receipt, file }) => this.#verdictOn(receipt, file?.key)),
    });
  }

  #verdictOn(receipt: DeskReceipt, fileKey: string | undefined): DeskVerdict {
    const file = this.#state.files.find(({ key }) => key === fileKey);
    const verdict = judge({
      receipt: receipt.receipt,
      digests: file?.digests,
      trusted: this.#trusted,
      trustedBy: 'reader',
    });
    return { receipt, ...(file && { file }), verdict };
  }

  /** A file that is taken away is not hashed to its end. */
  async #digest(key: string, algorithms: readonly DigestAlgorithm[]): Promise<void> {
    const found = this.#state.files.find((one) => one.key === key);
    const missing = algorithms.filter((algorithm) => found?.digests.has(algorithm) === false);
    if (found === undefined || missing.length === 0) return;
    const onProgress = (doneBytes: number, bytesPerSecond: number): void =>
      this.#update(key, { progress: { doneBytes, bytesPerSecond } });
    const stop = new AbortController();
    this.#hashing = { key, stop };
    try {
      const { signal } = stop;
      const digests = await this.#hash(found.file, missing, { onProgress, signal });
      this.#update(key, { digests: new Map([...found.digests, ...digests]) });
    } catch (error) {
      if (stop.signal.aborted) return;
      this.#drop(key);
      this.#note(found.name, error);
    } finally {
      this.#hashing = undefined;
    }
  }

  #update(key: string, change: Partial<DeskFile>): void {
    const files = this.#state.files.map((file) =>
      file.key === key ? { ...file, ...change } : file,
    );
    this.#change({ files });
  }

  #drop(key: string): void {
    if (this.#hashing?.key === key) this.#hashing.stop.abort();
    const keep = (one: { readonly key: string }): boolean => one.key !== key;
    const { files, receipts, troubles } = this.#state;
    const left = {
      files: files.filter(keep),
      receipts: receipts.filter(keep),
      troubles: troubles.filter(keep),
    };
    // Told to nobody before the verdicts are those of what is left.
    this.#state = { ...this.#state, ...left };
    this.#judgeAgain();
  }

  #note(name: string, error: unknown): void {
    const { code, data } = isCoded(error) ? error : { code: 'INTERNAL', data: undefined };
    const trouble = { key: this.#key(), name, code, ...(data && { data }) };
    this.#change({ troubles: [...this.#state.troubles, trouble] });
  }

  #key(): string {
    return String(this.#keys++);
  }

  #change(change: Partial<DeskState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}

/** An archive may hold more than there is room for. */
function tooMany(count: number): Error {
  return rejection('TOO_MANY', 'more than this page shows at a time', {
    data: { count, countMax: THINGS_MAX },
  });
}
