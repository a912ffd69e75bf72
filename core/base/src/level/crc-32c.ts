/** CRC-32C (RFC 3720, appendix B.4), eight bytes at a step, and the masked form in which LevelDB keeps it beside what it covers. */

const POLYNOMIAL = 0x82f63b78;
const STEP = 8;
const MASK_DELTA = 0xa282ead8;

/** Made when it is first needed: a page that imports this package does not pay for it. */
let made: readonly Uint32Array[] | undefined;

function makeTables(): readonly Uint32Array[] {
  const first = Uint32Array.from({ length: 256 }, (_, byte) => {
    let value = byte;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ POLYNOMIAL : value >>> 1;
    return value;
  });
  const tables = [first];
  while (tables.length < STEP) {
    const last = tables.at(-1) ?? first;
    tables.push(last.map((value) => at(first, value) ^ (value >>> 8)));
  }
  return tables;
}

function at(table: Uint32Array | undefined, value: number): number {
  return table?.[value & 255] ?? 0;
}

/** Of the bytes from `start` to before `end`. */
export function crc32c(bytes: Uint8Array, start: number, end: number): number {
  const [T0, T1, T2, T3, T4, T5, T6, T7] = (made ??= makeTables());
  let crc = -1;
  let i = start;
  for (; i + STEP <= end; i += STEP) {
    const low = crc ^ word(bytes, i);
    const high = word(bytes, i + 4);
    crc =
      at(T7, low) ^
      at(T6, low >>> 8) ^
      at(T5, low >>> 16) ^
      at(T4, low >>> 24) ^
      at(T3, high) ^
      at(T2, high >>> 8) ^
      at(T1, high >>> 16) ^
      at(T0, high >>> 24);
  }
  for (; i < end; i++) crc = at(T0, crc ^ (bytes[i] ?? 0)) ^ (crc >>> 8);
  return ~crc >>> 0;
}

function word(bytes: Uint8Array, i: number): number {
  return (
    (bytes[i] ?? 0) |
    ((bytes[i + 1] ?? 0) << 8) |
    ((bytes[i + 2] ?? 0) << 16) |
    ((bytes[i + 3] ?? 0) << 24)
  );
}

/** As it stands in files: a checksum of what holds checksums would be weak. */
export function maskedCrc(bytes: Uint8Array, start: number, end: number): number {
  const crc = crc32c(bytes, start, end);
  return (((crc >>> 15) | (crc << 17)) + MASK_DELTA) >>> 0;
}

/** Four bytes, little-endian. */
export function uint32At(bytes: Uint8Array, i: number): number {
  return word(bytes, i) >>> 0;
}
