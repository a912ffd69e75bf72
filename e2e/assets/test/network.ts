/** People with keys at a ledger that serves over HTTP: the same acts as in a scene, signed by their own keys and handed in by the SDK. */

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isCoded } from '@stele/base';
import { operatorAccount } from '@stele/node';
import type { JsonObject } from '@stele/kernel/contract';
import {
  accountToText,
  keyPrincipal,
  type OutputView,
  principalFromText,
  type Signer,
} from '@stele/protocol';
import { generateSigner, nodeCrypto, signerFromPem } from '@stele/protocol/node';
import {
  callFromJson,
  connect,
  type Ledger,
  openAccount,
  type PlannedCall,
  sign,
  type Submitted,
} from '@stele/sdk';

import type { Act } from './acts.ts';
import type { Spendable } from './holdings.ts';
import { filled } from './places.ts';

export interface Member {
  readonly account: Uint8Array;
  readonly signer: Signer;
}

/** An output as the ledger shows it, that can be spent. */
export interface Owned extends Spendable {
  readonly view: OutputView;
}

const PAGE = 1_000;

/** Where it is served, by whose key, and whose data folder holds the operator's. */
export interface Place {
  readonly address: string;
  readonly adminKey: string;
  readonly folder: string;
}

export class Network {
  #ledger: Ledger;
  readonly #members = new Map<string, Member>();

  /** With one member, `operator`: an administrator. */
  static async at({ address, adminKey, folder }: Place): Promise<Network> {
    const ledger = await connect({ url: address, key: adminKey, crypto: nodeCrypto });
    const signer = signerFromPem(readFileSync(join(folder, 'keys', 'operator.key'), 'utf8'));
    const account = operatorAccount(ledger.chain.suite, signer.publicKey);
    return new Network(ledger, { account, signer });
  }

  private constructor(ledger: Ledger, operator: Member) {
    this.#ledger = ledger;
    this.#members.set('operator', operator);
  }

  get ledger(): Ledger {
    return this.#ledger;
  }

  /** Goes on where another one is: the same chain after a restart. */
  moveTo({ ledger }: Network): void {
    this.#ledger = ledger;
  }

  member(name: string): Member {
    return this.#members.get(name) ?? assert.fail(`nobody is called ${name}`);
  }

  /** The text of a member's account; any other text as it is. */
  text(name: string): string {
    const member = this.#members.get(name);
    return member === undefined ? name : accountToText(member.account);
  }

  /** Whose account it is; its text when nobody's. */
  nameOf(text: string): string {
    const found = [...this.#members].find(([, { account }]) => accountToText(account) === text);
    return found?.[0] ?? text;
  }

  /** The operator opens an account for each. */
  async admit(...names: readonly string[]): Promise<void> {
    const operator = this.member('operator');
    for (const name of names) {
      const member = { account: new Uint8Array(randomBytes(16)), signer: generateSigner().signer };
      const { algorithm, publicKey } = member.signer;
      const authority = keyPrincipal(this.ledger.chain.suite, algorithm, publicKey);
      const opening = { account: member.account, authority, quota: null, administrator: false };
      await this.#submit([openAccount(operator.account, opening)], ['operator']);
      this.#members.set(name, member);
    }
  }

  /** Defines the classes of a file of industries/, as a scene does. */
  async define(file: string, values: Readonly<Record<string, string>> = {}): Promise<void> {
    const path = new URL(`../industries/${file}.json`, import.meta.url);
    const definitions = JSON.parse(readFileSync(path, 'utf8')) as readonly JsonObject[];
    for (const definition of definitions) {
      const args = filled(definition, (name) => this.text(values[name] ?? name)) as JsonObject;
      await this.does({ method: 'define', args, by: ['operator'] });
    }
  }

  /** One transaction that succeeds. */
  async does(acts: Act | readonly Act[]): Promise<Submitted> {
    const all = listOf(acts);
    const names = new Set(all.flatMap(({ by }) => by));
    return await this.#submit(
      all.map((act) => this.planned(act)),
      [...names],
    );
  }

  /** One transaction that is refused with this code. */
  async refuses(code: string, acts: Act | readonly Act[]): Promise<void> {
    await assert.rejects(this.does(acts), (error) => {
      assert.ok(isCoded(error), String(error));
      assert.equal(error.code, code);
      return true;
    });
  }

  planned({ method, args, by }: Act): PlannedCall {
    const named = filled(args, (name) => this.text(name)) as JsonObject;
    const actors = by.map((name) => principalFromText(this.text(name)));
    const call = callFromJson({ contract: 'assets', method, actors, args: named });
    return call ?? assert.fail(`no method ${method}`);
  }

  async #submit(calls: readonly PlannedCall[], names: readonly string[]): Promise<Submitted> {
    const signers = names.map((name) => this.member(name).signer);
    return await this.ledger.submit(sign(this.ledger.draft({ calls }), signers));
  }

  /** Live outputs that count for a member, of a class. */
  async of(name: string, className?: string): Promise<readonly Owned[]> {
    const query = className === undefined ? {} : { class: className.replace('/', '~') };
    const owned: OutputView[] = [];
    for (let cursor: string | null | undefined; cursor !== null;) {
      const page = { account: this.text(name), limit: PAGE, ...(cursor && { cursor }), ...query };
      const { items, nextCursor } = await this.ledger.transport.outputs(page);
      owned.push(...items);
      cursor = nextCursor;
    }
    return owned.map((view) => ({
      key: view.id.slice('out_'.length),
      guard: view.guard,
      amount: BigInt(view.amount),
      view,
    }));
  }

  /** The one output that counts for a member, of a class. */
  async the(name: string, className: string): Promise<Owned> {
    const [only, ...more] = await this.of(name, className);
    assert.equal(more.length, 0, `${name} has several of ${className}`);
    return only ?? assert.fail(`${name} has nothing of ${className}`);
  }

  /** What a member has of each class, as the ledger counts it: free and held together. */
  async balances(name: string, atHeight?: number): Promise<Readonly<Record<string, string>>> {
    const at = atHeight === undefined ? {} : { atHeight };
    const { items } = await this.ledger.transport.balances({ account: this.text(name), ...at });
    return Object.fromEntries(
      items.map(({ class: { organisation, name: own }, amount }) => [
        `${organisation}/${own}`,
        amount,
      ]),
    );
  }

  get names(): readonly string[] {
    return [...this.#members.keys()];
  }
}

function listOf(acts: Act | readonly Act[]): readonly Act[] {
  return 'method' in acts ? [acts] : acts;
}
