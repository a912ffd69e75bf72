/**
 * A node: one chain in one data folder, opened, served through `api`, and closed. Joins what the folders beside it do, and decides
 * what happens when the disk is full (reads go on, writes come back by themselves) or something fails for good (the node stops).
 */

import { type Clock, type CodedError, failure, isCoded, type Log, type Random } from '@stele/base';
import { builtinContracts } from '@stele/contracts';
import { openKernel } from '@stele/kernel';
import type { Contract } from '@stele/kernel/contract';
import { createSoloDriver } from '@stele/ordering/solo';

import type { LedgerApi } from '@stele/protocol';
import { Session, type SessionEnd } from './commit/session.ts';
import type { Ticket } from './commit/ticket.ts';
import { Inbox } from './intake/collecting/inbox.ts';
import { LedgerClock } from './intake/ledger-clock.ts';
import { serveLedger } from './node-api.ts';
import { type ChainOptions, openChain, type OpenedChain, openLedger } from './open-chain.ts';
import { type DataFolder, openDataFolder } from './storage/data-folder.ts';
import { type Space, type SpaceFloors, SpaceWatch } from './storage/space-watch.ts';
import { openVerifier, type Verifier } from './verification/verifier.ts';
import { CommitBell } from './views/commit-bell.ts';
import { type OpenLedger, tipAfter } from './views/open-ledger.ts';
import { systemClock, systemRandom } from './world.ts';

export interface NodeOptions {
  readonly dataFolder: string;
  readonly log: Log;
  /** Of a chain that is made now: identifier and name of its one member. */
  readonly organisation?: string;
  readonly organisationName?: string;
  /** Of a node that has no statement yet. */
  readonly nodeName?: string;
  readonly contracts?: readonly Contract[];
  readonly clock?: Clock;
  readonly random?: Random;
  /** Threads that verify signatures. */
  readonly verifierThreads?: number;
  /** Bytes that must be free before a full disk is written to again. */
  readonly resumeFreeBytes?: number;
  /** Free space at which the node warns and refuses writes. */
  readonly spaceFloors?: SpaceFloors;
  /** Told once, when the node cannot go on: the process should close it and end. */
  readonly failed?: (error: CodedError) => void;
}

export interface LedgerNode {
  readonly api: LedgerApi;
  /** Why writes are not taken now; undefined when they are. */
  readonly refusal: CodedError | undefined;
  /** The disk of the data folder, as of a second ago. */
  readonly space: Space | undefined;
  /** Takes no more writes, finishes those taken, and gives the folder free. */
  close(): Promise<void>;
}

const DEFAULT_ORGANISATION = 'local';
const DEFAULT_ORGANISATION_NAME = 'Local operator';
const DEFAULT_NODE = 'node-1';
/** Several times what one commit group may write. */
const RESUME_FREE_BYTES = 67_108_864;
/** Free space is looked at this often. */
const SPACE_LOOK_MS = 1_000;
/** A full disk is asked again at most this often. */
const PROBE_MS = 1_000;

/**
 * Opens the folder's chain, making it on the first start. Fails with a code that says what to do. `openFolder` is how tests put
 * another disk under it.
 */
export async function openNode(
  options: NodeOptions,
  openFolder: typeof openDataFolder = openDataFolder,
): Promise<LedgerNode> {
  const { dataFolder, log } = options;
  const folder = await openFolder(dataFolder, log);
  try {
    const chainOptions = chainOptionsOf(options);
    const chain = await openChain(folder, chainOptions);
    const ledger = await openLedger(folder, chain, chainOptions);
    const inbox = await Inbox.open(folder.disk, chain.identity, log);
    const node = new Node(options, { folder, chain, chainOptions, ledger, inbox });
    await node.start();
    await node.resumeCollecting();
    return node;
  } catch (error) {
    await folder.close();
    throw error;
  }
}

function chainOptionsOf(options: NodeOptions): ChainOptions {
  return {
    organisation: options.organisation ?? DEFAULT_ORGANISATION,
    organisationName: options.organisationName ?? DEFAULT_ORGANISATION_NAME,
    nodeName: options.nodeName ?? DEFAULT_NODE,
    contracts: options.contracts ?? builtinContracts,
    orderingKind: createSoloDriver().kind,
    clock: options.clock ?? systemClock,
    random: options.random ?? systemRandom,
    log: options.log,
  };
}

interface Opened {
  readonly folder: DataFolder;
  readonly chain: OpenedChain;
  readonly chainOptions: ChainOptions;
  readonly ledger: OpenLedger;
  readonly inbox: Inbox;
}

class Node implements LedgerNode {
  readonly api: LedgerApi;
  /** Submits what was signed by all before the last stop. */
  readonly resumeCollecting: () => Promise<void>;
  readonly #options: NodeOptions;
  readonly #opened: Opened;
  readonly #clock: LedgerClock;
  readonly #verifier: Verifier;
  readonly #bell = new CommitBell();
  readonly #spaceWatch: SpaceWatch;
  #spaceTimer: NodeJS.Timeout | undefined;
  #ledger: OpenLedger;
  #session: Session | undefined;
  /** Resolves when a session that has ended touches nothing any more. */
  #sessionSettled: Promise<void> = Promise.resolve();
  #refusal: CodedError | undefined;
  #resuming: Promise<void> | undefined;
  #nextProbeMs = 0;
  #hasToldEnding = false;
  /** False while what was closed to go on after a full disk could not be opened again. */
  #isReadable = true;
  #state: 'open' | 'failed' | 'closed' = 'open';

  constructor(options: NodeOptions, opened: Opened) {
    const { clock, random, log } = opened.chainOptions;
    this.#options = options;
    this.#opened = opened;
    this.#ledger = opened.ledger;
    this.#clock = new LedgerClock(clock, log);
    this.#verifier = openVerifier(options.verifierThreads);
    this.#spaceWatch = new SpaceWatch(opened.folder.disk, log, options.spaceFloors);
    const served = serveLedger({
      chain: opened.chain.identity,
      inbox: opened.inbox,
      bell: this.#bell,
      clock,
      random,
      ledger: () => this.#current(),
      writable: () => this.#writable(),
      takesWrites: async () => {
        await this.#writable();
        this.#requireTaking();
      },
      take: (ticket) => {
        this.#take(ticket);
      },
      verify: (signed) => this.#verifier.verify(signed),
    });
    this.api = served.api;
    this.resumeCollecting = served.resumeCollecting;
  }

  get refusal(): CodedError | undefined {
    const { tip, kernel } = this.#ledger;
    const passing = this.#spaceWatch.refusal ?? this.#clock.refusal(tip.timeMs);
    return this.#refusal ?? kernel.ending ?? passing;
  }

  get space(): Space | undefined {
    return this.#spaceWatch.space;
  }

  async start(): Promise<void> {
    const { storage, kernel, checkpoints, identity } = this.#ledger;
    const session = new Session({
      node: identity.node,
      storage,
      kernel,
      checkpoints,
      driver: createSoloDriver(),
      verifier: this.#verifier,
      clock: this.#clock,
      refusal: () => this.#spaceWatch.refusal,
      committed: (last) => {
        this.#ledger = { ...this.#ledger, tip: tipAfter(last) };
        this.#bell.ring();
        this.#tellEnding();
      },
      ended: (end) => {
        this.#sessionSettled = session.settled();
        this.#sessionEnded(end);
      },
    });
    await session.start();
    await this.#watchSpace();
    this.#session = session;
    this.#refusal = undefined;
  }

  /** Also when nobody writes: whoever watches the node is to be warned by it. */
  async #watchSpace(): Promise<void> {
    const look = (): Promise<void> => this.#spaceWatch.look(this.#clock.monotonicMs());
    this.#spaceTimer ??= setInterval(() => void look(), SPACE_LOOK_MS).unref();
    await look();
  }

  async close(): Promise<void> {
    if (this.#state === 'closed') return;
    const isWhole = this.#state === 'open';
    this.#state = 'closed';
    this.#refusal = stopping();
    clearInterval(this.#spaceTimer);
    await this.#resuming;
    await this.#session?.close(stopping());
    await this.#sessionSettled;
    this.#bell.ring();
    await this.#verifier.close();
    const { storage, checkpoints } = this.#ledger;
    if (isWhole && this.#session !== undefined) {
      await checkpoints.sync();
      await storage.syncDerived();
    }
    await this.#closeLedger();
    await this.#opened.folder.close();
  }

  /** Once: behind the last block that this program can make there is no other. Reads go on. */
  #tellEnding(): void {
    const { ending } = this.#ledger.kernel;
    if (ending === undefined || this.#hasToldEnding) return;
    this.#hasToldEnding = true;
    this.#options.log.error(ending.message, { code: ending.code, action: ending.action });
  }

  /** The chain as it is now; what is being reopened is waited for. */
  async #current(): Promise<OpenLedger> {
    if (!this.#isReadable && this.#state === 'open') this.#resuming ??= this.#resume();
    if (this.#resuming !== undefined) await this.#resuming;
    if (this.#state === 'closed') throw stopping();
    if (!this.#isReadable) throw this.#refusal ?? stopping();
    return this.#ledger;
  }

  async #writable(): Promise<void> {
    await this.#spaceWatch.look(this.#clock.monotonicMs());
    if (this.#session !== undefined || this.#state !== 'open') return;
    this.#resuming ??= this.#resume();
    await this.#resuming;
  }

  #take(ticket: Ticket): void {
    const session = this.#requireTaking();
    this.#spaceWatch.taken(ticket.bytes);
    session.submit(ticket);
  }

  /** What takes transactions. Throws why nothing does. */
  #requireTaking(): Session {
    if (this.#session === undefined) throw this.#refusal ?? stopping();
    const { refusal } = this.#spaceWatch;
    if (refusal !== undefined) throw refusal;
    return this.#session;
  }

  #sessionEnded({ kind, error }: SessionEnd): void {
    const { log } = this.#options;
    this.#session = undefined;
    this.#refusal = error;
    if (kind === 'full') {
      log.warn(error.message, { code: error.code });
      this.#forgetUncommitted();
      return;
    }
    this.#fail(error);
  }

  #fail(error: CodedError): void {
    const { log, failed: told } = this.#options;
    log.error(error.message, { code: error.code, cause: String(error.cause) });
    this.#refusal = error;
    if (this.#state !== 'open') return;
    this.#state = 'failed';
    told?.(error);
  }

  /** What was executed and taken back must not show in dry runs. */
  #forgetUncommitted(): void {
    const { state } = this.#opened.folder;
    const { definition } = this.#opened.chain;
    this.#ledger = { ...this.#ledger, kernel: openKernel({ ...definition, store: state }) };
  }

  /** Goes on after a full disk, when there is space again: as after a crash, because that is a way that is tried. */
  async #resume(): Promise<void> {
    try {
      const { folder, chain, chainOptions } = this.#opened;
      if (!(await this.#hasSpace())) return;
      await this.#sessionSettled;
      await this.#closeLedger();
      await folder.reopenState();
      this.#ledger = await openLedger(folder, chain, chainOptions);
      this.#isReadable = true;
      await this.start();
      this.#options.log.info('the disk has space again: writes are taken');
    } catch (error) {
      // What frees space for one file may be too little for the next, or on another disk: it is tried again.
      if (isCoded(error, 'STORAGE_FULL')) this.#refusal = error;
      else this.#fail(isCoded(error) ? error : failed(error));
    } finally {
      this.#resuming = undefined;
    }
  }

  async #closeLedger(): Promise<void> {
    if (!this.#isReadable) return;
    this.#isReadable = false;
    const { storage, checkpoints } = this.#ledger;
    await checkpoints.close();
    await storage.close();
  }

  async #hasSpace(): Promise<boolean> {
    const nowMs = this.#clock.monotonicMs();
    if (nowMs < this.#nextProbeMs) return false;
    this.#nextProbeMs = nowMs + PROBE_MS;
    const freeBytes = await this.#opened.folder.disk.freeBytes();
    return freeBytes >= (this.#options.resumeFreeBytes ?? RESUME_FREE_BYTES);
  }
}

function stopping(): CodedError {
  return failure('NODE_STOPPING', 'the node is being stopped', {
    action: 'Send it again when the node is back.',
    retryable: true,
  });
}

function failed(cause: unknown): CodedError {
  return failure('NODE_FAILED', 'the node met a fault of its own and has stopped', {
    action:
      'Start it again; nothing that was acknowledged is lost. Please report what the log says.',
    cause,
  });
}
