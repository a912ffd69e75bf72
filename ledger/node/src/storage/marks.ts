/**
 * What the node itself keeps in `state/`, under the prefix that the kernel leaves to it: how far the state and the derived files have
 * come, and where things stand that are asked for by another name than their place. All of it is derived.
 *
 * | key                        | value                                                                       |
 * | -------------------------- | --------------------------------------------------------------------------- |
 * | `n` `c`                    | where the state is: height + 1, log end, payload file, its bytes            |
 * | `n` `d`                    | height and end of the log up to which offsets and tree are known durable    |
 * | `n` `h` height             | index of the block's header entry                                           |
 * | `n` `b` block hash         | height                                                                      |
 * | `n` `p` index of an entry  | where its payload record stands: file, offset, length                       |
 *
 * Numbers are 8 bytes, big-endian.
 */

import { assert, equal } from '@stele/base';
import type { KvStore, Operation } from '@stele/kernel';

import type { LogEnd } from './entry-log.ts';
import type { FilePlace } from './file-family.ts';
import type { RecordPlace } from './payload-files.ts';

/** What the state holds, and where the files stood when it held that. */
export interface StatePlace {
  /** −1: nothing yet. */
  readonly height: number;
  readonly log: LogEnd;
  readonly payload: FilePlace;
}

/** Up to where offsets and tree survive a loss of power. */
export interface DurablePlace {
  readonly height: number;
  readonly log: LogEnd;
}

export const EMPTY_PLACE: StatePlace = {
  height: -1,
  log: { size: 0, segmentBytes: 0 },
  payload: { file: 0, length: 0 },
};
export const NOTHING_DURABLE: DurablePlace = { height: -1, log: EMPTY_PLACE.log };

const NODE = 0x6e;
const PLACE_KEY = Uint8Array.of(NODE, 0x63);
const DURABLE_KEY = Uint8Array.of(NODE, 0x64);
const HEADER = 0x68;
const BLOCK_HASH = 0x62;
const PAYLOAD = 0x70;
const NUMBER_BYTES = 8;

export function readPlace(store: KvStore): StatePlace {
  const bytes = store.get(PLACE_KEY);
  if (bytes === undefined) return EMPTY_PLACE;
  const [blocks, size, segmentBytes, file, length] = unpack(bytes, 5);
  return { height: blocks - 1, log: { size, segmentBytes }, payload: { file, length } };
}

export function placeOperation({ height, log, payload }: StatePlace): Operation {
  const numbers = [height + 1, log.size, log.segmentBytes, payload.file, payload.length];
  return { kind: 'put', key: PLACE_KEY, value: pack(numbers) };
}

export function readDurable(store: KvStore): DurablePlace {
  const bytes = store.get(DURABLE_KEY);
  if (bytes === undefined) return NOTHING_DURABLE;
  const [blocks, size, segmentBytes] = unpack(bytes, 3);
  return { height: blocks - 1, log: { size, segmentBytes } };
}

export function durableOperation({ height, log }: DurablePlace): Operation {
  return { kind: 'put', key: DURABLE_KEY, value: pack([height + 1, log.size, log.segmentBytes]) };
}

/** Whether a key is that of the durable mark: the one thing in `state/` that depends on more than the log. */
export function isDurableMark(key: Uint8Array): boolean {
  return equal(key, DURABLE_KEY);
}

/** The operations that let a block be found by height and by hash. */
export function blockOperations(
  height: number,
  header: { readonly index: number; readonly hash: Uint8Array },
): readonly Operation[] {
  return [
    { kind: 'put', key: numberedKey(HEADER, height), value: pack([header.index]) },
    { kind: 'put', key: namedKey(BLOCK_HASH, header.hash), value: pack([height]) },
  ];
}

/** Index of the header of block `height`; undefined when there is no such block. */
export function headerIndexOf(store: KvStore, height: number): number | undefined {
  const bytes = store.get(numberedKey(HEADER, height));
  return bytes === undefined ? undefined : unpack(bytes, 1)[0];
}

/** Whether the last `count` blocks that the state names are all in it. */
export async function holdsLast(store: KvStore, count: number): Promise<boolean> {
  const end = readPlace(store).height + 1;
  let next = Math.max(0, end - count);
  const marks = store.range(numberedKey(HEADER, next), numberedKey(HEADER, end));
  for await (const [key] of marks) {
    if (!equal(key, numberedKey(HEADER, next))) return false;
    next++;
  }
  return next === end;
}

/** Height of the block with this hash. */
export function heightOfHash(store: KvStore, hash: Uint8Array): number | undefined {
  const bytes = store.get(namedKey(BLOCK_HASH, hash));
  return bytes === undefined ? undefined : unpack(bytes, 1)[0];
}

export function payloadOperation(index: number, place: RecordPlace): Operation {
  const { file, offset, length } = place;
  return { kind: 'put', key: numberedKey(PAYLOAD, index), value: pack([file, offset, length]) };
}

/** Where the payloads of entry `index` stand; undefined when it has none. */
export function payloadPlaceOf(store: KvStore, index: number): RecordPlace | undefined {
  const bytes = store.get(numberedKey(PAYLOAD, index));
  if (bytes === undefined) return undefined;
  const [file, offset, length] = unpack(bytes, 3);
  return { file, offset, length };
}

function numberedKey(tag: number, number: number): Uint8Array {
  return namedKey(tag, pack([number]));
}

function namedKey(tag: number, name: Uint8Array): Uint8Array {
  const key = new Uint8Array(2 + name.length);
  key[0] = NODE;
  key[1] = tag;
  key.set(name, 2);
  return key;
}

function pack(numbers: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(numbers.length * NUMBER_BYTES);
  const view = new DataView(bytes.buffer);
  numbers.forEach((number, i) => {
    view.setBigUint64(i * NUMBER_BYTES, BigInt(number));
  });
  return bytes;
}

type Numbers<Count extends number, List extends number[] = []> = List['length'] extends Count
  ? List
  : Numbers<Count, [...List, number]>;

function unpack<Count extends number>(bytes: Uint8Array, count: Count): Numbers<Count> {
  assert(bytes.length === count * NUMBER_BYTES, 'a mark of the node is whole');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const numbers = Array.from({ length: count }, (_, i) =>
    Number(view.getBigUint64(i * NUMBER_BYTES)),
  );
  return numbers as Numbers<Count>;
}
