/** A contract whose methods are asked by others, as hooks: one that agrees, one that refuses, and those that do what no hook may. */

import { encode } from '@stele/protocol';
import {
  bytes,
  type CallContext,
  defineContract,
  refuse,
  table,
  uint,
} from '../src/contract/index.ts';

const key = bytes(1);
const summary = { en: 'Guard', 'zh-CN': '守卫' };

/** What a hook may not do, by the method that does it. */
export const FORBIDDEN_IN_HOOKS: Readonly<
  Record<string, (context: CallContext, key: Uint8Array) => void>
> = {
  put: (context, of) => {
    context.put('guarded', of, encode(1));
  },
  'put-filed': (context, of) => {
    context.put('guarded', of, encode(1), [of]);
  },
  delete: (context, of) => {
    context.delete('guarded', of);
  },
  emit: (context, of) => {
    context.emit('looked', of, encode(1));
  },
  schedule: (context, of) => {
    context.schedule(context.timeMs + 1, of);
  },
  unschedule: (context, of) => {
    context.unschedule(of);
  },
  ask: (context, of) => {
    context.ask('guard', 'allow', [of]);
  },
};

function methodOf(run: (context: CallContext, key: Uint8Array) => void): {
  readonly args: { readonly key: typeof key };
  readonly summary: typeof summary;
  run(context: CallContext, args: { readonly key: Uint8Array }): undefined;
} {
  return {
    args: { key },
    summary,
    run(context, { key: of }) {
      run(context, of);
    },
  };
}

export const guard = defineContract({
  name: 'guard',
  codes: ['GUARDED'],
  tables: [table('guarded', { key }, uint())],
  events: [{ type: 'looked', key: { key }, value: uint() }],
  methods: {
    allow: methodOf(() => undefined),
    forbid: methodOf(() => refuse('GUARDED', 'on demand')),
    /** Refuses keys that have a row. */
    look: methodOf((context, of) => {
      if (context.get('guarded', of) !== undefined) refuse('GUARDED', 'there is a row');
    }),
    /** Refuses the second time within a transaction. */
    once: methodOf((context) => {
      if (context.recall('asked') !== undefined) refuse('GUARDED', 'it was asked before');
      context.remember('asked', new Uint8Array(0));
    }),
    /** Writes, and hides that it was told not to. */
    stealthy: methodOf((context, of) => {
      try {
        context.put('guarded', of, encode(1));
      } catch {
        // as if nothing had happened
      }
    }),
    'two-arguments': { args: { key, other: key }, summary, run: () => undefined },
    ...Object.fromEntries(
      Object.entries(FORBIDDEN_IN_HOOKS).map(([name, run]) => [name, methodOf(run)]),
    ),
  },
  timer: () => undefined,
});
