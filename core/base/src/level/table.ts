/**
 * LevelDB's tables (its doc/table_format.md): blocks with a checksum each, which LevelDB as it is opened here does not look at, and a
 * footer that says where the block of blocks is.
 */

import { maskedCrc, uint32At } from './crc-32c.ts';
import { unsnappied } from './snappy.ts';
import { Varints } from './varints.ts';

const FOOTER_BYTES = 48;
const MAGIC = [0x57, 0xfb, 0x80, 0x8b, 0x24, 0x75, 0x47, 0xdb];
const PLAIN = 0;

interface Handle {
  readonly offset: number;
  readonly size: number;
}

/** Where the first block stands that is not as it was written; undefined when all are. */
export function tableDamage(bytes: Uint8Array): number | undefined {
  const footerAt = bytes.length - FOOTER_BYTES;
  const hasMagic = MAGIC.every((byte, i) => bytes[bytes.length - MAGIC.length + i] === byte);
  if (footerAt < 0 || !hasMagic) return Math.max(footerAt, 0);
  const footer = new Varints(bytes.subarray(footerAt));
  const meta = handleIn(footer);
  const index = handleIn(footer);
  for (const handle of [meta, index]) if (!isWhole(bytes, handle)) return footerAt;
  const blocks = [...handlesIn(content(bytes, index)), ...handlesIn(content(bytes, meta))];
  return blocks.find((block) => !isWhole(bytes, block))?.offset;
}

function handleIn(varints: Varints): Handle {
  return { offset: varints.next(), size: varints.next() };
}

function isWhole(bytes: Uint8Array, { offset, size }: Handle): boolean {
  const end = offset + size + 1;
  return end + 4 <= bytes.length && maskedCrc(bytes, offset, end) === uint32At(bytes, end);
}

/** Of a block that is whole. */
function content(bytes: Uint8Array, { offset, size }: Handle): Uint8Array {
  const stored = bytes.subarray(offset, offset + size);
  return bytes[offset + size] === PLAIN ? stored : unsnappied(stored);
}

/** The values of a block that are places of others; its keys are of no matter here. Behind its entries stand restart points and their number. */
function handlesIn(block: Uint8Array): readonly Handle[] {
  const restarts = uint32At(block, block.length - 4);
  const entries = block.subarray(0, block.length - 4 * (restarts + 1));
  const varints = new Varints(entries);
  const handles: Handle[] = [];
  while (!varints.isDone) {
    varints.next();
    const keyBytes = varints.next();
    const valueBytes = varints.next();
    varints.skip(keyBytes);
    const start = varints.at;
    handles.push(handleIn(varints));
    varints.skip(start + valueBytes - varints.at);
  }
  return handles;
}
