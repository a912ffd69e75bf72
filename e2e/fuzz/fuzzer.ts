/**
 * Fuzzes one target for a time: makes inputs of those that reached something, and keeps the ones that reach more. Coverage is asked for
 * once a round, as asking costs as much as dozens of inputs; the inputs of a round that reached something new are found by halving.
 */

import { Coverage } from './coverage.ts';
import { type Material, mutate } from './mutate.ts';
import { chanceOf, type Chance } from './random.ts';
import type { Target } from './target.ts';

/** An input that broke a promise. */
export interface Finding {
  readonly input: Uint8Array;
  readonly error: unknown;
}

export interface FuzzRun {
  readonly target: Target;
  readonly corpus: readonly Uint8Array[];
  readonly seed: number;
  readonly forMs: number;
  /** Sees every input before it is run, so that one which never ends can be named. */
  readonly trying?: (input: Uint8Array) => void;
}

export interface FuzzResult {
  readonly executions: number;
  /** Of the product, that were called. */
  readonly functions: number;
  /** What reaches more than the seeds do. */
  readonly corpus: readonly Uint8Array[];
  readonly findings: readonly Finding[];
}

const ROUND_MS = 60;
const TRACE_LINES = 4;
const FINDINGS_MAX = 20;

/** By the place it was thrown at: the same bug comes again and again. */
function kindOf({ error }: Finding): string {
  if (!(error instanceof Error)) return String(error);
  const places = (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at '));
  return [error.name, ...places.slice(0, 3)].join('\n');
}

export async function fuzz(given: FuzzRun): Promise<FuzzResult> {
  // Most inputs are refused by an error, and a long trace costs more than what led to it.
  Error.stackTraceLimit = TRACE_LINES;
  const fuzzer = new Fuzzer(given);
  try {
    const seeds = await given.target.seeds();
    await fuzzer.learn(seeds);
    const learned = fuzzer.result().corpus.length;
    await fuzzer.learn(given.corpus);
    const endMs = performance.now() + given.forMs;
    while (performance.now() < endMs && !fuzzer.isFull) await fuzzer.round(endMs);
    const { corpus, ...result } = fuzzer.result();
    // Seeds are there anyway.
    return { ...result, corpus: corpus.slice(learned) };
  } finally {
    fuzzer.close();
  }
}

class Fuzzer {
  readonly #target: Target;
  readonly #trying: (input: Uint8Array) => void;
  readonly #chance: Chance;
  readonly #material: Material;
  readonly #coverage = new Coverage();
  readonly #corpus: Uint8Array[] = [];
  readonly #findings: Finding[] = [];
  #executions = 0;

  constructor({ target, seed, trying = () => undefined }: FuzzRun) {
    this.#target = target;
    this.#trying = trying;
    this.#chance = chanceOf(seed);
    this.#material = { chance: this.#chance, other: () => this.#chance.of(this.#corpus) };
  }

  get isFull(): boolean {
    return this.#findings.length >= FINDINGS_MAX;
  }

  /** Keeps of these what reaches something new, in order: seeds, then what earlier runs kept. */
  async learn(inputs: readonly Uint8Array[]): Promise<void> {
    // One by one: of these most are fresh, and halving is for the few among many.
    for (const input of inputs) {
      await this.#try(input);
      await this.#keepFresh([input]);
    }
    if (this.#corpus.length === 0) this.#corpus.push(inputs[0] ?? new Uint8Array(0));
  }

  async round(endMs: number): Promise<void> {
    const until = Math.min(endMs, performance.now() + ROUND_MS);
    const inputs: Uint8Array[] = [];
    do {
      const input = mutate(this.#pick(), this.#material);
      inputs.push(input);
      await this.#try(input);
    } while (performance.now() < until);
    await this.#keepFresh(inputs);
  }

  result(): FuzzResult {
    return {
      executions: this.#executions,
      functions: this.#coverage.functions,
      corpus: [...this.#corpus],
      findings: this.#findings,
    };
  }

  close(): void {
    this.#coverage.close();
  }

  /** What came last has been tried least. */
  #pick(): Uint8Array {
    const { length } = this.#corpus;
    const recent = Math.min(length, 16);
    const at =
      this.#chance.below(3) === 0
        ? length - recent + this.#chance.below(recent)
        : this.#chance.below(length);
    return this.#corpus[at] ?? new Uint8Array(0);
  }

  /** The inputs have just been run, and nothing else since coverage was asked for last. */
  async #keepFresh(inputs: readonly Uint8Array[]): Promise<void> {
    const [input] = inputs;
    if (input === undefined) return;
    if (!this.#coverage.isFresh({ keep: inputs.length === 1 })) return;
    if (inputs.length === 1) {
      this.#corpus.push(Uint8Array.from(input));
      return;
    }
    const middle = inputs.length >> 1;
    for (const half of [inputs.slice(0, middle), inputs.slice(middle)]) {
      await this.#tryAll(half);
      await this.#keepFresh(half);
    }
  }

  /** One of each kind, the shortest. */
  #note(finding: Finding): void {
    const kind = kindOf(finding);
    const known = this.#findings.findIndex((one) => kindOf(one) === kind);
    if (known < 0) this.#findings.push(finding);
    else if ((this.#findings[known]?.input.length ?? 0) > finding.input.length) {
      this.#findings[known] = finding;
    }
  }

  async #tryAll(inputs: readonly Uint8Array[]): Promise<void> {
    for (const input of inputs) await this.#try(input);
  }

  async #try(input: Uint8Array): Promise<void> {
    this.#executions++;
    this.#trying(input);
    try {
      await this.#target.run(input);
    } catch (error) {
      this.#note({ input: Uint8Array.from(input), error });
    }
  }
}
