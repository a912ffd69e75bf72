/**
 * A server and its customers to whom something happens: begun, started again and again, and at the end counted. What every scenario
 * of this folder asserts stands in `finish`.
 */

import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import {
  adminOf,
  type Client,
  type Customer,
  registerCustomer,
} from '../product/evidence-client.ts';
import { Machine, type Server } from '../product/product.ts';
import { type Account, type Place, settle, takeAccount } from './account.ts';
import { randomOf, Storm } from './storm.ts';

export interface SceneOptions {
  /** Of the customers; null: no limit. */
  readonly quotas?: readonly (number | null)[];
  /** Of every process it starts. */
  readonly environment?: Readonly<Record<string, string>>;
}

export interface Scene {
  readonly context: TestContext;
  readonly machine: Machine;
  readonly customers: readonly Customer[];
  readonly storm: Storm;
  readonly random: () => number;
  /** With the scene's environment. */
  start(): Promise<Server>;
}

/** Where nothing of a scenario needs search. */
export const WITHOUT_SEARCH = { STELE_PROJECTION: 'off' };

/** A new folder with customers and their keys; its server has been stopped. */
export async function begin(
  context: TestContext,
  { quotas = [null, null], environment = {} }: SceneOptions = {},
): Promise<Scene> {
  const seed = Number(process.env['STELE_TEST_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
  context.diagnostic(`seed ${String(seed)}`);
  const machine = new Machine(context);
  const start = (): Promise<Server> => machine.start(context, [], environment);
  const server = await start();
  const admin = adminOf(machine, server);
  const customers: Customer[] = [];
  for (const [i, quota] of quotas.entries()) {
    customers.push(await registerCustomer(admin, `Bank ${String(i)}`, quota));
  }
  admin.close();
  assert.equal((await server.stop()).code, 0);
  const storm = new Storm(machine.path('data'), customers, seed);
  return { context, machine, customers, storm, random: randomOf(seed + 1), start };
}

export function placeOf({ machine, customers }: Scene, server: Server): Place {
  const admin = adminOf(machine, server);
  const clients = customers.map(({ key }) => admin.as(key));
  return { dataFolder: machine.path('data'), admin, clients };
}

/** While it runs: what came in, by as many connections as there are, and how it is ended. */
export interface Raging {
  readonly admin: Client;
  /** Resolves when every client has stopped. */
  end(): Promise<void>;
}

/** Every record is counted again one by one in the end: so many are enough to be at anything at any moment. */
const PACE = { connections: 16, pauseMs: 80 };

/** Lets customers send until they are told to end. */
export function rage(
  { machine, storm }: Pick<Scene, 'machine' | 'storm'>,
  server: Server,
  {
    admin = adminOf(machine, server),
    ...pace
  }: {
    readonly admin?: Client;
    readonly connections?: number;
    readonly pauseMs?: number;
  } = {},
): Raging {
  let isOver = false;
  const raging = storm.rage(admin, () => isOver, { ...PACE, ...pace });
  return {
    admin,
    end: async () => {
      isOver = true;
      await raging;
      admin.close();
    },
  };
}

export interface Fault {
  /** As the table of docs/faults.md names it. */
  readonly name: string;
  readonly rounds: number;
}

/** Counts what a running server has, stops it, checks the folder, and says what was found; `look` sees it before it stops. */
export async function finish(
  scene: Scene,
  server: Server,
  fault: Fault,
  look?: (place: Place) => Promise<void>,
): Promise<Account> {
  const { storm, machine } = scene;
  const { seen } = storm;
  const place = placeOf(scene, server);
  await settle(storm, place);
  const account = await takeAccount(storm, place);
  await look?.(place);
  place.admin.close();
  const { code, stderr } = await server.stop();
  assert.equal(code, 0, stderr);
  const checked = await machine.stele(['ledger', 'check']);
  assert.equal(checked.code, 0, checked.stdout + checked.stderr);
  tell(scene.context, fault, account);
  scene.context.diagnostic(`clients saw: ${seen}`);
  assert.ok(account.acknowledged > 0, 'something was at stake');
  assert.deepEqual([account.lost, account.doubled], [0, 0], account.faults.slice(0, 5).join('\n'));
  return account;
}

function tell(context: TestContext, { name, rounds }: Fault, account: Account): void {
  const { offered, acknowledged, found, lost, doubled } = account;
  const counts = { rounds, offered, acknowledged, found, lost, doubled };
  const words = Object.entries(counts).map(([label, count]) => `${label} ${String(count)}`);
  context.diagnostic(`${name}: ${words.join(', ')}`);
  context.diagnostic(`cases: faults, ${name} ${String(rounds)}`);
}
