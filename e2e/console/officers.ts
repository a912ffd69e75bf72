/** What the tests of acts on assets have in common: who acts on what, and how a page is led through an act. */

import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import type { MarkView } from '@stele/protocol';
import { wholeClass } from '@stele/sdk';
import { type Act, issue } from '../assets/test/acts.ts';
import type { Network, Owned } from '../assets/test/network.ts';
import { digestOf } from '../assets/test/places.ts';
import { CLAIM, networkOf } from './assets-archive.ts';
import type { BrowserTest } from './browser-test.ts';
import { show } from './desk.ts';
import type { Visitor } from './visitor.ts';
import { AssetsDesk, choose, recorded, review, signHere } from './wallet.ts';

export const DRAFT = 'clearing-centre/draft';
export const PASS = 'museum/pass';
export const ORDER = digestOf('order 12');
const LIFTED = digestOf('order 13');

export interface AtWork {
  readonly visitor: Visitor;
  readonly page: Page;
  readonly network: Network;
}

/** The operator in front of a browser, and the people of the ledger beside them, with drafts and passes to act on. */
export class Officers {
  readonly assets = new AssetsDesk();
  #prepared: Promise<Network> | undefined;

  async atWork(scene: BrowserTest): Promise<AtWork> {
    const network = await (this.#prepared ??= this.#people());
    const visitor = await this.assets.operator(scene);
    return { visitor, page: visitor.page, network };
  }

  /** The same in front of a claim, with the form for freezing it. */
  async atFreezing(scene: BrowserTest): Promise<AtWork & Owned> {
    const work = await this.atWork(scene);
    const claim = await anyClaim(work.network);
    await show(work.visitor, `/assets/outputs/${claim.view.id}`);
    await choose(work.page, 'Freeze');
    return { ...work, ...claim };
  }

  /** Drafts that the operator issues, and passes that it certifies holders for. */
  async #people(): Promise<Network> {
    const { desk } = await this.assets.open();
    const network = await networkOf(desk);
    await network.admit('centre', 'payee', 'member');
    await network.define('draft', { issuer: 'operator', centre: 'centre' });
    await network.does(passes('pass'));
    return network;
  }
}

/** Signs here what is shown, and waits until it is recorded. */
export async function signed(page: Page): Promise<void> {
  await signHere(page);
  await recorded(page);
}

/** Says on which order, and reads what that does. */
export async function freeze(page: Page): Promise<void> {
  await page.getByLabel('Digest of the order', { exact: true }).fill(ORDER);
  await review(page);
}

/** Signs a freeze, and puts its form away. */
export async function frozen(page: Page): Promise<void> {
  await signed(page);
  await page.getByRole('button', { name: 'Freeze', exact: true }).click();
}

/** Lifts the mark that a banner tells. */
export async function lift(page: Page, banner: Locator): Promise<void> {
  await banner.getByRole('button', { name: 'Lift the freeze' }).click();
  await page.getByLabel('Digest of the order that lifts it').fill(LIFTED);
  await review(page);
  await page.getByText(/^The mark \(.*is lifted\. Reference/).waitFor();
  await signed(page);
  await banner.waitFor({ state: 'hidden' });
}

type MarkOn = Pick<MarkView, 'on' | 'level'>;

/** The marks on the first claim that counts for somebody. */
export async function marksOf(network: Network, account: string): Promise<readonly MarkOn[]> {
  const { items } = await network.ledger.transport.outputs({
    account,
    class: CLAIM.replace('/', '~'),
    limit: 1,
  });
  return items.flatMap(({ marks }) => marks).map(({ on, level }) => ({ on, level }));
}

/** What says that something is marked. */
export function bannerOf(page: Page, text: string): Locator {
  return page.getByRole('alert').filter({ hasText: text });
}

export async function anyClaim(network: Network): Promise<Owned> {
  const [claim] = await network.of('operator', CLAIM);
  return claim ?? assert.fail('the operator has something');
}

/** The second copy of a draft for the operator, and the third for whoever gets it. */
export async function drawn(network: Network, number: number, third: string): Promise<Owned> {
  const copies = [2, 3].map((copy) => ({
    attributes: [number, copy, 5_000_000, '{operator}', Date.UTC(2027, 2, 31)],
    to: copy === 3 ? third : 'operator',
  }));
  await network.does(issue('operator', DRAFT, copies));
  const [second] = await copiesOf(network, number);
  return second ?? assert.fail('the second copy is there');
}

/** Those that the operator has, in their order. */
export async function copiesOf(network: Network, number: number): Promise<readonly Owned[]> {
  const mine = await network.of('operator', DRAFT);
  return mine
    .filter(({ view }) => view.attributes['number'] === number)
    .sort((a, b) => Number(a.view.attributes['copy']) - Number(b.view.attributes['copy']));
}

export async function statesOf(network: Network, number: number): Promise<readonly unknown[]> {
  return (await copiesOf(network, number)).map(({ view }) => view.state?.name);
}

/** A class of which only certified parties hold anything. */
export function passes(name: string): Act {
  const args = wholeClass({
    organisation: 'museum',
    name,
    kind: 'ticket',
    scale: 0,
    roles: [{ name: 'issuer', is: '{operator}' }],
    moves: [{ move: 'issue', by: ['issuer'] }],
    holders: '{operator}',
    limits: { forValue: 'never' },
  });
  return { method: 'define', args, by: ['operator'] };
}
