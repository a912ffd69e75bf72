/** The run of `stele start`, its settings known: node, server, then waiting to be told to stop. */

import { rm } from 'node:fs/promises';

import type { CodedError } from '@stele/base';
import { type LedgerNode, openNode } from '@stele/node';
import { jsonLog } from '@stele/server';

import { type Invocation, printJson, printLine } from '../../command.ts';
import { type ExitCode, exitCodes } from '../../exit-codes.ts';
import { replaceFile } from '../../files/write-file.ts';
import { addressPath } from '../../settings/data-folder.ts';
import { programName } from '../../settings/program-name.ts';
import { checkedAdminKeyOf } from './admin-key.ts';
import { serveLedger, type Serving } from './serve.ts';
import type { Settings } from './settings.ts';

export async function startServer(invocation: Invocation, settings: Settings): Promise<ExitCode> {
  const { world, text } = invocation;
  const stop = stopSignal();
  const running = await open(settings, invocation, stop.fail);
  stop.catchSignals();
  try {
    await announce(invocation, settings, running);
    await stop.asked;
    world.err.write(`${text('start.stopping')}\n`);
  } finally {
    await close(settings, running);
  }
  if (stop.failure !== undefined) throw stop.failure;
  world.err.write(`${text('start.stopped')}\n`);
  return exitCodes.done;
}

interface StopSignal {
  /** Resolves at SIGTERM, Ctrl-C, or when the node cannot go on. */
  readonly asked: Promise<void>;
  readonly fail: (error: CodedError) => void;
  readonly failure: CodedError | undefined;
  /**
   * From now on signals ask. Before, while the node opens, they end the process as any other: what has begun then is not
   * acknowledged to anyone, and the next start finishes or undoes it (spec/disk.md).
   */
  readonly catchSignals: () => void;
}

/** A second signal is not caught: whoever sends it wants the end at once. */
function stopSignal(): StopSignal {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  let failure: CodedError | undefined;
  return {
    asked: promise,
    fail: (error) => {
      failure = error;
      resolve(undefined);
    },
    get failure() {
      return failure;
    },
    catchSignals: () => {
      for (const signal of ['SIGTERM', 'SIGINT'] as const) {
        process.once(signal, () => {
          resolve(undefined);
        });
      }
    },
  };
}

interface Running {
  readonly node: LedgerNode;
  readonly serving: Serving;
}

async function open(
  settings: Settings,
  { world }: Invocation,
  failed: (error: CodedError) => void,
): Promise<Running> {
  const { dataFolder, exposure, port, logLevel: level } = settings;
  const log = jsonLog({
    write: (line) => {
      world.err.write(line);
    },
    clock: { nowMs: () => Date.now(), monotonicMs: () => performance.now() },
    level,
  });
  const { organisation, organisationName } = settings;
  const node = await openNode({ dataFolder, log, failed, organisation, organisationName });
  try {
    const adminKey = checkedAdminKeyOf(dataFolder);
    return { node, serving: await serveLedger(node, { exposure, port, log, adminKey }) };
  } catch (error) {
    await node.close();
    throw error;
  }
}

/** The address goes into the folder, so that commands on this machine find the server without being told. */
async function announce(
  { arguments: given, world, text }: Invocation,
  { dataFolder: folder }: Settings,
  { node, serving: { address } }: Running,
): Promise<void> {
  await replaceFile(addressPath(folder), `${address}\n`);
  const { id: fingerprint } = await node.api.chain();
  if (given.flag('json')) {
    printJson(world, { address, dataFolder: folder, fingerprint });
    return;
  }
  const program = programName(world);
  printLine(world, text('start.address', { address }));
  printLine(world, text('start.folder', { folder }));
  printLine(world, text('start.fingerprint', { fingerprint }));
  printLine(world, text('start.try'));
  printLine(world, `  ${program} notarize README.md`);
  printLine(world, `  ${program} verify README.md`);
}

async function close({ dataFolder }: Settings, { node, serving }: Running): Promise<void> {
  await rm(addressPath(dataFolder), { force: true });
  await serving.close();
  await node.close();
}
