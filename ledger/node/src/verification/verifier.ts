/**
 * Verifies transactions' signatures and payload roots, in threads of their own where that pays. The verdict is a pure function of bytes, so it does not
 * matter when and where it is found; execution requires it (kernel, Candidate.verified).
 */

import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';

import { assert, failure } from '@stele/base';
import { nodeCrypto } from '@stele/protocol/node';

import {
  buffersOf,
  type CommittedPayloads,
  matchesRoots,
  packPayloads,
} from './packed-payloads.ts';
import { packSignatures, type SignedId, verdictsOf, verifyPacked } from './packed-signatures.ts';
import type { Task } from './worker.ts';

export interface Verifier {
  /** One verdict a transaction: whether all its signatures are valid. At once when they are few, else a promise. */
  verify(signed: readonly SignedId[]): readonly boolean[] | Promise<readonly boolean[]>;
  /** Whether a transaction's payloads are those that it commits to: in a thread, when there is one. */
  matchPayloads(committed: CommittedPayloads): boolean | Promise<boolean>;
  close(): Promise<void>;
}

/** So few signatures are verified before a thread would have been woken. */
const INLINE_MAX = 3;
/** Fewer are not split over threads. */
const SHARE_MIN = 24;

/** A verifier with max(1, cores − 1) threads, or as many as `threads` says; with 0 the caller's own thread does it all. */
export function openVerifier(threads = Math.max(1, availableParallelism() - 1)): Verifier {
  return new ThreadedVerifier(Array.from({ length: threads }, () => new VerifierThread()));
}

class ThreadedVerifier implements Verifier {
  readonly #threads: readonly VerifierThread[];
  #next = 0;

  constructor(threads: readonly VerifierThread[]) {
    this.#threads = threads;
  }

  verify(signed: readonly SignedId[]): readonly boolean[] | Promise<readonly boolean[]> {
    const count = signed.reduce((sum, { signatures }) => sum + signatures.length, 0);
    const isShared = count > INLINE_MAX && this.#threads.length > 0;
    if (isShared) return this.#verifyInThreads(signed, count);
    return verdictsOf(signed, verifyPacked(nodeCrypto, packSignatures(signed)));
  }

  matchPayloads(committed: CommittedPayloads): boolean | Promise<boolean> {
    if (this.#threads.length === 0) return matchesRoots(committed);
    const packed = packPayloads(committed);
    const verdicts = this.#thread().ask(packed, buffersOf(packed));
    return verdicts.then(([verdict]) => verdict === 1);
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.close()));
  }

  async #verifyInThreads(signed: readonly SignedId[], count: number): Promise<readonly boolean[]> {
    const shares = Math.min(this.#threads.length, Math.ceil(count / SHARE_MIN));
    const each = Math.ceil(signed.length / shares);
    const parts: Promise<readonly boolean[]>[] = [];
    for (let first = 0; first < signed.length; first += each) {
      const part = signed.slice(first, first + each);
      const signatures = packSignatures(part);
      const verdicts = this.#thread().ask(signatures, [signatures.buffer]);
      parts.push(verdicts.then((packed) => verdictsOf(part, packed)));
    }
    return (await Promise.all(parts)).flat();
  }

  #thread(): VerifierThread {
    const thread = this.#threads[this.#next];
    assert(thread !== undefined, 'the next thread is one of them');
    this.#next = (this.#next + 1) % this.#threads.length;
    return thread;
  }
}

interface Asked {
  answer(verdicts: Uint8Array): void;
  fail(reason: Error): void;
}

/** One thread. It answers in the order in which it is asked. */
class VerifierThread {
  readonly #worker: Worker;
  readonly #asked: Asked[] = [];
  #broken: Error | undefined;

  constructor() {
    this.#worker = new Worker(new URL('./worker.ts', import.meta.url));
    this.#worker.on('message', (verdicts: Uint8Array) => {
      this.#answer(verdicts);
    });
    this.#worker.on('error', (cause) => {
      this.#break(cause);
    });
    this.#worker.on('exit', (code) => {
      this.#break(code);
    });
    // A process lives on for what was asked, not for a thread that waits.
    this.#worker.unref();
  }

  /** The buffers are the thread's from now on. */
  ask(task: Task, buffers: readonly ArrayBuffer[]): Promise<Uint8Array> {
    if (this.#broken !== undefined) return Promise.reject(this.#broken);
    return new Promise((answer, fail) => {
      this.#asked.push({ answer, fail });
      this.#worker.ref();
      this.#worker.postMessage(task, [...buffers]);
    });
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #answer(verdicts: Uint8Array): void {
    this.#asked.shift()?.answer(verdicts);
    if (this.#asked.length === 0) this.#worker.unref();
  }

  #break(cause: unknown): void {
    this.#broken ??= failure('VERIFIER_STOPPED', 'a thread that verifies signatures has stopped', {
      action: 'Start the node again; nothing that was acknowledged is lost.',
      cause,
    });
    for (const asked of this.#asked.splice(0)) asked.fail(this.#broken);
  }
}
