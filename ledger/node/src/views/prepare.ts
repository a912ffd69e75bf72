/** Builds a transaction for somebody else to sign, and tries it out (api.ts, `prepare`). Nothing of it stays. */

import { type Random, rejection, toBase64url, toHex } from '@stele/base';
import { argumentsFromJson, summarize } from '@stele/kernel/contract';
import {
  type Call,
  CHAIN_PREFIX_BYTES,
  encodeBody,
  type PayloadRoot,
  type Prepared,
  type PreparedCall,
  type PrepareRequest,
  type Principal,
  principalFromText,
  principalToText,
  SALT_BYTES,
  signingInput,
  type TransactionContent,
  transactionId,
} from '@stele/protocol';

import { effectView, hashFromText, timeText } from './json-values.ts';
import type { OpenLedger } from './open-ledger.ts';
import { payerOf } from './transaction-view.ts';
import { voidSentence } from './void-sentences.ts';

/** A person reads before signing. */
const VALID_FOR_MS_DEFAULT = 600_000;

/** Rejects with CALL_UNKNOWN, ARGS_MALFORMED, PRINCIPAL_MALFORMED, BYTES_MALFORMED. */
export function prepare(
  ledger: OpenLedger,
  request: PrepareRequest,
  { nowMs, random }: { readonly nowMs: number; readonly random: Random },
): Prepared {
  const { suite, fingerprint } = ledger.chain;
  const calls = request.calls.map((call) => callOf(ledger, call, request.signers));
  const content: TransactionContent = {
    chain: fingerprint.slice(0, CHAIN_PREFIX_BYTES),
    validUntilMs: Math.max(nowMs, ledger.tip.timeMs) + (request.validForMs ?? VALID_FOR_MS_DEFAULT),
    salt: random.bytes(SALT_BYTES),
    payer: request.payer === undefined ? null : principalFromText(request.payer),
    lane: 'normal',
    calls,
    payloads: (request.payloads ?? []).map(payloadRoot),
    extensions: new Map(),
  };
  const body = encodeBody(content);
  const id = transactionId(suite, fingerprint, body);
  const trial = ledger.kernel.dryRun({ content, timeMs: nowMs });
  const { code, sentence } = trial;
  const fails = trial.verdict === 'refused' || trial.verdict === 'void';
  return {
    transaction: toBase64url(body),
    id: toHex(id),
    signingInput: toBase64url(signingInput(id)),
    signers: signersOf(content),
    effects: trial.effects.map((effect) => effectView(effect)),
    summary: summaryOf(ledger, calls),
    ...(fails ? { wouldFail: { code, detail: sentence ?? voidSentence(code) } } : {}),
    validUntil: timeText(content.validUntilMs),
  };
}

function callOf(
  { kernel }: OpenLedger,
  { contract, method, args, actors }: PreparedCall,
  signers: readonly string[] | undefined,
): Call {
  const known = kernel.contracts.get(contract)?.methods.get(method);
  if (known === undefined) {
    throw rejection('CALL_UNKNOWN', `the chain has no ${contract}.${method}`);
  }
  const acting = actors ?? signers;
  if (acting === undefined || acting.length === 0) {
    throw rejection('PRINCIPAL_MALFORMED', `nobody is named to act in ${contract}.${method}`, {
      action: 'Name actors in the call, or signers for all calls.',
    });
  }
  return {
    contract,
    method,
    args: argumentsFromJson(known, args),
    actors: acting.map(principalFromText),
  };
}

function payloadRoot({
  root,
  count,
  bytes,
  kind,
}: NonNullable<PrepareRequest['payloads']>[number]): PayloadRoot {
  const hash = hashFromText(root);
  if (hash === undefined) {
    throw rejection('BYTES_MALFORMED', 'the root of a payload is 64 hex digits');
  }
  return { root: hash, count, bytes, kind };
}

/** Everybody who acts or pays, each once. */
function signersOf(content: TransactionContent): readonly string[] {
  const principals: readonly Principal[] = [
    ...content.calls.flatMap(({ actors }) => actors),
    payerOf(content),
  ];
  return [...new Set(principals.map(principalToText))];
}

export function summaryOf({ kernel }: OpenLedger, calls: readonly Call[]): Prepared['summary'] {
  const summaries = calls.flatMap(({ contract, method, args }) => {
    const known = kernel.contracts.get(contract)?.methods.get(method);
    return known === undefined ? [] : [summarize(known, args)];
  });
  return {
    en: summaries.map(({ en }) => en).join('; '),
    'zh-CN': summaries.map((summary) => summary['zh-CN']).join('；'),
  };
}
