/**
 * Runs the built-in contracts inside QuickJS, bundled from the same sources, behind the same interface: whoever holds the contracts
 * that `sandboxedContracts` gives cannot tell, except by the clock. So tests run twice, natively and here, and must agree.
 */

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { build } from 'esbuild';
import { isCoded } from '@stele/base';
import { getQuickJS, type QuickJSContext, type QuickJSHandle } from 'quickjs-emscripten';
import {
  type CallContext,
  type Contract,
  formatArguments,
  type Method,
  refuse,
} from '@stele/kernel/contract';
import {
  type CborValue,
  decode,
  type DigestAlgorithm,
  encode,
  type PayloadRoot,
  principalToCbor,
} from '@stele/protocol';
import { builtinContracts } from '../src/index.ts';

/** The built-in contracts, their code running in a sandbox that lives as long as the process. */
export async function sandboxedContracts(): Promise<readonly Contract[]> {
  const sandbox = new Sandbox(await openContext());
  return builtinContracts.map((contract) => ({
    ...contract,
    timer: contract.timer === undefined ? undefined : sandbox.timer(contract.name),
    methods: new Map(
      [...contract.methods].map(([name, method]) => [
        name,
        sandbox.method(contract.name, name, method),
      ]),
    ),
  }));
}

/** What differs from run to run is taken away before the contracts' code is read. */
const FORGET = `
  for (const name of ['Date', 'WeakRef', 'FinalizationRegistry', 'SharedArrayBuffer']) delete globalThis[name];
  delete Math.random;
`;

async function openContext(): Promise<QuickJSContext> {
  const bundle = await build({
    entryPoints: [join(import.meta.dirname, 'sandbox-entry.ts')],
    bundle: true,
    write: false,
    format: 'iife',
    platform: 'neutral',
    target: 'es2023',
    charset: 'utf8',
    logLevel: 'silent',
  });
  const [file] = bundle.outputFiles;
  assert(file !== undefined);
  const quickjs = await getQuickJS();
  const context = quickjs.newContext();
  for (const code of [FORGET, file.text]) {
    context.unwrapResult(context.evalCode(code, 'contracts.js')).dispose();
  }
  return context;
}

/** The code with which something is refused, or nothing. */
function refusalOf(run: () => void): string {
  try {
    run();
    return '';
  } catch (error) {
    if (!isCoded(error) || error.kind !== 'rejection') throw error;
    return error.code;
  }
}

class Sandbox {
  readonly #vm: QuickJSContext;
  /** The call that is running: what the host functions answer from. */
  #call: CallContext | undefined;

  constructor(vm: QuickJSContext) {
    this.#vm = vm;
    this.#provideRows();
    this.#provideKnowledge();
    this.#provideTransaction();
  }

  #provideRows(): void {
    const { undefined: nothing } = this.#vm;
    this.#provide('hostGet', (call, [table, key]) =>
      this.#buffer(call.get(this.#text(table), this.#bytes(key))),
    );
    this.#provide('hostPut', (call, [table, key, value, terms]) => {
      call.put(this.#text(table), this.#bytes(key), this.#bytes(value), this.#terms(terms));
      return nothing;
    });
    this.#provide('hostDelete', (call, [table, key, terms]) => {
      call.delete(this.#text(table), this.#bytes(key), this.#terms(terms));
      return nothing;
    });
    this.#provide('hostEmit', (call, [type, key, value]) => {
      call.emit(this.#text(type), this.#bytes(key), this.#bytes(value));
      return nothing;
    });
  }

  #provideKnowledge(): void {
    this.#provide('hostPayloadItems', (call, [number]) => {
      const items = call.payloadItems(this.#number(number));
      return this.#buffer(items === undefined ? undefined : encode(items));
    });
    this.#provide('hostHash', (call, [algorithm, bytes]) =>
      this.#buffer(call.hash(this.#number(algorithm) as DigestAlgorithm, this.#bytes(bytes))),
    );
    this.#provide('hostAccount', (call, [id]) => {
      const found = call.account(this.#bytes(id));
      return this.#buffer(found === undefined ? undefined : encode([found.administrator]));
    });
  }

  #provideTransaction(): void {
    const { undefined: nothing } = this.#vm;
    this.#provide('hostRecall', (call, [key]) => this.#buffer(call.recall(this.#text(key))));
    this.#provide('hostRemember', (call, [key, value]) => {
      call.remember(this.#text(key), this.#bytes(value));
      return nothing;
    });
    this.#provide('hostAsk', (call, [contract, method, args]) => {
      const values = decode(this.#bytes(args)) as readonly CborValue[];
      const code = refusalOf(() => {
        call.ask(this.#text(contract), this.#text(method), values);
      });
      return this.#vm.newString(code);
    });
    this.#provide('hostSchedule', (call, [atMs, key]) => {
      call.schedule(this.#number(atMs), this.#bytes(key));
      return nothing;
    });
    this.#provide('hostUnschedule', (call, [key]) => {
      call.unschedule(this.#bytes(key));
      return nothing;
    });
  }

  /** The contract's timer, run in here. */
  timer(contract: string): (context: CallContext, key: Uint8Array) => void {
    return (context, key) => {
      this.#run('timer', [contract, 'timer'], { context, args: [key] });
    };
  }

  /** The method, run in here. Its schemas stay with the host, which checks arguments before any contract's code runs. */
  method(contract: string, name: string, native: Method): Method {
    const run = (context: CallContext, args: never): Uint8Array | undefined =>
      this.#run('run', [contract, name], { context, args: formatArguments(native, args) });
    const units = (args: never, payloads: readonly PayloadRoot[]): number =>
      this.#units([contract, name], formatArguments(native, args), payloads);
    const { args, summary } = native;
    return { args, summary, run, units };
  }

  #run(
    door: 'run' | 'timer',
    path: readonly string[],
    { context, args }: { readonly context: CallContext; readonly args: readonly CborValue[] },
  ): Uint8Array | undefined {
    const { rules, height, timeMs, entryIndex, callNumber, setup, actors } = context;
    const request = encode([
      rules.number,
      height,
      timeMs,
      entryIndex,
      callNumber,
      setup,
      actors.map((actor) => principalToCbor(actor)),
      args,
    ]);
    const outer = this.#call;
    this.#call = context;
    try {
      const answer = this.#enter(door, path, request).consume((handle) => this.#bytes(handle));
      const [code, result] = decode(answer) as readonly [string, Uint8Array | null];
      return code === '' ? (result ?? undefined) : refuse(code, 'refused in the sandbox');
    } finally {
      this.#call = outer;
    }
  }

  #units(
    path: readonly string[],
    args: readonly CborValue[],
    payloads: readonly PayloadRoot[],
  ): number {
    const roots = payloads.map(({ root, count, bytes, kind }) => [root, count, bytes, kind]);
    return this.#enter('units', path, encode([args, roots])).consume((handle) =>
      this.#vm.getNumber(handle),
    );
  }

  #enter(
    door: 'run' | 'timer' | 'units',
    path: readonly string[],
    request: Uint8Array,
  ): QuickJSHandle {
    const vm = this.#vm;
    const handles = [...path.map((text) => vm.newString(text)), this.#buffer(request)];
    const entrance = vm.getProp(vm.global, door);
    try {
      return vm.unwrapResult(vm.callFunction(entrance, vm.undefined, ...handles));
    } finally {
      entrance.dispose();
      for (const handle of handles) handle.dispose();
    }
  }

  #provide(
    name: string,
    answer: (call: CallContext, args: QuickJSHandle[]) => QuickJSHandle,
  ): void {
    const vm = this.#vm;
    const provided = vm.newFunction(name, (...args) => {
      assert(this.#call !== undefined);
      return answer(this.#call, args);
    });
    vm.setProp(vm.global, name, provided);
    provided.dispose();
  }

  #text(handle: QuickJSHandle | undefined): string {
    assert(handle !== undefined);
    return this.#vm.getString(handle);
  }

  #number(handle: QuickJSHandle | undefined): number {
    assert(handle !== undefined);
    return this.#vm.getNumber(handle);
  }

  #terms(handle: QuickJSHandle | undefined): readonly Uint8Array[] | undefined {
    return (decode(this.#bytes(handle)) as readonly Uint8Array[] | null) ?? undefined;
  }

  #bytes(handle: QuickJSHandle | undefined): Uint8Array {
    assert(handle !== undefined);
    return this.#vm.getArrayBuffer(handle).consume((lifetime) => lifetime.value.slice());
  }

  #buffer(bytes: Uint8Array | undefined): QuickJSHandle {
    if (bytes === undefined) return this.#vm.undefined;
    return this.#vm.newArrayBuffer(bytes.slice().buffer);
  }
}
