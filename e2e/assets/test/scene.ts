/**
 * A chain in memory for the stories of an industry: people by name, classes from a file of definitions, calls as JSON. What a
 * story does goes the way of any client's call: JSON to canonical arguments, a transaction, a block.
 */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { builtinContracts } from '@stele/contracts';
import { argumentsFromJson, type JsonObject } from '@stele/kernel/contract';
import { MADE_MS, type Person, person, storedRows, TestChain } from '@stele/kernel/test';
import {
  type Call,
  decodeEntry,
  type Principal,
  principalFromText,
  principalToText,
} from '@stele/protocol';

import type { Act } from './acts.ts';
import { classIdOf, filled } from './places.ts';
import { type Holding, type Naming, readHolding, readSupply, type Supply } from './holdings.ts';

export const DAY_MS = 86_400_000;

const assets =
  builtinContracts.find(({ name }) => name === 'assets') ?? assert.fail('no contract of assets');

export class Scene {
  readonly #chain: TestChain;
  readonly #people: ReadonlyMap<string, Person>;
  readonly #classes = new Map<string, string>();

  /** A chain on which everybody named has an account; the first one is its administrator. */
  static async open(...names: readonly string[]): Promise<Scene> {
    const people = names.map((name, i) => [name, person(i + 1)] as const);
    const openings = people.map(([, one], i) => ({ person: one, administrator: i === 0 }));
    const chain = await TestChain.create({ contracts: builtinContracts, openings });
    return new Scene(chain, new Map(people));
  }

  private constructor(chain: TestChain, people: ReadonlyMap<string, Person>) {
    this.#chain = chain;
    this.#people = people;
  }

  get chain(): TestChain {
    return this.#chain;
  }

  /** Days since the chain was made. */
  static day(days: number): number {
    return MADE_MS + days * DAY_MS;
  }

  /** The text of a person's account. */
  text(name: string): string {
    const known = this.#people.get(name);
    return known === undefined ? name : principalToText(known.principal);
  }

  /**
   * Defines the classes of a file, by the administrator. `values` are names for places that are no names of people.
   */
  async define(file: string, values: Readonly<Record<string, string>> = {}): Promise<void> {
    const path = new URL(`../industries/${file}.json`, import.meta.url);
    const definitions = JSON.parse(readFileSync(path, 'utf8')) as readonly JsonObject[];
    const [administrator = ''] = this.#people.keys();
    for (const definition of definitions) {
      const args = filled(definition, (name) => this.text(values[name] ?? name)) as JsonObject;
      const name = classNameOf(args);
      await this.does({ method: 'define', args, by: [administrator] });
      this.#classes.set(classIdOf(name), name);
    }
  }

  /** One transaction, in a block of its own. Its code; empty for success. */
  async tries(acts: Act | readonly Act[], atMs?: number): Promise<string> {
    const all = Array.isArray(acts) ? (acts as readonly Act[]) : [acts as Act];
    const calls = all.map((act) => this.#call(act));
    const names = new Set(all.flatMap(({ by }) => by.flatMap((one) => this.#signersOf(one))));
    const candidate = this.#chain.candidate({
      calls,
      signers: [...names],
      content: { validUntilMs: (atMs ?? this.#chain.kernel.tip.timeMs) + 3_600_000 },
    });
    const [code = assert.fail('no outcome')] = await this.#chain.runCandidates([candidate], atMs);
    await this.#conserves();
    return code;
  }

  /** A transaction that succeeds; answers what it made that is live. */
  async does(acts: Act | readonly Act[], atMs?: number): Promise<readonly Holding[]> {
    assert.equal(await this.tries(acts, atMs), '');
    const index = this.#lastIndex();
    const live = await this.live();
    return live.filter(({ entry }) => entry === index);
  }

  /** A transaction that is refused with this code and changes nothing. */
  async refuses(code: string, acts: Act | readonly Act[], atMs?: number): Promise<void> {
    const before = await this.live();
    assert.equal(await this.tries(acts, atMs), code);
    assert.deepEqual(await this.live(), before);
  }

  /** An idle chain on which so much time has passed: what is due happens by itself. */
  async waits(untilMs: number): Promise<void> {
    const block = this.#chain.execute([], untilMs);
    if (block !== undefined) await this.#chain.take(block);
    await this.#conserves();
  }

  #call({ method, args, by }: Act): Call {
    const definition = assets.methods.get(method) ?? assert.fail(`no method ${method}`);
    const actors = by.map((one) => principalFromText(this.text(one)));
    return {
      contract: 'assets',
      method,
      args: argumentsFromJson(
        definition,
        filled(args, (name) => this.text(name)),
      ),
      actors,
    };
  }

  #signersOf(name: string): readonly Person[] {
    const known = this.#people.get(name);
    return known === undefined ? this.#behind(principalFromText(name)) : [known];
  }

  /** Everybody that a principal names signs. */
  #behind(principal: Principal): readonly Person[] {
    if (principal.kind === 'threshold') {
      return principal.members.flatMap((member) => this.#behind(member));
    }
    const text = principalToText(principal);
    return [...this.#people.values()].filter((one) => principalToText(one.principal) === text);
  }

  #lastIndex(): number {
    const entries = this.#chain.blocks.at(-1)?.entries ?? [];
    const last = decodeEntry(entries.at(-2) ?? assert.fail('a block has an entry and its header'));
    return last.kind === 'header' ? assert.fail('not an entry') : last.outcome.index;
  }

  get #naming(): Naming {
    const people = [...this.#people].map(
      ([name, { principal }]) => [principalToText(principal), name] as const,
    );
    return { classes: this.#classes, people: new Map(people) };
  }

  /** Every live output. */
  async live(): Promise<readonly Holding[]> {
    const rows = await this.#rows('outputs');
    return [...rows].map(([key, value]) => readHolding(this.#naming, key, value));
  }

  /** What counts for a party, of a class. */
  async of(name: string, className: string): Promise<readonly Holding[]> {
    return (await this.live()).filter((one) => one.holder === name && one.className === className);
  }

  /** The one output that counts for a party, of a class. */
  async the(name: string, className: string): Promise<Holding> {
    const [only, ...more] = await this.of(name, className);
    assert.equal(more.length, 0, `${name} has several of ${className}`);
    return only ?? assert.fail(`${name} has nothing of ${className}`);
  }

  /** Sums by party, of a class. */
  async sums(className: string): Promise<Readonly<Record<string, bigint>>> {
    const sums: Record<string, bigint> = {};
    for (const one of await this.live()) {
      if (one.className === className) sums[one.holder] = (sums[one.holder] ?? 0n) + one.amount;
    }
    return sums;
  }

  async supply(className: string): Promise<Supply> {
    const rows = await this.#rows('supplies');
    const row = rows.get(classIdOf(className));
    return row === undefined ? { issued: 0n, redeemed: 0n } : readSupply(row);
  }

  /** What was issued is live or redeemed, after every act of every story. */
  async #conserves(): Promise<void> {
    for (const name of this.#classes.values()) {
      const { issued, redeemed } = await this.supply(name);
      const live = Object.values(await this.sums(name)).reduce((sum, one) => sum + one, 0n);
      assert.equal(live, issued - redeemed, name);
    }
  }

  async #rows(table: string): Promise<ReadonlyMap<string, Uint8Array>> {
    const rows = await storedRows(this.#chain.store, [['assets', table]]);
    const prefix = `assets/${table}/`;
    return new Map([...rows].map(([key, { value }]) => [key.slice(prefix.length), value]));
  }
}

function classNameOf({ organisation, name }: JsonObject): string {
  assert.ok(typeof organisation === 'string' && typeof name === 'string');
  return `${organisation}/${name}`;
}
