/**
 * What lies on the reader's desk: files, receipts, what could not be taken, and the verdicts. Knows nothing of pages: it is given
 * files and a list of trusted chains, and says what has changed. One thing is read at a time, in the order it was given.
 */

import { isCoded } from '@stele/base';
import type { DigestAlgorithm } from '@stele/protocol';

import { asFile, type Given, readGiven } from '../given/read-given.ts';
import type { DigestOptions, Digests } from '../hash/digest-blob.ts';
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

export interface Progress {
  readonly doneBytes: number;
  readonly bytesPerSecond: number;
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
      for (const file of files) if (!signal.aborted) await this.#take(file);
      await this.#conclude(signal);
    });
  }

  /** What was taken for a receipt is the file itself. */
  treatAsFile(key: string): Promise<void> {
    const receipt = this.#state.receipts.find((one) => one.key === key);
    if (receipt === undefined) return this.#work;
    return this.#queue(async (signal) => {
      this.#drop(key);
      this.#put(asFile(receipt.source), receipt.source);
      await this.#conclude(signal);
    });
  }

  remove(key: string): Promise<void> {
    return this.#queue(async (signal) => {
      this.#drop(key);
      await this.#conclude(signal);
    });
  }

  setTrusted(trusted: readonly string[]): Promise<void> {
    if (trusted.join() === this.#trusted.join()) return this.#work;
    this.#trusted = trusted;
    return this.#queue((signal) => this.#conclude(signal));
  }

  /** Away with everything; what is being hashed is not hashed to its end. */
  clear(): Promise<void> {
    this.#stop.abort();
    this.#stop = new AbortController();
    return this.#queue(() => {
      this.#change({ ...EMPTY, isBusy: true });
      return Promise.resolve();
    });
  }

  #queue(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const { signal } = this.#stop;
    this.#waiting++;
    this.#change({ isBusy: true });
    this.#work = this.#work
      .then(() => work(signal))
      .catch((error: unknown) => this.#note('', error))
      .finally(() => {
        this.#waiting--;
        this.#change({ isBusy: this.#waiting > 0 });
      });
    return this.#work;
  }

  async #take(file: File): Promise<void> {
    try {
      this.#put(await readGiven(file), file);
    } catch (error) {
      this.#note(file.name, error);
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
    const { receipts } = this.#state;
    const wanted = new Set(receipts.flatMap(({ receipt }) => algorithmsOf(receipt)));
    const algorithms: readonly DigestAlgorithm[] = wanted.size > 0 ? [...wanted] : [1];
    for (const { key } of this.#state.files) await this.#digest(key, algorithms, signal);
    if (signal.aborted) return;
    const pairs = pairsOf(this.#state.files, receipts);
    const verdicts: DeskVerdict[] = [];
    for (const receipt of receipts) {
      const file = this.#state.files.find(({ key }) => key === pairs.get(receipt.key));
      const given = { receipt: receipt.receipt, digests: file?.digests, trusted: this.#trusted };
      verdicts.push({ receipt, ...(file && { file }), verdict: await judge(given) });
    }
    this.#change({ verdicts });
  }

  async #digest(
    key: string,
    algorithms: readonly DigestAlgorithm[],
    signal: AbortSignal,
  ): Promise<void> {
    const found = this.#state.files.find((one) => one.key === key);
    const missing = algorithms.filter((algorithm) => found?.digests.has(algorithm) === false);
    if (found === undefined || missing.length === 0) return;
    const onProgress = (doneBytes: number, bytesPerSecond: number): void =>
      this.#update(key, { progress: { doneBytes, bytesPerSecond } });
    try {
      const digests = await this.#hash(found.file, missing, { onProgress, signal });
      this.#update(key, { digests: new Map([...found.digests, ...digests]) });
    } catch (error) {
      this.#drop(key);
      this.#note(found.name, error);
    }
  }

  #update(key: string, change: Partial<DeskFile>): void {
    const files = this.#state.files.map((file) =>
      file.key === key ? { ...file, ...change } : file,
    );
    this.#change({ files });
  }

  #drop(key: string): void {
    const keep = (one: { readonly key: string }): boolean => one.key !== key;
    const { files, receipts, troubles } = this.#state;
    this.#change({
      files: files.filter(keep),
      receipts: receipts.filter(keep),
      troubles: troubles.filter(keep),
    });
  }

  #note(name: string, error: unknown): void {
    if (isCoded(error, 'ABORTED')) return;
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
