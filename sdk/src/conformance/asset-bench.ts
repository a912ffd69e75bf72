/**
 * Assets for tests, on whatever ledger: people with accounts, a money class, and calls written as JSON, which the ledger builds and the
 * people sign. The operator defines classes; `issuer` issues.
 */

import assert from 'node:assert/strict';
import { fromBase64url, toHex } from '@stele/base';
import {
  accountToText,
  encodeTransaction,
  type JsonObject,
  keyPrincipal,
  type LedgerApi,
  type OutputView,
  principalToText,
  type Signature,
  type Signer,
  type Submission,
  type SubmitResult,
  type Suite,
} from '@stele/protocol';
import type { Owner } from '../index.ts';

export interface AssetPerson {
  /** `acc_…` */
  readonly text: string;
  readonly signer: Signer;
}

export interface JointAccount {
  /** Its signer signs nothing that counts. */
  readonly account: AssetPerson;
  readonly keys: readonly AssetPerson[];
}

/** A call of the contract `assets`, with who acts in it. */
export interface AssetCall {
  readonly method: string;
  readonly args: JsonObject;
  readonly by: AssetPerson | readonly AssetPerson[];
}

export interface Unsigned {
  readonly body: Uint8Array;
  /** What is signed. */
  readonly input: Uint8Array;
  readonly signers: readonly AssetPerson[];
}

export interface AssetBenchOptions {
  readonly api: LedgerApi;
  readonly suite: Suite;
  readonly operator: Owner;
  readonly newSigner: () => Signer;
}

const COMMITTED = { wait: 'committed', timeoutMs: 10_000 } as const;
const ACCOUNT_BYTES = 16;
/** `organisation~name` of the money everybody has. */
export const MONEY = 'bank~yuan';

export class AssetBench {
  readonly api: LedgerApi;
  readonly operator: AssetPerson;
  readonly issuer: AssetPerson;
  readonly alice: AssetPerson;
  readonly bob: AssetPerson;
  readonly #suite: Suite;
  readonly #newSigner: () => Signer;

  private constructor({ api, suite, operator, newSigner }: AssetBenchOptions) {
    const [signer] = operator.signers;
    assert.ok(signer !== undefined);
    this.api = api;
    this.#suite = suite;
    this.#newSigner = newSigner;
    this.operator = { text: accountToText(operator.account), signer };
    this.issuer = this.newPerson(newSigner());
    this.alice = this.newPerson(newSigner());
    this.bob = this.newPerson(newSigner());
  }

  /** Opens accounts for everybody, and defines the money. */
  static async open(options: AssetBenchOptions): Promise<AssetBench> {
    const bench = new AssetBench(options);
    for (const person of [bench.issuer, bench.alice, bench.bob]) await bench.openAccount(person);
    await bench.define('yuan');
    return bench;
  }

  /** Somebody whose account is not open yet. */
  newPerson(signer: Signer): AssetPerson {
    const account = this.#suite.H(signer.publicKey).slice(0, ACCOUNT_BYTES);
    return { text: accountToText(account), signer };
  }

  async openAccount({ text, signer }: AssetPerson): Promise<void> {
    await this.#open(text, this.#keyText(signer));
  }

  #keyText({ algorithm, publicKey }: Signer): string {
    return principalToText(keyPrincipal(this.#suite, algorithm, publicKey));
  }

  async #open(account: string, authority: string): Promise<void> {
    const args = { account, authority, quota: null, administrator: false };
    await this.#done('accounts', [{ method: 'open', args, by: this.operator }]);
  }

  /** An account that `m` of its keys speak for; each key by the text of its principal. */
  async openJointAccount(m: number, keyCount: number): Promise<JointAccount> {
    const keys = Array.from({ length: keyCount }, () => this.#newKey());
    const account = this.newPerson(this.#newSigner());
    const texts = keys.map(({ text }) => text).join(',');
    await this.#open(account.text, `${String(m)}-of(${texts})`);
    return { account, keys };
  }

  /** Lets another key speak for somebody's account. */
  async setKeys(person: AssetPerson, key: AssetPerson): Promise<void> {
    const args = { account: person.text, authority: key.text };
    await this.#done('accounts', [{ method: 'set-keys', args, by: [person, key] }]);
  }

  #newKey(): AssetPerson {
    const signer = this.#newSigner();
    return { text: this.#keyText(signer), signer };
  }

  /** Lets the ledger build a transaction. */
  async unsigned(...calls: readonly AssetCall[]): Promise<Unsigned> {
    return this.#unsigned('assets', calls);
  }

  async signed(...calls: readonly AssetCall[]): Promise<Submission> {
    const unsigned = await this.unsigned(...calls);
    return signedBy(unsigned, unsigned.signers);
  }

  /** Makes calls happen as one transaction, which must succeed. */
  async done(...calls: readonly AssetCall[]): Promise<SubmitResult> {
    return this.#done('assets', calls);
  }

  /** The code with which calls are refused; empty when they are not. */
  async codeOf(...calls: readonly AssetCall[]): Promise<string> {
    return (await this.api.submit(await this.signed(...calls), COMMITTED)).code ?? '';
  }

  /** A class of `bank` that its issuer issues, and that may move in every way. */
  async define(name: string, change: JsonObject = {}): Promise<void> {
    const args = { ...this.#definition(name), ...change };
    await this.done({ method: 'define', args, by: this.operator });
  }

  /** Issues one part a number, to one person. */
  async issue(
    to: AssetPerson,
    amounts: readonly number[],
    { of = MONEY, attributes = [] }: IssueOptions = {},
  ): Promise<readonly OutputView[]> {
    const parts = amounts.map((amount) => ({
      attributes,
      amount: String(amount),
      to: { party: to.text },
      payload: null,
    }));
    const args = { class: (await this.api.assetClass(of)).id, parts, inputs: [], change: [] };
    const { index = 0 } = await this.done({ method: 'issue', args, by: this.issuer });
    return Promise.all(amounts.map((_, place) => this.api.output(outputText(index, 0, place))));
  }

  async #done(contract: string, calls: readonly AssetCall[]): Promise<SubmitResult> {
    const unsigned = await this.#unsigned(contract, calls);
    const result = await this.api.submit(signedBy(unsigned, unsigned.signers), COMMITTED);
    assert.equal(result.code, '', JSON.stringify(calls.map(({ method }) => method)));
    return result;
  }

  async #unsigned(contract: string, calls: readonly AssetCall[]): Promise<Unsigned> {
    const prepared = await this.api.prepare({
      calls: calls.map(({ method, args, by }) => ({
        contract,
        method,
        args,
        actors: [by].flat().map(({ text }) => text),
      })),
    });
    return {
      body: fromBase64url(prepared.transaction),
      input: fromBase64url(prepared.signingInput),
      signers: [...new Set(calls.flatMap(({ by }) => by))],
    };
  }

  #definition(name: string): JsonObject {
    const free = ['transfer', 'pledge', 'offer', 'sale', 'redeem', 'step'];
    const unlimited = { supply: null, perHolder: null, partMin: null, depthMax: null, rest: null };
    return {
      ...{ organisation: 'bank', name, kind: 'money', scale: 2 },
      ...{ attributes: [], set: null, fields: [], states: [], steps: [] },
      roles: [{ name: 'issuer', is: this.issuer.text }],
      moves: [
        { move: 'issue', by: ['issuer'] },
        { move: 'freeze', by: ['issuer'] },
        ...free.map((move) => ({ move, by: [] })),
      ],
      holders: null,
      limits: { ...unlimited, forValue: 'always', spends: null },
      ...{ hook: '', countersigner: null, terms: null },
    };
  }
}

export interface IssueOptions {
  readonly of?: string;
  readonly attributes?: readonly (string | number)[];
}

export function signatureOf({ signer }: AssetPerson, { input }: Unsigned): Signature {
  const { algorithm, publicKey: key } = signer;
  return { algorithm, key, signature: signer.sign(input) };
}

export function signedBy(unsigned: Unsigned, signers: readonly AssetPerson[]): Submission {
  const signatures = signers.map((one) => signatureOf(one, unsigned));
  return { tx: encodeTransaction({ body: unsigned.body, signatures }), payloads: [] };
}

/** The input that spends an output; by an exit, if one is named. */
export function inputOf(
  { id, guard }: OutputView,
  exit = '',
  preimage: string | null = null,
): JsonObject {
  return { output: { key: { key: id.slice('out_'.length), guard } }, exit, preimage };
}

export function outputText(index: number, call: number, place: number): string {
  const key = new DataView(new ArrayBuffer(10));
  key.setBigUint64(0, BigInt(index));
  key.setUint8(8, call);
  key.setUint8(9, place);
  return `out_${toHex(new Uint8Array(key.buffer))}`;
}

/** A new output that is like an input. */
export function newOutput(amount: number, to: AssetPerson | JsonObject, like = 0): JsonObject {
  const owner = 'signer' in to ? { party: (to as AssetPerson).text } : to;
  return { like, amount: String(amount), to: owner };
}

export function transfer(
  by: AssetPerson | readonly AssetPerson[],
  inputs: readonly JsonObject[],
  outputs: readonly JsonObject[],
): AssetCall {
  return { method: 'transfer', args: { inputs: [...inputs], outputs: [...outputs] }, by };
}
