/**
 * The files dropped on the first page, worked through one after the other. Lives as long as the page is loaded, whatever the reader looks
 * at meanwhile, so that signing in or looking elsewhere loses nothing. Knows no component: it is told who is signed in.
 */

import { isCoded } from '@stele/base';

import { needsSession, ownProblem, PERSON_CHANGED, problemOf } from '../../../api/api-error.ts';
import { newRandomId } from '../../../api/random-id.ts';
import type { NamedFile } from '../../../ui/dropped.ts';
import { type FileRun, isOpen } from './run.ts';
import type { Steps } from './steps.ts';

export interface RunsState {
  readonly runs: readonly FileRun[];
  /** The one whose details are shown. */
  readonly shown?: string;
}

export class FileRuns {
  readonly #steps: Steps;
  readonly #listeners = new Set<() => void>();
  #state: RunsState = { runs: [] };
  #mayRecord = false;
  #person: string | undefined;
  #isWorking = false;
  #stop = new AbortController();

  constructor(steps: Steps) {
    this.#steps = steps;
  }

  readonly state = (): RunsState => this.#state;

  /** For a page that shows the state; returns how to stop listening. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  /** Takes files to those that are there; the first of them is shown. */
  add(files: readonly NamedFile[]): void {
    const fresh = files.map(({ name, file }): FileRun => {
      const id = newRandomId();
      return { id, key: `console-${id}`, name, file, stage: 'waiting' };
    });
    const [first] = fresh;
    if (first === undefined) return;
    this.#change({ runs: [...this.#state.runs, ...fresh], shown: first.id });
    this.#goOn();
  }

  show(id: string): void {
    this.#change({ ...this.#state, shown: id });
  }

  /** Away with everything; what is being hashed is not hashed to its end, what was sent stays recorded. */
  clear(): void {
    this.#stop.abort();
    this.#stop = new AbortController();
    this.#change({ runs: [] });
  }

  /**
   * Whose page it is from now on. Who signs out takes everything along; before another person, what is recorded goes, and what is not
   * waits until it is told to go on in that person's name. What was dropped before anybody signed in is whoever's does.
   */
  setPerson(person: string | undefined): void {
    const before = this.#person;
    this.#person = person;
    if (before === undefined || before === person) return;
    const left = person === undefined ? [] : this.#state.runs.filter(isUnrecorded);
    this.clear();
    this.#change({ runs: left.map(heldBack) });
  }

  /** Whether the reader may record: signed in, with the permission. What waited for it goes on. */
  setMayRecord(mayRecord: boolean): void {
    this.#mayRecord = mayRecord;
    if (mayRecord) this.#forgetSessionTroubles();
    this.#goOn();
  }

  /** Tries again where it stopped: the same digests under the same key. */
  retry(id: string): void {
    this.#update(id, { trouble: undefined });
    this.#goOn();
  }

  #forgetSessionTroubles(): void {
    for (const { id, trouble } of this.#state.runs) {
      if (trouble?.problem.status === 401) this.#update(id, { trouble: undefined });
    }
  }

  #goOn(): void {
    if (this.#isWorking) return;
    this.#isWorking = true;
    void this.#work();
  }

  async #work(): Promise<void> {
    for (let run = this.#next(); run !== undefined; run = this.#next()) {
      const { signal } = this.#stop;
      try {
        await this.#advance(run, signal);
      } catch (error) {
        this.#note(run.id, error);
      }
    }
    this.#isWorking = false;
  }

  /** Hashing needs nobody's permission; everything after it does. */
  #next(): FileRun | undefined {
    return this.#state.runs.find(
      (run) => isOpen(run) && (this.#mayRecord || run.digests === undefined),
    );
  }

  async #advance({ id, digests, record }: FileRun, signal: AbortSignal): Promise<void> {
    if (digests === undefined) await this.#hash(id, signal);
    else if (record === undefined) await this.#record(id);
    else await this.#prove(id, record.chain.fingerprint);
  }

  async #hash(id: string, signal: AbortSignal): Promise<void> {
    const run = this.#find(id);
    if (run === undefined) return;
    this.#update(id, { stage: 'hashing', progress: { doneBytes: 0, bytesPerSecond: 0 } });
    const digests = await this.#steps.hash(run.file, {
      signal,
      onProgress: (doneBytes, bytesPerSecond) => {
        this.#update(id, { progress: { doneBytes, bytesPerSecond } });
      },
    });
    this.#update(id, { stage: 'hashed', digests });
  }

  async #record(id: string): Promise<void> {
    const run = this.#find(id);
    if (run === undefined) return;
    this.#update(id, { stage: 'recording' });
    this.#update(id, { stage: 'proving', record: await this.#steps.record(run) });
  }

  async #prove(id: string, fingerprint: string): Promise<void> {
    const run = this.#find(id);
    if (run?.record === undefined) return;
    const receipt = run.receipt ?? (await this.#steps.receipt(run.record));
    this.#update(id, { receipt });
    const verdict = await this.#steps.judge(receipt, run, fingerprint);
    this.#update(id, { stage: 'verified', verdict });
  }

  #note(id: string, error: unknown): void {
    const run = this.#find(id);
    if (run === undefined || isCoded(error, 'ABORTED')) return;
    if (needsSession(error)) this.#mayRecord = false;
    const reached = run.record === undefined ? 'recording' : 'receipt';
    const at = run.digests === undefined ? 'reading' : reached;
    this.#update(id, { trouble: { at, problem: problemOf(error) } });
  }

  #find(id: string): FileRun | undefined {
    return this.#state.runs.find((run) => run.id === id);
  }

  #update(id: string, change: Partial<FileRun>): void {
    const runs = this.#state.runs.map((run) => (run.id === id ? { ...run, ...change } : run));
    this.#change({ ...this.#state, runs });
  }

  #change(state: RunsState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}

function isUnrecorded({ record }: FileRun): boolean {
  return record === undefined;
}

function heldBack(run: FileRun): FileRun {
  return { ...run, trouble: { at: 'recording', problem: ownProblem(PERSON_CHANGED) } };
}
