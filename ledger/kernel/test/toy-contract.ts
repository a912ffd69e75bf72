/** A contract that does on demand what contracts may do, and what they must not. */

import { utf8 } from '@stele/base';
import { decode, encode } from '@stele/protocol';
import {
  bytes,
  defineContract,
  identifier,
  list,
  refuse,
  table,
  uint,
} from '../src/contract/index.ts';

const key = bytes(1);
const summary = { en: 'Toy', 'zh-CN': '玩具' };

export const toy = defineContract({
  name: 'toy',
  codes: ['TOY_REFUSED'],
  tables: [table('toys', { key }, uint())],
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
});
