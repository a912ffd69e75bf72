/** Lines as sha256sum and its kin print them, GNU's way (`HEX  name`, escaped after a backslash) and BSD's (`SHA256 (name) = HEX`). */

import { digestNameOf, type PlainDigest, type RawItem } from './item-fields.ts';
import { lineFault } from './list-fault.ts';

const GNU = /^(\\?)([0-9A-Fa-f]{32,128})(?: [ *]|\t)(.+)$/s;
const BSD = /^([A-Za-z0-9-]{2,12}) ?\((.+)\) ?= ?([0-9A-Fa-f]{1,128})$/s;
const BARE = /^[0-9A-Fa-f]{32,128}$/;

export function isSumLine(line: string): boolean {
  return GNU.test(line) || BSD.test(line) || BARE.test(line.trim());
}

/** Throws a line’s fault. */
export function readSumLine(line: string, plain: PlainDigest): RawItem {
  const gnu = GNU.exec(line);
  if (gnu !== null) {
    const [, escape, digest = '', name = ''] = gnu;
    return { digest, name: escape === '' ? name : unescaped(name) };
  }
  const bsd = BSD.exec(line);
  if (bsd !== null) {
    const [, algorithm = plain, name = '', digest = ''] = bsd;
    return { digests: { [digestNameOf(algorithm)]: digest }, name };
  }
  if (BARE.test(line.trim())) return { digest: line.trim() };
  throw lineFault('LINE_MALFORMED', line);
}

/** Names with a backslash or a line's end in them are written with escapes. */
function unescaped(name: string): string {
  return name.replaceAll(/\\(.?)/gs, (_, mark: string) => {
    if (mark === 'n') return '\n';
    if (mark === 'r') return '\r';
    if (mark === '\\') return '\\';
    throw lineFault('LINE_MALFORMED', name);
  });
}
