/** spec/verify.py kept running, one question after the other; it is started by the first one. */

import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { preparePython, verifierPath } from '../../tools/python.ts';

const SERVER = fileURLToPath(new URL('./verifier_server.py', import.meta.url));

export interface PythonAnswer {
  readonly code?: string | null;
  readonly verdict?: string;
  readonly step?: string | null;
  readonly timestamps?: string;
  /** What it threw that is no rejection. */
  readonly crash?: string;
}

export class PythonVerifier {
  #child: ChildProcessWithoutNullStreams | undefined;
  #answers: AsyncIterator<string> | undefined;

  /** Undefined where there is no Python with its packages. */
  async ask(question: object): Promise<PythonAnswer | undefined> {
    if (this.#answers === undefined && !(await this.#start())) return undefined;
    this.#child?.stdin.write(`${JSON.stringify(question)}\n`);
    const line = await this.#answers?.next();
    if (line === undefined || line.done === true) return { crash: 'it ended' };
    return JSON.parse(line.value) as PythonAnswer;
  }

  close(): void {
    this.#child?.stdin.end();
    this.#child = undefined;
    this.#answers = undefined;
  }

  async #start(): Promise<boolean> {
    const python = await preparePython();
    if (python.kind !== 'ready') return false;
    this.#child = spawn(python.path, [SERVER, verifierPath]);
    this.#child.stderr.resume();
    this.#answers = createInterface(this.#child.stdout)[Symbol.asyncIterator]();
    return true;
  }
}
