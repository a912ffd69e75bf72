/** Transactions made and signed by a customer's own software, and handed to the ledger itself: one at a time or many in one body. */

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { operatorAccount } from '@stele/node';
import {
  CHAIN_PREFIX_BYTES,
  type ChainIdentity,
  decodeCharter,
  encodeBody,
  encodeItem,
  encodeSubmission,
  encodeTransaction,
  fingerprintOf,
  itemToCbor,
  type Payload,
  payloadRootOf,
  type Signer,
  signingInput,
  suiteOf,
  transactionId,
} from '@stele/protocol';
import { nodeCrypto, signerFromPem } from '@stele/protocol/node';
import type { Client } from '../product/evidence-client.ts';
import { reasonOf, seenOf } from './seen.ts';

/** A signed transaction; sent again it is the same one. */
export interface OwnOrder {
  readonly id: string;
  readonly tx: Uint8Array;
  /** As it is handed in, payloads included. */
  readonly bytes: Uint8Array;
  state: 'open' | 'refused' | 'recorded';
}

const HALF_HOUR_MS = 1_800_000;
/** Of a transaction that was made when the node's clock, or the customer's, said another time. */
const OUT_OF_TIME = /EXPIRED|VALID_UNTIL_TOO_FAR/;
const FIRST_ERROR = 400;
const SERVER_TROUBLE = 500;
const MANY = 8;
const ITEMS = 5;
const PATH = '/v1/chains/main/transactions';

export class OwnTransactions {
  readonly orders: OwnOrder[] = [];
  readonly #chain: ChainIdentity;
  readonly #signer: Signer;
  readonly #account: Uint8Array;
  /** What the clock of this customer leads the true one by. */
  leadMs = 0;

  /** Signs with the operator's key of the folder: an account without a limit. */
  constructor(dataFolder: string) {
    const genesis = new Uint8Array(readFileSync(join(dataFolder, 'genesis')));
    const suite = suiteOf(decodeCharter(genesis, nodeCrypto).suite, nodeCrypto);
    this.#chain = { suite, fingerprint: fingerprintOf(genesis, nodeCrypto) };
    this.#signer = signerFromPem(readFileSync(join(dataFolder, 'keys', 'operator.key'), 'utf8'));
    this.#account = operatorAccount(suite, this.#signer.publicKey);
  }

  /** New ones: one record, one batch, or many of both in one body. Whether there was an answer; `saw` is told what it was. */
  async sendNew(client: Client, saw: (what: string) => void): Promise<boolean> {
    const isMany = this.orders.length % 3 === 2;
    const orders = Array.from({ length: isMany ? MANY : 1 }, (_, i) =>
      (this.orders.length + i) % 4 === 3 ? this.#batch() : this.#record(),
    );
    this.orders.push(...orders);
    return await sendOwn(client, orders, saw);
  }

  #record(): OwnOrder {
    return this.#signed('record', [itemToCbor(newItem())], []);
  }

  #batch(): OwnOrder {
    const items = Array.from({ length: ITEMS }, () => encodeItem(newItem()));
    return this.#signed('batch', [bytesOf(16), 0], [{ kind: 'items', items }]);
  }

  #signed(
    method: string,
    args: Parameters<typeof encodeBody>[0]['calls'][number]['args'],
    payloads: readonly Payload[],
  ): OwnOrder {
    const { suite, fingerprint } = this.#chain;
    const actors = [{ kind: 'account', account: this.#account }] as const;
    const body = encodeBody({
      chain: fingerprint.slice(0, CHAIN_PREFIX_BYTES),
      validUntilMs: Date.now() + this.leadMs + HALF_HOUR_MS,
      salt: bytesOf(16),
      payer: null,
      lane: 'normal',
      calls: [{ contract: 'evidence', method, args, actors }],
      payloads: payloads.map((payload) => payloadRootOf(suite, payload)),
      extensions: new Map(),
    });
    const id = transactionId(suite, fingerprint, body);
    const { algorithm, publicKey: key } = this.#signer;
    const signature = this.#signer.sign(signingInput(id));
    const tx = encodeTransaction({ body, signatures: [{ algorithm, key, signature }] });
    const bytes = encodeSubmission({ tx, payloads });
    return { id: Buffer.from(id).toString('hex'), tx, bytes, state: 'open' };
  }
}

interface Told {
  readonly id?: string | null;
  readonly status: string;
  readonly code?: string;
}

/** Sends some, in one body when they are many. Whether there was an answer. */
export async function sendOwn(
  client: Client,
  orders: readonly OwnOrder[],
  saw: (what: string) => void,
): Promise<boolean> {
  const isMany = orders.length > 1;
  const type = isMany ? 'application/cbor-seq' : 'application/cbor';
  const body = Buffer.concat(orders.map(({ bytes }) => bytes));
  const answer = await client.ask('POST', PATH, { type, body }).catch(reasonOf);
  if (typeof answer === 'string') {
    saw(answer);
    return false;
  }
  saw(seenOf(answer));
  const { status, bytes } = answer;
  if (status >= FIRST_ERROR) {
    if (status >= SERVER_TROUBLE) return true;
    assert.match(bytes.toString(), OUT_OF_TIME);
    for (const order of orders) order.state = 'refused';
    return true;
  }
  const told = JSON.parse(bytes.toString()) as Told & { readonly items?: readonly Told[] };
  for (const [i, order] of orders.entries()) noteOwn(order, told.items?.[i] ?? told);
  return true;
}

function noteOwn(order: OwnOrder, { id, status, code = '' }: Told): void {
  if (status === 'rejected' && OUT_OF_TIME.test(code)) order.state = 'refused';
  if (status !== 'committed' && status !== 'proven') return;
  assert.equal(id, order.id);
  assert.equal(code, '', 'nothing is the matter with it');
  order.state = 'recorded';
}

function newItem(): Parameters<typeof encodeItem>[0] {
  return {
    id: bytesOf(16),
    digests: new Map([[1, bytesOf(32)]]),
    salted: false,
    kind: '',
    supersedes: null,
    noteHash: null,
  };
}

function bytesOf(count: number): Uint8Array {
  return new Uint8Array(randomBytes(count));
}
