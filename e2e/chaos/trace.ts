/**
 * What a process asked of its file system, and what it wrote to its connections, in one order: read from a trace of strace(1). A call
 * that is under way while others are made counts as done when it has ended; what a sync covers is what had ended when it began.
 */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { programFrom, type Program } from './debian-program.ts';

export interface TracedCall {
  readonly name: string;
  /** What it returned; never negative: failed calls are left out. */
  readonly result: number;
  /** The number of its first argument, when that is a file descriptor. */
  readonly fd: number | undefined;
  /** What that descriptor was open on. */
  readonly fdPath: string | undefined;
  /** Texts among the arguments: paths, and bytes written. */
  readonly texts: readonly Buffer[];
  /** The last argument as it was printed: an offset, flags. */
  readonly last: string;
  /** Flags and modes as printed. */
  readonly text: string;
  /** Places in the order of all that happened. */
  readonly began: number;
  readonly ended: number;
}

const CALLS = [
  ...['openat', 'creat', 'write', 'pwrite64', 'writev', 'pwritev', 'pwritev2', 'sendto', 'sendmsg'],
  ...['fsync', 'fdatasync', 'rename', 'renameat', 'renameat2', 'unlink', 'unlinkat', 'rmdir'],
  ...['mkdir', 'mkdirat', 'ftruncate', 'truncate', 'link', 'linkat', 'symlink', 'symlinkat'],
  ...['fallocate', 'copy_file_range', 'sendfile', 'msync', 'sync_file_range'],
];
const BYTES_MAX = 33_554_432;

/** strace(1), installed where a test may; else why there is none. */
export function strace(): Program {
  return programFrom('strace', 'strace');
}

/** What a server is run by, so that its process keeps its own id and its trace comes to lie in `file`. */
export function tracedInto(program: string, file: string): readonly string[] {
  const what = ['-e', `trace=${CALLS.join(',')}`, '-s', String(BYTES_MAX)];
  return [program, '-D', '-f', '-y', '-xx', '--seccomp-bpf', '-o', file, ...what];
}

/** In the order in which they ended. */
export function readTrace(file: string): readonly TracedCall[] {
  const open = new Map<string, Begun>();
  return readFileSync(file, 'latin1')
    .split('\n')
    .flatMap((line, at) => {
      const call = lineOf(open, line, at);
      return call === undefined ? [] : [call];
    });
}

/** A call that had not ended when its line was written. */
interface Begun {
  readonly text: string;
  readonly began: number;
}

function lineOf(open: Map<string, Begun>, line: string, at: number): TracedCall | undefined {
  const [, thread = '', rest = ''] = LINE.exec(line) ?? [];
  if (rest.endsWith(UNFINISHED)) {
    open.set(thread, { text: rest.slice(0, -UNFINISHED.length), began: at });
    return undefined;
  }
  const [resumed] = RESUMED.exec(rest) ?? [];
  if (resumed === undefined) return callOf(rest, { began: at, ended: at });
  const { text, began } = open.get(thread) ?? { text: '', began: at };
  return callOf(text + rest.slice(resumed.length), { began, ended: at });
}

const LINE = /^(\d+) +(.*)$/;
const UNFINISHED = ' <unfinished ...>';
const RESUMED = /^<\.\.\. \w+ resumed>/;
const DESCRIPTOR = /^(\d+)<([^>]*)>/;
const QUOTED = /"((?:\\x[0-9a-f]{2})*)"(\.\.\.)?/g;

function callOf(line: string, place: Pick<TracedCall, 'began' | 'ended'>): TracedCall | undefined {
  const name = /^(\w+)\(/.exec(line)?.[1];
  const result = /\) += (\d+)(?:<[^>]*>)?$/.exec(line);
  if (name === undefined || result === null) return undefined;
  const text = line.slice(name.length + 1, result.index);
  const descriptor = DESCRIPTOR.exec(text);
  const texts = [...text.matchAll(QUOTED)].map(([, quoted = '', cut]) => {
    assert.equal(cut, undefined, 'all that is written is in the trace');
    return bytesOf(quoted);
  });
  return {
    name,
    result: Number(result[1]),
    fd: descriptor === null ? undefined : Number(descriptor[1]),
    fdPath: descriptor === null ? undefined : bytesOf(descriptor[2] ?? '').toString(),
    texts,
    last: text.slice(text.lastIndexOf(', ') + 2),
    text: text.replace(QUOTED, '""'),
    ...place,
  };
}

/** `\x2f\x74` …; of what is no file, a name as it is. */
function bytesOf(quoted: string): Buffer {
  if (!quoted.startsWith('\\x')) return Buffer.from(quoted);
  return Buffer.from(quoted.replaceAll('\\x', ''), 'hex');
}
