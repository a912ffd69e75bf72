/** A contract that does on demand what contracts may do, and what they must not. */

import { utf8 } from '@stele/base';
import { decode, encode } from '@stele/protocol';
import {
  account,
  bytes,
  type CallContext,
  defineContract,
  identifier,
  list,
  refuse,
  table,
  uint,
} from '../src/contract/index.ts';

const key = bytes(1);
const summary = { en: 'Toy', 'zh-CN': '玩具' };

/** Keys of timers from which on they refuse, or schedule themselves again. */
export const TIMER_REFUSES = 250;
export const TIMER_REPEATS = 240;
export const TIMER_REPEATS_AFTER_MS = 5;

export const toy = defineContract({
  name: 'toy',
  codes: ['TOY_REFUSED'],
  tables: [table('toys', { key }, uint()), table('sold', { key }, uint(), { ends: true })],
  events: [{ type: 'played', key: { key }, value: uint() }],
  methods: {
    put: {
      args: { key, value: uint() },
      summary,
      run(context, args) {
        context.put('toys', args.key, encode(args.value));
      },
    },
    /** Puts and files. */
    file: {
      args: { key, value: uint(), terms: list(identifier(), { max: 20 }) },
      summary,
      run(context, { key: of, value, terms }) {
        context.put('toys', of, encode(value), terms.map(utf8));
      },
    },
    /** Puts and files in the table that keeps ends. */
    sell: {
      args: { key, terms: list(identifier(), { max: 20 }) },
      summary,
      run(context, { key: of, terms }) {
        context.put('sold', of, encode(1), terms.map(utf8));
      },
    },
    /** Deletes from there, and takes terms away. */
    'take-back': {
      args: { key, terms: list(identifier(), { max: 20 }) },
      summary,
      run(context, { key: of, terms }) {
        context.delete('sold', of, terms.map(utf8));
      },
    },
    schedule: {
      args: { atMs: uint(), key },
      summary,
      run(context, { atMs, key: of }) {
        context.schedule(atMs, of);
      },
    },
    unschedule: {
      args: { key },
      summary,
      run(context, { key: of }) {
        context.unschedule(of);
      },
    },
    /** Answers a digest, and what the kernel knows of an account. */
    learn: {
      args: { account: account() },
      summary,
      run: (context, { account: of }) =>
        encode([context.hash(1, of), context.account(of)?.administrator ?? null]),
    },
    /** Answers what earlier calls have remembered, and remembers that it was asked. */
    remember: {
      args: {},
      summary,
      run(context) {
        const before = context.recall('asked') ?? Uint8Array.of(0);
        context.remember(
          'asked',
          before.map((count) => count + 1),
        );
        return before;
      },
    },
    /** Writes, asks another contract, and writes. */
    ask: {
      args: { contract: identifier(), method: identifier(), key },
      summary,
      run(context, args) {
        context.put('toys', args.key, encode(1));
        context.ask(args.contract, args.method, [args.key]);
        context.emit('played', args.key, encode(1));
      },
    },
    /** The same, and takes no notice of the answer. */
    'ask-in-vain': {
      args: { contract: identifier(), method: identifier(), key },
      summary,
      run(context, args) {
        try {
          context.ask(args.contract, args.method, [args.key]);
        } catch {
          // as a careless contract would
        }
        context.put('toys', args.key, encode(1));
      },
    },
    delete: {
      args: { key },
      summary,
      run(context, args) {
        context.delete('toys', args.key);
      },
    },
    play: {
      args: { key },
      summary,
      run(context, args) {
        context.emit('played', args.key, encode(1));
      },
    },
    /** Answers the row of `key` and where the call stands. */
    look: {
      args: { key },
      summary,
      run: (context, args) =>
        encode([
          context.get('toys', args.key) ?? null,
          context.height,
          context.timeMs,
          context.entryIndex,
          context.callNumber,
        ]),
    },
    refuse: { args: {}, summary, run: () => refuse('TOY_REFUSED', 'on demand') },
    heavy: { args: { units: uint() }, summary, units: ({ units }) => units, run: () => undefined },
    /** Throws what no contract lists. */
    leak: {
      args: {},
      summary,
      run() {
        decode(new Uint8Array(0));
      },
    },
    fail: {
      args: {},
      summary,
      run() {
        throw new TypeError('a bug in a toy');
      },
    },
    'wide-key': {
      args: { length: uint() },
      summary,
      run: (context, { length }) => {
        context.put('toys', new Uint8Array(length), encode(1));
      },
    },
    'wide-term': {
      args: { key, length: uint() },
      summary,
      run: (context, args) => {
        context.put('toys', args.key, encode(1), [new Uint8Array(args.length)]);
      },
    },
    'wide-value': {
      args: { length: uint() },
      summary,
      run(context, { length }) {
        context.put('toys', new Uint8Array(1), new Uint8Array(length));
      },
    },
    trespass: {
      args: {},
      summary,
      run(context) {
        context.put('accounts', new Uint8Array(1), encode(1));
      },
    },
    shout: {
      args: {},
      summary,
      run(context) {
        context.emit('undeclared', new Uint8Array(1), encode(1));
      },
    },
  },
  timer: play,
});

/** By the first byte of the key: 250 … refuses, 240 … puts itself off, else says that it has run. */
function play(context: CallContext, of: Uint8Array): void {
  const [first = 0] = of;
  context.put('toys', of, encode(context.entryIndex));
  if (first >= TIMER_REFUSES) refuse('TOY_REFUSED', 'on demand');
  if (first >= TIMER_REPEATS) context.schedule(context.timeMs + TIMER_REPEATS_AFTER_MS, of);
  else context.emit('played', of, encode(1));
}
