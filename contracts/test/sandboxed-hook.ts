/**
 * A hook whose code is a text from somebody else, run in QuickJS with so much fuel, memory and stack: what a contract that is deployed
 * will be. Whatever its code does, its asker gets a coded refusal or none, the same on every machine: fuel is counted in QuickJS's own
 * checks and not by a clock.
 */

import { type CodedError, isCoded } from '@stele/base';
import {
  bytes,
  type CallContext,
  type Contract,
  defineContract,
  refuse,
  table,
  uint,
} from '@stele/kernel/contract';
import { encode } from '@stele/protocol';
import { getQuickJS, type QuickJSContext, type QuickJSRuntime } from 'quickjs-emscripten';

/** Of a hook whose code threw, or used up its memory or stack. */
export const HOOK_FAILED = 'HOOK_FAILED';
/** Of a hook that was still running when its fuel was used up. */
export const HOOK_EXHAUSTED = 'HOOK_EXHAUSTED';

/** QuickJS asks whether it should go on after some 10 000 jumps. */
export const FUEL = 20;
const MEMORY_BYTES = 4_194_304;
const STACK_BYTES = 131_072;

const quickjs = await getQuickJS();

/**
 * A contract with a method `check` that runs `code`. In it are `get()` → number or undefined and `put(number)`, of the one row of its
 * table, and `refuse(code)`.
 */
export function sandboxedHook(name: string, code: string, codes: readonly string[] = []): Contract {
  return defineContract({
    name,
    codes: [...codes, HOOK_FAILED, HOOK_EXHAUSTED],
    tables: [table('notes', {}, uint(255))],
    methods: {
      check: {
        args: { key: bytes(1) },
        summary: { en: 'Check', 'zh-CN': '检查' },
        run(context) {
          runIn(context, codes, code);
        },
      },
    },
  });
}

interface Run {
  fuel: number;
  /** The code with which the hook has refused. */
  refused: string | undefined;
  /** What came from the other side of the door, and goes through. */
  thrown: CodedError | undefined;
}

function runIn(context: CallContext, codes: readonly string[], code: string): void {
  const run: Run = { fuel: FUEL, refused: undefined, thrown: undefined };
  const runtime = newRuntime(run);
  const vm = runtime.newContext();
  let failed: boolean;
  try {
    provide(vm, context, run);
    const result = vm.evalCode(code, 'hook.js');
    failed = result.error !== undefined;
    result.dispose();
  } finally {
    vm.dispose();
    runtime.dispose();
  }
  if (run.fuel <= 0) refuse(HOOK_EXHAUSTED, 'the hook ran too long');
  if (run.thrown !== undefined) throw run.thrown;
  if (run.refused !== undefined && codes.includes(run.refused)) refuse(run.refused, 'the hook');
  if (failed) refuse(HOOK_FAILED, 'the hook threw');
}

function newRuntime(run: Run): QuickJSRuntime {
  const runtime = quickjs.newRuntime();
  runtime.setMemoryLimit(MEMORY_BYTES);
  runtime.setMaxStackSize(STACK_BYTES);
  runtime.setInterruptHandler(() => --run.fuel <= 0);
  return runtime;
}

const ROW_KEY = new Uint8Array(0);

function provide(vm: QuickJSContext, context: CallContext, run: Run): void {
  const get = vm.newFunction('get', () => {
    const row = context.get('notes', ROW_KEY);
    return row === undefined ? vm.undefined : vm.newNumber(row[0] ?? 0);
  });
  const put = vm.newFunction('put', (value) => {
    try {
      context.put('notes', ROW_KEY, encode(vm.getNumber(value)));
    } catch (error) {
      if (!isCoded(error)) throw error;
      run.thrown = error;
      throw error;
    }
    return vm.undefined;
  });
  const refusing = vm.newFunction('refuse', (code) => {
    run.refused ??= vm.getString(code);
    return { error: vm.newError('refused') };
  });
  for (const [name, door] of Object.entries({ get, put, refuse: refusing })) {
    vm.setProp(vm.global, name, door);
    door.dispose();
  }
}
