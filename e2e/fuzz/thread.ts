/** One target in a thread of its own, watched from outside: a loop that never ends, or one that eats all memory, is a finding too. */

import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { fuzz } from './fuzzer.ts';
import { INPUT_BYTES_MAX } from './mutate.ts';
import type { Target } from './target.ts';

export interface ThreadRun {
  readonly name: string;
  /** Of the target, relative to this file. */
  readonly module: string;
  readonly corpus: readonly Uint8Array[];
  readonly seed: number;
  readonly forMs: number;
}

export interface ThreadResult {
  readonly executions: number;
  readonly functions: number;
  readonly corpus: readonly Uint8Array[];
  readonly findings: readonly { readonly input: Uint8Array; readonly error: string }[];
}

/** No input of 64 KiB takes a thousandth of it, on a machine that has other things to do. */
const HANG_MS = 20_000;
const WATCH_MS = 1_000;
const HEAP_MIB_MAX = 768;
const HEAD_BYTES = 8;

/** What the thread is doing: how many inputs it has begun, the length of the last, the input itself. */
class Desk {
  readonly memory: SharedArrayBuffer;
  readonly #head: Int32Array;
  readonly #input: Uint8Array;

  constructor(memory = new SharedArrayBuffer(HEAD_BYTES + INPUT_BYTES_MAX)) {
    this.memory = memory;
    this.#head = new Int32Array(memory, 0, 2);
    this.#input = new Uint8Array(memory, HEAD_BYTES);
  }

  put(input: Uint8Array): void {
    this.#input.set(input.subarray(0, INPUT_BYTES_MAX));
    this.#head[1] = Math.min(input.length, INPUT_BYTES_MAX);
    Atomics.add(this.#head, 0, 1);
  }

  get begun(): number {
    return Atomics.load(this.#head, 0);
  }

  get input(): Uint8Array {
    return Uint8Array.from(this.#input.subarray(0, this.#head[1]));
  }
}

/** Ends whatever happens. */
export async function fuzzInThread(run: ThreadRun): Promise<ThreadResult> {
  const desk = new Desk();
  const worker = new Worker(new URL(import.meta.url), {
    workerData: { ...run, memory: desk.memory },
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MIB_MAX },
  });
  const watch = watchdog(desk, worker);
  try {
    return await new Promise<ThreadResult>((resolve, reject) => {
      worker.once('message', resolve).once('error', reject);
      worker.once('exit', () => reject(new RangeError('it did not come back')));
    });
  } catch (error) {
    const findings = [{ input: desk.input, error: textOf(error) }];
    return { executions: desk.begun, functions: 0, corpus: [], findings };
  } finally {
    clearInterval(watch);
    await worker.terminate();
  }
}

function watchdog(desk: Desk, worker: Worker): NodeJS.Timeout {
  let [seen, sinceMs] = [-1, performance.now()];
  return setInterval(() => {
    if (desk.begun !== seen) [seen, sinceMs] = [desk.begun, performance.now()];
    // Nothing begun yet: the modules are still being read.
    else if (seen > 0 && performance.now() - sinceMs > HANG_MS) void worker.terminate();
  }, WATCH_MS);
}

function textOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

if (!isMainThread && parentPort !== null) {
  const { name, module, memory, ...run } = workerData as ThreadRun & {
    readonly memory: SharedArrayBuffer;
  };
  const { TARGETS } = (await import(module)) as { readonly TARGETS: readonly Target[] };
  const target = TARGETS.find((one) => one.name === name);
  if (target === undefined) throw new RangeError(`no target ${name}`);
  const desk = new Desk(memory);
  const result = await fuzz({ target, ...run, trying: (input) => desk.put(input) });
  const findings = result.findings.map(({ input, error }) => ({ input, error: textOf(error) }));
  await target.close?.();
  parentPort.postMessage({ ...result, findings });
}
