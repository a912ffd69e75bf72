/** The auditor's program, run on a log: at an address, or in a folder. */

import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const AUDITOR = fileURLToPath(new URL('auditor.py', import.meta.url));

export interface Slot {
  readonly live: string;
  readonly holders: Readonly<Record<string, { readonly free: string; readonly held: string }>>;
}

export interface Report {
  readonly entries: number;
  readonly calls: number;
  readonly findings: readonly string[];
  readonly classes: readonly {
    readonly id: string;
    readonly name: string;
    readonly issued: string;
    readonly redeemed: string;
    readonly live: string;
    readonly slots: Readonly<Record<string, Slot>>;
  }[];
}

export interface Audited {
  readonly code: number;
  readonly report: Report | undefined;
  readonly trouble: string;
}

export async function audit(python: string, place: string, vkey: string): Promise<Audited> {
  // Nothing of it is kept beside the sources.
  const env = { ...process.env, PYTHONDONTWRITEBYTECODE: '1' };
  const args = [AUDITOR, place, '--vkey', vkey, '--json'];
  const ended = await run(python, args, { env }).then(
    ({ stdout }) => ({ code: 0, stdout, stderr: '' }),
    (error: unknown) =>
      error as { readonly code: number; readonly stdout: string; readonly stderr: string },
  );
  const report = ended.stdout === '' ? undefined : (JSON.parse(ended.stdout) as Report);
  return { code: ended.code, report, trouble: ended.stderr };
}
