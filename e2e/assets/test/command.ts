/** People who hold assets by the `stele` command, each with a key file on the machine; without one it is the operator. */

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import type { JsonObject } from '@stele/kernel/contract';
import type { OutputView, TracePage } from '@stele/protocol';

import type { Machine } from '../../product/product.ts';
import { filled } from './places.ts';

/** What a command that changes something says with `--json`. */
export interface Done {
  readonly id: string;
  readonly status: string;
  readonly missing?: readonly string[];
  readonly made: readonly { readonly output: string; readonly amount: string }[];
}

export class Commands {
  readonly #machine: Machine;
  readonly #accounts = new Map<string, string>();

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  /** Runs a command that succeeds, and reads its JSON. */
  async run<T = Done>(...args: readonly string[]): Promise<T> {
    const { code, stdout, stderr } = await this.#machine.stele([...args, '--json']);
    assert.equal(code, 0, `stele ${args.join(' ')}\n${stdout}${stderr}`);
    return JSON.parse(stdout) as T;
  }

  /** Runs a command that fails, and reads the code. */
  async refused(...args: readonly string[]): Promise<string> {
    const { code, stdout } = await this.#machine.stele([...args, '--json']);
    assert.notEqual(code, 0, stdout);
    return (JSON.parse(stdout) as { readonly error: { readonly code: string } }).error.code;
  }

  async operator(): Promise<string> {
    const { account } = await this.run<{ readonly account: string }>('account', 'show');
    return account;
  }

  /** A key of their own, and an account for it. */
  async admit(name: string): Promise<string> {
    const { account } = await this.run<{ readonly account: string }>(
      'account',
      'new-key',
      `${name}.key`,
    );
    await this.run('account', 'open', `${name}.key`);
    this.#accounts.set(name, account);
    return account;
  }

  account(name: string): string {
    return this.#accounts.get(name) ?? assert.fail(`nobody is called ${name}`);
  }

  /** Defines the first class of a file of industries/. */
  async define(file: string, values: Readonly<Record<string, string>>): Promise<void> {
    const path = new URL(`../industries/${file}.json`, import.meta.url);
    const [definition] = JSON.parse(readFileSync(path, 'utf8')) as readonly JsonObject[];
    assert.ok(definition !== undefined);
    const written = this.#machine.path(`${file}.json`);
    writeFileSync(written, JSON.stringify(filled(definition, (name) => values[name] ?? name)));
    await this.run('asset', 'define', written);
  }

  /** Live outputs of somebody. */
  async of(name: string): Promise<readonly OutputView[]> {
    const { items } = await this.run<{ readonly items: readonly OutputView[] }>(
      'asset',
      'list',
      '--of',
      this.account(name),
    );
    return items;
  }

  async trace(output: string): Promise<TracePage['items']> {
    return (await this.run<TracePage>('asset', 'trace', output)).items;
  }
}
