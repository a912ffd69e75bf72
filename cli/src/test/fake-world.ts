/** A world for tests: its own home and working folder, and what was printed, kept apart by stream. */

import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';

import type { ExitCode } from '../exit-codes.ts';
import { run } from '../run.ts';
import type { World } from '../world.ts';

export interface FakeWorld extends World {
  printed(): { readonly out: string; readonly err: string };
}

/** Also makes the folder the process works in, because file names on a command line are relative to that. */
export function fakeWorld(
  context: TestContext,
  {
    env = {},
    isTerminal = false,
  }: { readonly env?: World['env']; readonly isTerminal?: boolean } = {},
): FakeWorld {
  const folder = temporaryFolder(context);
  const homeFolder = join(folder, 'home');
  const workingFolder = join(folder, 'work');
  mkdirSync(homeFolder);
  mkdirSync(workingFolder);
  const printed = { out: '', err: '' };
  const stream = (name: 'out' | 'err'): World['out'] => ({
    write: (text) => {
      printed[name] += text;
    },
    isTerminal,
    columns: 80,
  });
  return {
    env,
    homeFolder,
    workingFolder,
    out: stream('out'),
    err: stream('err'),
    printed: () => printed,
  };
}

/** An empty folder that other accounts may enter: root's database server runs as one, and would else lie outside and stay. */
export function temporaryFolder(context: TestContext): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'stele-cli-')));
  chmodSync(folder, 0o711);
  context.after(() => {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  return folder;
}

export interface Ran {
  readonly exitCode: ExitCode;
  readonly out: string;
  readonly err: string;
}

/** Runs a command in a world of its own. */
export async function runIn(
  context: TestContext,
  argv: readonly string[],
  options: Parameters<typeof fakeWorld>[1] = {},
): Promise<Ran> {
  const world = fakeWorld(context, options);
  const exitCode = await run(argv, world);
  return { exitCode, ...world.printed() };
}
