/** A data folder in which everything has been used: what the flips are tried on, and who may ask for what in it. */

import assert from 'node:assert/strict';
import { createHash, generateKeyPairSync } from 'node:crypto';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { csrfTokenOf } from '@stele/server';
import { openNode } from '@stele/node';
import { LocalAuthority } from '@stele/timestamp/test';

import { run } from '../../run.ts';
import { fakeWorld } from '../../test/fake-world.ts';
import { operatorOf } from '../../notarize/operator.ts';
import { quietLog } from '../quiet-log.ts';
import { signedTransactions } from '../bench/transactions.ts';
import { type Answer, type Ask, type Opened, openFolder } from './opened.ts';

export interface Sound {
  /** As a server left it that was stopped. */
  readonly stopped: string;
  /** The same as it lay on the disk a moment before: as a server leaves it that is killed. */
  readonly killed: string;
  /** A backup of what is in the folder. */
  readonly backup: string;
  readonly asked: Asked;
  /** A moment after all of it. */
  readonly nowMs: number;
}

/** What is asked for, and by whom. */
export interface Asked {
  readonly authorities: string;
  /** Keys of customers; one of them was revoked. */
  readonly keys: readonly string[];
  readonly records: readonly string[];
  readonly batches: readonly string[];
  readonly customers: readonly string[];
  readonly transactions: readonly string[];
  readonly digests: readonly string[];
  /** Of a session that has begun. */
  readonly session: string;
  readonly password: { readonly name: string; readonly password: string };
}

type Json = Readonly<Record<string, unknown>>;

/** Made in a second or two; `hasTimestamps` wants openssl. */
export async function makeSound(
  context: TestContext,
  folder: string,
  { hasTimestamps }: { readonly hasTimestamps: boolean },
): Promise<Sound> {
  const first = join(folder, 'first');
  const maker = new Maker(context, first);
  await maker.open();
  await maker.customers();
  await maker.records('before');
  await maker.people();
  // What was in LevelDB's journals becomes tables.
  await maker.reopen();
  await maker.records('again');
  await maker.strangers();
  await maker.close();
  await maker.command('backup', join(folder, 'earlier'));
  const stopped = join(folder, 'stopped');
  const reason = ['--reason', 'the disk burnt'];
  await maker.command('restore', join(folder, 'earlier'), ...reason, '--data', stopped);
  maker.folder = stopped;
  if (hasTimestamps) maker.authorities(await LocalAuthority.open(context));
  await maker.open();
  await maker.records('after');
  await maker.reopen();
  if (hasTimestamps) await maker.stamped();
  await maker.signIn();
  const killed = copied(stopped, join(folder, 'killed'));
  await maker.close();
  const backup = join(folder, 'backup');
  await maker.command('backup', backup);
  return { stopped, killed, backup, asked: maker.asked(), nowMs: Date.now() };
}

class Maker {
  folder: string;
  readonly #context: TestContext;
  #authorities = '';
  #opened: Opened | undefined;
  readonly #keys: string[] = [];
  readonly #records: string[] = [];
  readonly #batches: string[] = [];
  readonly #customers: string[] = [];
  readonly #transactions: string[] = [];
  readonly #digests: string[] = [];
  #session = '';
  readonly #password = { name: 'Lin Wei', password: 'nine winters on the old wall' };

  constructor(context: TestContext, folder: string) {
    this.#context = context;
    this.folder = folder;
  }

  asked(): Asked {
    return {
      authorities: this.#authorities,
      keys: this.#keys,
      records: this.#records,
      batches: this.#batches,
      customers: this.#customers,
      transactions: this.#transactions,
      digests: this.#digests,
      session: this.#session,
      password: this.#password,
    };
  }

  async open(): Promise<void> {
    this.#opened = await openFolder(this.folder, { authorities: this.#authorities });
  }

  async close(): Promise<void> {
    await this.#opened?.close();
  }

  async reopen(): Promise<void> {
    await this.close();
    await this.open();
  }

  /** Runs `stele …` on the folder in this process. */
  async command(...argv: readonly string[]): Promise<void> {
    const world = fakeWorld(this.#context);
    const place = argv.includes('--data') ? [] : ['--data', this.folder];
    const code = await run([...argv, ...place], world);
    assert.equal(code, 0, `${argv.join(' ')}: ${world.printed().out}${world.printed().err}`);
  }

  /** One whom the service signs for, and one with a key of its own, suspended; a key revoked, one for signed requests. */
  async customers(): Promise<void> {
    const scopes = ['evidence:write', 'evidence:read'];
    const bank = String(
      (await this.#post('/v1/customers', { name: 'Harbour Bank', quota: 500 }))['id'],
    );
    const pem = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' });
    const museum = { name: '城市博物馆', publicKey: pem, publicLookup: false, disclosed: true };
    const own = String((await this.#post('/v1/customers', museum))['id']);
    this.#customers.push(bank, own);
    for (const name of ['core', 'lost']) {
      const made = await this.#post(`/v1/customers/${bank}/keys`, { name, scopes });
      this.#keys.push(String(made['key']));
      if (name === 'lost') await this.#ask('DELETE', `/v1/keys/${String(made['id'])}`);
    }
    await this.#post(`/v1/customers/${bank}/keys`, { name: 'signer', scopes, publicKey: pem });
    await this.#ask('PATCH', `/v1/customers/${own}`, { body: { suspended: true } });
  }

  /** Single, salted, superseding, of a customer, with a note that is erased; and batches. */
  async records(label: string): Promise<void> {
    const note = {
      name: `${label}.pdf`,
      size: 12,
      reference: `R-${label}`,
      metadata: { pages: 3 },
    };
    const first = await this.#record({ digests: this.#digest(`${label} 1`), ...note });
    await this.#record({
      digests: this.#digest(`${label} 2`),
      supersedes: first,
      kind: 'contract',
    });
    await this.#record({ digests: this.#digest(`${label} 3`), salted: true, ...note });
    await this.#record({ digests: this.#digest(`${label} 4`), ...note }, this.#keys[0]);
    const erased = await this.#record({ digests: this.#digest(`${label} 5`), ...note });
    await this.#ask('DELETE', `/v1/evidence/${erased}/note`);
    for (const count of [3, 40]) {
      const items = Array.from({ length: count }, (_, i) => ({
        digests: this.#digest(`${label} ${String(count)} ${String(i)}`),
        reference: `${label}-${String(i)}`,
        ...(i === 1 && { salted: true }),
      }));
      const made = await this.#post('/v1/evidence/batches', { items });
      this.#batches.push(String(made['id']));
      this.#transactions.push(String(made['transaction']));
      const all = made['items'] as readonly Json[];
      this.#records.push(...all.slice(0, 3).map(({ id }) => String(id)));
    }
  }

  /** Transactions that know nothing of the service: more entries than a tile of the tree holds. */
  async strangers(): Promise<void> {
    await this.close();
    const node = await openNode({ dataFolder: this.folder, log: quietLog, verifierThreads: 0 });
    const many = signedTransactions(operatorOf(this.folder), 260);
    await node.api.submitMany(many, { wait: 'proven', timeoutMs: 60_000 });
    await node.close();
    await this.open();
  }

  /** A second person, with a password. */
  async people(): Promise<void> {
    const { name, password } = this.#password;
    const made = await this.#post('/v1/people', { name, role: 'clerk' });
    const { id } = made['person'] as { readonly id: string };
    const cookie = await this.#signedIn({ person: id });
    const headers = csrfOf(cookie);
    await this.#ask('PUT', '/v1/me/password', { key: undefined, headers, body: { password } });
  }

  async signIn(): Promise<void> {
    this.#session = await this.#signedIn({});
  }

  authorities(authority: LocalAuthority): void {
    const folder = join(this.folder, 'timestamp-authorities');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'local.pem'), authority.rootPem);
    this.#authorities = `local=${authority.url}`;
  }

  /** Waits for a token over what is there. */
  async stamped(): Promise<void> {
    const path = `/v1/evidence/${this.#records.at(-1) ?? ''}/receipt?form=full`;
    for (;;) {
      const { bytes } = await this.#ask('GET', path);
      const { timestamps } = JSON.parse(bytes.toString()) as {
        readonly timestamps: readonly unknown[];
      };
      if (timestamps.length > 0) return;
      await sleep(20);
    }
  }

  async #signedIn(body: Json): Promise<string> {
    const link = await this.#post('/v1/sign-in/links', body);
    const { path } = (link['link'] ?? link) as { readonly path: string };
    const token = path.slice(path.indexOf('=') + 1);
    const { headers } = await this.#ask('POST', '/v1/sign-in/link', {
      key: undefined,
      body: { token },
    });
    return String(headers['set-cookie']).split(';')[0] ?? '';
  }

  #digest(text: string): Readonly<Record<string, string>> {
    const digest = createHash('sha256').update(text).digest('hex');
    this.#digests.push(digest);
    return { 'sha-256': digest };
  }

  async #record(body: object, key?: string): Promise<string> {
    const { id, transaction } = await this.#post('/v1/evidence', body, key);
    if (key === undefined) this.#records.push(String(id));
    this.#transactions.push(String(transaction));
    return String(id);
  }

  async #post(path: string, body: object, key?: string): Promise<Json> {
    const { bytes } = await this.#ask('POST', path, { body, ...(key !== undefined && { key }) });
    return JSON.parse(bytes.toString()) as Json;
  }

  async #ask(method: string, path: string, ask: Ask = {}): Promise<Answer> {
    assert.ok(this.#opened !== undefined);
    const answer = await this.#opened.ask(method, path, { key: this.#opened.adminKey, ...ask });
    assert.ok(answer.status < 400, `${method} ${path}: ${answer.bytes.toString()}`);
    return answer;
  }
}

/** What a page sends. */
function csrfOf(cookie: string): Readonly<Record<string, string>> {
  return { cookie, 'x-csrf-token': csrfTokenOf(cookie.slice(cookie.indexOf('=') + 1)) };
}

/** A copy to be damaged. */
export function copied(folder: string, to: string): string {
  cpSync(folder, to, { recursive: true });
  return to;
}
