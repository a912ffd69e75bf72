/** What a command may touch outside its arguments, handed in so that tests can hand in something else. */

import { homedir } from 'node:os';

export interface Stream {
  write(text: string): void;
  readonly isTerminal: boolean;
  readonly columns: number;
}

export interface World {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly workingFolder: string;
  readonly homeFolder: string;
  /** Results. */
  readonly out: Stream;
  /** Progress, notes, errors. */
  readonly err: Stream;
}

export function realWorld(): World {
  return {
    env: process.env,
    workingFolder: process.cwd(),
    homeFolder: homedir(),
    out: streamOf(process.stdout),
    err: streamOf(process.stderr),
  };
}

function streamOf(stream: NodeJS.WriteStream): Stream {
  return {
    write: (text) => void stream.write(text),
    // `isTTY` is absent, not false, on a pipe.
    isTerminal: (stream as { isTTY?: boolean }).isTTY === true,
    get columns() {
      // 0 on a terminal that does not know.
      const { columns = 0 } = stream as { columns?: number };
      return columns > 0 ? columns : 80;
    },
  };
}
