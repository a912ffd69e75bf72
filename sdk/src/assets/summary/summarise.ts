/**
 * What a transaction does, in the words of whoever is asked to sign it: decoded here from the very bytes that are hashed and signed.
 * Nothing a node says is believed. An input is known by a row whose digest is the guard that is signed with it, a slot by attributes
 * that hash to it, a class by its definition out of a verified receipt; what cannot be known so is a gap, and a transaction with a gap
 * is not to be signed.
 */

import { equal, rejection, toHex } from '@stele/base';
import { CHAIN_PREFIX_BYTES, decodeBody, principalToText, transactionId } from '@stele/protocol';
import type { ChainIdentity, PayloadRoot, TransactionContent } from '@stele/protocol';
import { decodedCall } from '../decoded-call.ts';
import type { DecodedCall } from '../decoded-call.ts';
import type { Knowledge } from '../knowledge.ts';
import { changesOf } from './changes.ts';
import type { NetChange } from './changes.ts';
import { actStatements, otherStatement } from './describe-act.ts';
import { flowStatements } from './describe-flow.ts';
import { ownerText } from './describe-hold.ts';
import { flowsOf } from './flow.ts';
import type { Content, Flow, Gap } from './flow.ts';
import { amountOfClass } from './naming.ts';
import { fill, statement } from './statement.ts';
import type { Sentence, Statement } from './statement.ts';
import { WORDS } from './words.ts';

export interface Summary {
  /** Of the transaction, as it is signed: 64 hexadecimal digits. */
  readonly id: string;
  /** What happens, call after call. */
  readonly statements: readonly Statement[];
  readonly changes: readonly Change[];
  /** Outputs that it makes. */
  readonly made: readonly Made[];
  /** What may well be a mistake, though it can be signed. */
  readonly warnings: readonly Sentence[];
  /** What could not be checked. Empty, or it is not to be signed. */
  readonly gaps: readonly Sentence[];
  /** Who acts in which call. Principal texts. */
  readonly acting: readonly (readonly string[])[];
  /** Who acts in any call, and who pays: all of them sign. */
  readonly signers: readonly string[];
  readonly payer: string;
  readonly validUntilMs: number;
}

/** Who has more or less of what. */
export interface Change extends NetChange {
  readonly inWords: Sentence;
}

/** An output before it has a key: the key is the entry's index, and these two numbers. */
export interface Made extends Content {
  readonly call: number;
  readonly place: number;
  /** What it is, and whose. */
  readonly inWords: Sentence;
}

/** Rejects with WRONG_CHAIN, and with the codes of decodeBody for what is no body. */
export function summarise(chain: ChainIdentity, body: Uint8Array, knowledge: Knowledge): Summary {
  const content = decodeBody(body);
  if (!equal(content.chain, chain.fingerprint.subarray(0, CHAIN_PREFIX_BYTES))) throw wrongChain();
  const decoded = content.calls.map(decodedCall);
  const flows = flowsOf(
    decoded.filter((call) => call !== undefined),
    knowledge,
  );
  return {
    id: toHex(transactionId(chain.suite, chain.fingerprint, body)),
    ...callsInWords(content, { decoded, flows, knowledge }),
    changes: changesOf(flows).map((change) => ({
      ...change,
      inWords: changeText(knowledge, change),
    })),
    made: flows.flatMap((flow) => madeBy(knowledge, flow)),
    warnings: [...knowledge.unopened].map((account) => fill(WORDS.unopened, { account })),
    ...peopleOf(content),
    validUntilMs: content.validUntilMs,
  };
}

function madeBy(knowledge: Knowledge, { call, placed }: Flow): readonly Made[] {
  return placed.flatMap((content, place) => {
    if (content === undefined) return [];
    const what = amountOfClass(knowledge, content.class, content.amount);
    const values = { what, owner: ownerText(content.owner, WORDS.inHold) };
    const inWords = fill(WORDS.ofOwner, values);
    return [{ ...content, call: call.number, place, inWords }];
  });
}

/** `−12.50 acme/receivable`; what is in holds by itself. */
function changeText(knowledge: Knowledge, { class: id, free, held }: NetChange): Sentence {
  const net = signed(knowledge, id, free + held);
  if (held === 0n) return net;
  return fill(WORDS.changeWithHeld, { net, held: signed(knowledge, id, held) });
}

function signed(knowledge: Knowledge, id: string, amount: bigint): Sentence {
  const words = amountOfClass(knowledge, id, amount);
  if (amount <= 0n) return words;
  return { en: `+${words.en}`, 'zh-CN': `+${words['zh-CN']}` };
}

interface Understood {
  readonly decoded: readonly (DecodedCall | undefined)[];
  readonly flows: readonly Flow[];
  readonly knowledge: Knowledge;
}

function callsInWords(
  { calls, extensions, payloads, lane }: TransactionContent,
  { decoded, flows, knowledge }: Understood,
): Pick<Summary, 'statements' | 'gaps'> {
  const statements: Statement[] = [];
  const gaps: Sentence[] = [];
  calls.forEach((call, i) => {
    const own = decoded[i];
    const flow = flows.find((one) => one.call === own);
    if (own === undefined || flow === undefined) {
      const other = call.contract === 'assets' ? undefined : otherStatement(call);
      if (other !== undefined) statements.push(other);
      else gaps.push(fill(WORDS.notUnderstood, { ...callName(call), number: numberText(i) }));
      return;
    }
    statements.push(...flowStatements(knowledge, flow), ...actStatements(knowledge, own));
    gaps.push(...flow.gaps.map((gap) => gapText(gap, i)));
  });
  statements.push(...payloads.map(payloadStatement));
  if (extensions.size > 0) gaps.push(WORDS.extensions);
  if (lane === 'control') gaps.push(WORDS.controlLane);
  return { statements, gaps };
}

function payloadStatement({ count, bytes, root }: PayloadRoot): Statement {
  const values = { count: String(count), bytes: String(bytes), root: toHex(root) };
  return statement(fill(WORDS.payloads, values));
}

function callName({ contract, method }: TransactionContent['calls'][number]): {
  readonly contract: string;
  readonly method: string;
} {
  return { contract, method };
}

/** People count from one. */
function numberText(i: number): string {
  return String(i + 1);
}

function gapText(gap: Gap, i: number): Sentence {
  const number = numberText(i);
  if (gap.kind === 'outputNotMade') {
    return fill(WORDS.outputNotMade, { number, call: numberText(gap.call) });
  }
  if (gap.kind === 'likeUnknown') {
    return fill(WORDS.likeUnknown, { number, place: numberText(gap.place) });
  }
  const { kind, ...values } = gap;
  return fill(WORDS[kind], { number, ...values });
}

function peopleOf({
  calls,
  payer,
}: TransactionContent): Pick<Summary, 'acting' | 'signers' | 'payer'> {
  const acting = calls.map((call) => call.actors.map(principalToText));
  const charged = payer === null ? (acting[0]?.[0] ?? '') : principalToText(payer);
  return { acting, payer: charged, signers: [...new Set([...acting.flat(), charged])] };
}

function wrongChain(): Error {
  return rejection('WRONG_CHAIN', 'the transaction was made for another chain', {
    action: 'Do not sign it.',
  });
}
