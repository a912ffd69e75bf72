/**
 * Transactions of several (spec/transaction.md, "Signed by several"; inbox-api.ts): keeps what lacks signatures, adds them as they come,
 * each verified before it is kept, and submits at once what is signed by all. Who has to sign is asked of the committed state whenever
 * it matters, because keys change meanwhile.
 */

import { type Clock, isCoded, rejection, toBase64url, toHex } from '@stele/base';
import { accountsTable, ACCOUNTS_CONTRACT, decodeRow } from '@stele/kernel/contract';
import {
  type Collecting,
  type CollectOptions,
  encodeTransaction,
  type InboxApi,
  type InboxQuery,
  inspectTransaction,
  type PendingView,
  type Principal,
  principalFromText,
  principalToText,
  type Signature,
  SIGNATURES_MAX,
  type Submission,
  type SubmitOptions,
  type SubmitResult,
  VALIDITY_MS_MAX,
} from '@stele/protocol';

import type { SignedId } from '../../verification/packed-signatures.ts';
import { timeText } from '../../views/json-values.ts';
import type { OpenLedger } from '../../views/open-ledger.ts';
import { summaryOf } from '../../views/prepare.ts';
import { voidSentence } from '../../views/void-sentences.ts';
import type { Inbox } from './inbox.ts';
import { idOf, type PendingTransaction } from './pending-file.ts';
import {
  type AuthorityOf,
  isAwaited,
  type KeySet,
  keysOf,
  keysThatSigned,
  missingOf,
  signersOf,
} from './signers.ts';

export interface CollectingHost {
  readonly inbox: Inbox;
  readonly clock: Clock;
  ledger(): Promise<OpenLedger>;
  /** Resolves when writes are taken; rejects with why not. */
  takesWrites(): Promise<void>;
  verify(signed: readonly SignedId[]): readonly boolean[] | Promise<readonly boolean[]>;
  submit(submission: Submission, options: SubmitOptions): Promise<SubmitResult>;
  /** The outcome of a transaction that is in the log. */
  find(id: Uint8Array): Promise<SubmitResult | undefined>;
}

/** Without a wait: the outcome is asked for by the id. */
const AT_ONCE: SubmitOptions = { wait: 'accepted', timeoutMs: 0 };

export class CollectingInbox implements InboxApi {
  readonly #host: CollectingHost;
  /** Ids of what was signed by all and submitted, its outcome not known yet. */
  readonly #submitted = new Set<string>();

  constructor(host: CollectingHost) {
    this.#host = host;
  }

  async collect(
    submission: Submission,
    { by = '', ...options }: CollectOptions,
  ): Promise<SubmitResult | Collecting> {
    await this.#host.takesWrites();
    const handedIn = await this.#inspect(submission, by);
    const found = await this.#host.find(idOf(handedIn));
    if (found !== undefined) return { ...found, replayed: true };
    const ledger = await this.#host.ledger();
    const isWhole = missingIn(ledger, handedIn).length === 0;
    if (isWhole && this.#host.inbox.get(handedIn.id) === undefined) {
      return this.#host.submit(submissionOf(handedIn), options);
    }
    return this.#keep(handedIn, options, (now) =>
      now === undefined ? handedIn : merged(now, handedIn),
    );
  }

  async addSignatures(
    id: string,
    signatures: readonly Signature[],
    options: SubmitOptions,
  ): Promise<SubmitResult | Collecting> {
    await this.#host.takesWrites();
    const pending = await this.#pendingOf(id);
    const added = { ...pending, signatures };
    await this.#verify(added);
    return this.#keep(added, options, (now) => {
      if (now === undefined) throw pendingUnknown(id); // withdrawn, or recorded, meanwhile
      return merged(now, added);
    });
  }

  async inbox({ account }: InboxQuery): Promise<readonly PendingView[]> {
    const party = principalFromText(account);
    await this.#forgetFinished();
    const ledger = await this.#host.ledger();
    const authorityOf = authoritiesIn(ledger);
    const waiting = this.#host.inbox.all().filter((pending) => {
      const keys = keysThatSigned(ledger.chain.suite, pending.signatures);
      return isAwaited({ missing: missingIn(ledger, pending), keys }, party, authorityOf);
    });
    return waiting.map((pending) => viewOf(ledger, pending));
  }

  async pending(id: string): Promise<PendingView> {
    await this.#forgetFinished();
    return viewOf(await this.#host.ledger(), await this.#pendingOf(id));
  }

  async withdraw(id: string, by = ''): Promise<void> {
    const pending = await this.#pendingOf(id);
    if (pending.by !== by) throw notSubmitter();
    await this.#host.inbox.remove(id);
  }

  /** After a start: what was signed by all before the node stopped is submitted again, which cannot record it twice. */
  async resume(): Promise<void> {
    await this.#forgetFinished();
    const ledger = await this.#host.ledger();
    for (const pending of this.#host.inbox.all()) {
      if (missingIn(ledger, pending).length > 0) continue;
      await this.#submit(pending, AT_ONCE).catch(unlessCoded);
    }
  }

  /** What the bytes and the clock say against it is said now: nobody else would sign in vain. */
  async #inspect({ tx, payloads }: Submission, by: string): Promise<PendingTransaction> {
    const { chain } = await this.#host.ledger();
    const { id, transaction } = inspectTransaction(chain, tx, payloads);
    const { body, content, signatures } = transaction;
    const handedInMs = this.#host.clock.nowMs();
    const pending = { id: toHex(id), body, content, signatures, payloads, by, handedInMs };
    await this.#requireTimely(pending);
    await this.#verify(pending);
    return pending;
  }

  async #requireTimely({ content: { validUntilMs } }: PendingTransaction): Promise<void> {
    const nowMs = await this.#nowMs();
    if (validUntilMs <= nowMs) throw untaken('EXPIRED');
    if (validUntilMs > nowMs + VALIDITY_MS_MAX) throw untaken('VALID_UNTIL_TOO_FAR');
  }

  /** The time of the next block, as near as can be said. */
  async #nowMs(): Promise<number> {
    const { tip } = await this.#host.ledger();
    return Math.max(this.#host.clock.nowMs(), tip.timeMs);
  }

  /** Rejects with SIGNATURE_INVALID; SIGNATURE_UNWANTED when a key speaks for nobody who has to sign. */
  async #verify(pending: PendingTransaction): Promise<void> {
    const { signatures, content } = pending;
    const [isValid] = await this.#host.verify([{ id: idOf(pending), signatures }]);
    if (isValid !== true) throw untaken('SIGNATURE_INVALID');
    const ledger = await this.#host.ledger();
    const authorityOf = authoritiesIn(ledger);
    const wanted = new Set(signersOf(content).flatMap((one) => [...keysOf(one, authorityOf)]));
    const signed: KeySet = keysThatSigned(ledger.chain.suite, signatures);
    if ([...signed].some((key) => !wanted.has(key))) throw signatureUnwanted();
  }

  async #keep(
    { id }: PendingTransaction,
    options: SubmitOptions,
    change: (now: PendingTransaction | undefined) => PendingTransaction,
  ): Promise<SubmitResult | Collecting> {
    const pending = await this.#host.inbox.put(id, change);
    const missing = missingIn(await this.#host.ledger(), pending);
    if (missing.length === 0) return this.#submit(pending, options);
    return {
      id: pending.id,
      status: 'collecting',
      missing: missing.map(principalToText),
      validUntil: timeText(pending.content.validUntilMs),
    };
  }

  /** It stays until its outcome is known: a node that stops meanwhile submits it again. */
  async #submit(pending: PendingTransaction, options: SubmitOptions): Promise<SubmitResult> {
    const { id } = pending;
    this.#submitted.add(id);
    const result = await this.#host.submit(submissionOf(pending), options);
    if (result.index !== undefined) await this.#forget(id);
    return result;
  }

  async #pendingOf(id: string): Promise<PendingTransaction> {
    const pending = this.#host.inbox.get(id);
    if (pending !== undefined && pending.content.validUntilMs > (await this.#nowMs())) {
      return pending;
    }
    throw pendingUnknown(id);
  }

  /** Takes away what is no longer valid, and what was submitted and is in the log by now. */
  async #forgetFinished(): Promise<void> {
    const nowMs = await this.#nowMs();
    for (const pending of this.#host.inbox.all()) {
      const isOver = pending.content.validUntilMs <= nowMs;
      if (isOver || (await this.#isRecorded(pending))) await this.#forget(pending.id);
    }
  }

  async #isRecorded(pending: PendingTransaction): Promise<boolean> {
    if (!this.#submitted.has(pending.id)) return false;
    return (await this.#host.find(idOf(pending))) !== undefined;
  }

  async #forget(id: string): Promise<void> {
    this.#submitted.delete(id);
    await this.#host.inbox.remove(id);
  }
}

/** The accounts' authorities, as committed. */
function authoritiesIn({ reader }: OpenLedger): AuthorityOf {
  return (account) => {
    const row = reader.row(ACCOUNTS_CONTRACT, accountsTable.name, account);
    return row === undefined ? undefined : decodeRow(accountsTable, row.value).authority;
  };
}

function missingIn(
  ledger: OpenLedger,
  { content, signatures }: PendingTransaction,
): readonly Principal[] {
  const keys = keysThatSigned(ledger.chain.suite, signatures);
  return missingOf(content, keys, authoritiesIn(ledger));
}

/** With the signatures of both, one a key, as many as a transaction holds; the same as before when nothing is new. */
function merged(now: PendingTransaction, added: PendingTransaction): PendingTransaction {
  const signatures = new Map(now.signatures.map((signature) => [nameOf(signature), signature]));
  for (const signature of added.signatures) {
    const isFull = signatures.size === SIGNATURES_MAX;
    if (!isFull && !signatures.has(nameOf(signature))) {
      signatures.set(nameOf(signature), signature);
    }
  }
  if (signatures.size === now.signatures.length) return now;
  return { ...now, signatures: [...signatures.values()] };
}

/** One signature a key: there is more than one valid signature, but no use for a second. */
function nameOf({ algorithm, key }: Signature): string {
  return `${String(algorithm)} ${toHex(key)}`;
}

function submissionOf(pending: PendingTransaction): Submission {
  return { tx: encodeTransaction(pending), payloads: pending.payloads };
}

function viewOf(ledger: OpenLedger, pending: PendingTransaction): PendingView {
  const { id, body, content, signatures } = pending;
  return {
    id,
    transaction: toBase64url(body),
    validUntil: timeText(content.validUntilMs),
    summary: summaryOf(ledger, content.calls),
    signers: signersOf(content).map(principalToText),
    missing: missingIn(ledger, pending).map(principalToText),
    signatures: signatures.map(({ algorithm, key }) => ({ algorithm, key: toHex(key) })),
  };
}

function unlessCoded(error: unknown): void {
  if (!isCoded(error)) throw error;
}

function untaken(code: string): Error {
  return rejection(code, `the transaction was not taken: ${voidSentence(code)}`);
}

function pendingUnknown(id: string): Error {
  return rejection('PENDING_UNKNOWN', `no transaction ${id.slice(0, 64)} waits for signatures`);
}

function signatureUnwanted(): Error {
  return rejection('SIGNATURE_UNWANTED', 'a key that signed speaks for nobody who has to sign', {
    action: 'Sign with a key of an actor or of the payer.',
  });
}

function notSubmitter(): Error {
  return rejection('NOT_SUBMITTER', 'somebody else has handed the transaction in', {
    action: 'Let whoever handed it in withdraw it; who does not sign it keeps it from the ledger.',
  });
}
