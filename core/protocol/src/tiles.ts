/** Tiles (C2SP tlog-tiles): addresses, 256 hashes a tile, indexes in groups of three digits; and bundles of entries. */

export const TILE_WIDTH = 256;
/** Before each entry of a bundle. */
const LENGTH_BYTES = 2;
const LEVEL_MAX = 63;
const ADDRESS =
  /^tile\/(entries|0|[1-9][0-9]?)\/((?:x[0-9]{3}\/)*[0-9]{3})(?:\.p\/([1-9][0-9]{0,2}))?$/;

export interface TileAddress {
  readonly level: number | 'entries';
  readonly n: number;
  /** 1..256; less than 256 is a partial tile. */
  readonly width: number;
}

/** `tile/<L>/<N>` or, for a partial tile, `tile/<L>/<N>.p/<W>`. */
export function tilePath({ level, n, width }: TileAddress): string {
  const partial = width === TILE_WIDTH ? '' : `.p/${String(width)}`;
  return `tile/${String(level)}/${groupsOf(n)}${partial}`;
}

function groupsOf(n: number): string {
  const groups: string[] = [];
  let rest = n;
  do {
    groups.unshift(String(rest % 1000).padStart(3, '0'));
    rest = Math.floor(rest / 1000);
  } while (rest > 0);
  return groups.map((group, i) => (i === groups.length - 1 ? group : `x${group}`)).join('/');
}

/** Reads a tile's address; undefined when it is not the one way of writing one. */
export function parseTilePath(path: string): TileAddress | undefined {
  const [, level, groups, partial] = ADDRESS.exec(path) ?? [];
  if (level === undefined || groups === undefined) return undefined;
  const n = Number(groups.replaceAll('x', '').replaceAll('/', ''));
  const width = partial === undefined ? TILE_WIDTH : Number(partial);
  const address = { level: level === 'entries' ? level : Number(level), n, width } as const;
  const inRange = level === 'entries' || Number(level) <= LEVEL_MAX;
  return inRange && Number.isSafeInteger(n) && tilePath(address) === path ? address : undefined;
}

/** The entries of a bundle (`tile/entries/…`), each after its length. Views into one buffer. */
export function entriesOfBundle(bundle: Uint8Array): readonly Uint8Array[] {
  const view = new DataView(bundle.buffer, bundle.byteOffset, bundle.byteLength);
  const entries: Uint8Array[] = [];
  for (let at = 0; at < bundle.length;) {
    const start = at + LENGTH_BYTES;
    at = start + view.getUint16(at);
    entries.push(bundle.subarray(start, at));
  }
  return entries;
}
