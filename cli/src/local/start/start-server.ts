/** The run of `stele start`, its settings known: node, server, then waiting to be told to stop. */

import { rm } from 'node:fs/promises';

import type { CodedError, Log } from '@stele/base';
import { type LedgerNode, openNode, systemClock, systemRandom } from '@stele/node';
import { openPeople, type People, signInPath } from '@stele/people';
import { jsonLog } from '@stele/server';

import { type Invocation, printJson, printLine } from '../../command.ts';
import { type ExitCode, exitCodes } from '../../exit-codes.ts';
import { replaceFile } from '../../files/write-file.ts';
import { addressPath } from '../../settings/data-folder.ts';
import { signInUrl } from '../../settings/sign-in-url.ts';
import { programName } from '../../settings/program-name.ts';
import { checkedAdminKeyOf } from './admin-key.ts';
import { type RunningEvidence, startEvidence } from './evidence.ts';
import { gatheredLines } from './gathered-lines.ts';
import { exposed, keepRenewed } from './own-tls.ts';
import { pagesOf } from './pages.ts';
import { serve, type Serving } from './serve.ts';
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
  readonly evidence: RunningEvidence;
  readonly people: People;
  readonly hasPages: boolean;
  readonly serving: Serving;
  /** Of the certificate the server made for itself; undefined where there is none. */
  readonly fingerprint: string | undefined;
  readonly stopRenewing: () => void;
}

async function open(
  settings: Settings,
  { world, text }: Invocation,
  failed: (error: CodedError) => void,
): Promise<Running> {
  const { dataFolder, port, logLevel: level } = settings;
  const lines = gatheredLines((part) => {
    world.err.write(part);
  });
  const log = jsonLog({ write: lines, clock: systemClock, level });
  const { organisation, organisationName } = settings;
  const onBuild = (): void => {
    world.err.write(`${text('start.pages')}\n`);
  };
  const building = pagesOf(settings, { log, onBuild });
  const node = await openNode({ dataFolder, log, failed, organisation, organisationName });
  let evidence: RunningEvidence | undefined;
  let people: People | undefined;
  try {
    const adminKey = checkedAdminKeyOf(dataFolder);
    evidence = await startEvidence(node, settings, { log, clock: systemClock });
    people = await startPeople(settings, log);
    const { exposure, fingerprint } = await exposed(settings, systemClock);
    const pages = await building;
    const serving = await serve(
      { node, evidence, people, folder: dataFolder, pages },
      { exposure, port, log, adminKey, publicUrl: settings.publicUrl },
    );
    const { server } = serving;
    const stopRenewing = keepRenewed(settings, { server, log, clock: systemClock });
    const hasPages = pages !== undefined;
    return { node, evidence, people, hasPages, serving, fingerprint, stopRenewing };
  } catch (error) {
    await people?.close();
    await evidence?.close();
    await node.close();
    throw error;
  }
}

async function startPeople(
  { dataFolder: folder, organisation: id, organisationName: name }: Settings,
  log: Log,
): Promise<People> {
  const organisation = { id, name };
  return await openPeople({ folder, clock: systemClock, random: systemRandom, log, organisation });
}

/** The address goes into the folder, so that commands on this machine find the server without being told. */
async function announce(
  { arguments: given, world, text }: Invocation,
  { dataFolder: folder, publicUrl }: Settings,
  { node, people, hasPages, serving: { address }, fingerprint: certificate }: Running,
): Promise<void> {
  await replaceFile(addressPath(folder), `${fromHere(address)}\n`);
  const { id: fingerprint } = await node.api.chain();
  const signIn = async (): Promise<{ readonly url: string; readonly expiresAt: string }> => {
    const { token, expiresAtMs } = await people.link();
    const url = signInUrl(publicUrl ?? fromHere(address), signInPath(token));
    return { url, expiresAt: new Date(expiresAtMs).toISOString() };
  };
  if (given.flag('json')) {
    const own = certificate === undefined ? {} : { certificate };
    const facts = { address, dataFolder: folder, fingerprint, ...own };
    printJson(world, { ...facts, signIn: await signIn() });
    return;
  }
  const program = programName(world);
  printLine(world, text('start.address', { address }));
  if (certificate !== undefined) printLine(world, text('start.certificate', { certificate }));
  if (hasPages) printLine(world, text('start.signIn', { url: (await signIn()).url }));
  printLine(world, text('start.folder', { folder }));
  printLine(world, text('start.fingerprint', { fingerprint }));
  printLine(world, text('start.try'));
  printLine(world, `  ${program} notarize README.md`);
  printLine(world, `  ${program} verify README.md`);
}

/** A server that listens on every address is reached from this machine by its own. */
function fromHere(address: string): string {
  return address.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//[::1]:');
}

async function close(
  { dataFolder }: Settings,
  { node, evidence, people, serving, stopRenewing }: Running,
): Promise<void> {
  stopRenewing();
  await rm(addressPath(dataFolder), { force: true });
  await serving.close();
  await people.close();
  await evidence.close();
  await node.close();
}
