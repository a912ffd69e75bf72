/**
 * Certificates are drawn in a thread of their own: one costs tens of milliseconds of computing, which a server's own thread does not
 * have. One thread a process, started with the first certificate; a process lives on for what was asked of it, not for the thread.
 */

import { Worker } from 'node:worker_threads';

import { failure } from '@stele/base';

import type { Drawing } from '../draw-certificate.ts';

/** Waiting certificates: at some 20 a second, the last waits three seconds. */
export const DRAWINGS_WAITING_MAX = 64;

/** Garbage is collected before the heap grows past this. */
const HEAP_LIMITS = { maxOldGenerationSizeMb: 192, maxYoungGenerationSizeMb: 16 } as const;

interface Asked {
  answer(pdf: Uint8Array): void;
  fail(reason: Error): void;
}

/** One thread. It answers in the order in which it is asked. */
class DrawingThread {
  readonly #worker = new Worker(new URL('./worker.ts', import.meta.url), {
    resourceLimits: HEAP_LIMITS,
  });
  readonly #asked: Asked[] = [];
  readonly #gone: () => void;

  constructor(gone: () => void) {
    this.#gone = gone;
    this.#worker.on('message', (pdf: Uint8Array) => {
      this.#asked.shift()?.answer(pdf);
      if (this.#asked.length === 0) this.#worker.unref();
    });
    this.#worker.on('error', (cause) => {
      this.#stop(cause);
    });
    this.#worker.on('exit', (code) => {
      this.#stop(code);
    });
    this.#worker.unref();
  }

  draw(drawing: Drawing): Promise<Uint8Array> {
    if (this.#asked.length >= DRAWINGS_WAITING_MAX) return Promise.reject(busy());
    return new Promise((answer, fail) => {
      this.#asked.push({ answer, fail });
      this.#worker.ref();
      this.#worker.postMessage(drawing);
    });
  }

  #stop(cause: unknown): void {
    this.#gone();
    for (const asked of this.#asked.splice(0)) asked.fail(notDrawn(cause));
  }
}

let thread: DrawingThread | undefined;

/** The certificate's bytes. Fails with CERTIFICATE_BUSY (retryable) and CERTIFICATE_NOT_DRAWN; the next call starts a new thread. */
export function drawInThread(drawing: Drawing): Promise<Uint8Array> {
  thread ??= startThread();
  return thread.draw(drawing);
}

function startThread(): DrawingThread {
  const started: DrawingThread = new DrawingThread(() => {
    if (thread === started) thread = undefined;
  });
  return started;
}

function busy(): Error {
  return failure('CERTIFICATE_BUSY', 'too many certificates are being drawn', {
    action: 'Ask again in a few seconds.',
    retryable: true,
    data: { limit: 'DRAWINGS_WAITING', max: DRAWINGS_WAITING_MAX },
  });
}

function notDrawn(cause: unknown): Error {
  return failure('CERTIFICATE_NOT_DRAWN', 'the thread that draws certificates has stopped', {
    action: 'The receipt is not affected: verify it, and ask for the certificate again.',
    cause,
  });
}
