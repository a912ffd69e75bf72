/**
 * The evidence service over a ledger: opens its store, reads customers and keys, and hands out what one server needs of it: routes, codes
 * and the key ring. It reaches the ledger through the SDK, as any customer would; the wiring gives it the transport.
 */

import { type Clock, failure, type Log, toHex } from '@stele/base';
import type { Database } from '@stele/database';
import type { LedgerApi } from '@stele/protocol';
import { nodeCrypto, signerFromSeed } from '@stele/protocol/node';
import { connect, type Ledger, type Owner } from '@stele/sdk';
import type { KeyRing } from '@stele/server';
import type { FastifyInstance } from 'fastify';
import { type ApiKeys, openApiKeys } from './customers/api-keys.ts';
import type { Customer } from './customers/customer.ts';
import { type Customers, openCustomers } from './customers/customers.ts';
import { QuotaAdditions } from './customers/quota-additions.ts';
import { Registrar } from './customers/registrar.ts';
import type { ServiceContext } from './http/context.ts';
import { addServiceRoutes } from './http/routes.ts';
import { type NoteStore, openNoteStore } from './notes/note-store.ts';
import { openProjection, type Projection } from './projection/projection.ts';
import { ReceiptMaker } from './receipts/receipt-maker.ts';
import { Gate } from './records/gate.ts';
import { Lane } from './records/lane.ts';
import { Notary } from './records/notary.ts';
import { RecordReader } from './records/record-reader.ts';
import { type DerivedKeys, derivedKeys } from './secrets/derived-keys.ts';
import type { MasterSecret } from './secrets/master-secret.ts';
import { checkMaster } from './secrets/master-check.ts';
import { openServiceStore, type ServiceStore } from './store/service-store.ts';
import type { TimeAuthority } from './timestamps/authorities.ts';
import { openStamping, type Stamping } from './timestamps/stamping.ts';

export interface EvidenceOptions {
  readonly api: LedgerApi;
  /** Where the chain is found under: `/v1/chains/<name>`. */
  readonly chainName: string;
  /** The service's own folder. */
  readonly folder: string;
  readonly master: MasterSecret;
  /** An administrator account, which opens those of customers; its records are the operator's own. */
  readonly operator: Owner & { readonly name: string };
  /** Undefined: this node derives no search. */
  readonly database: Database | undefined;
  readonly authorities: readonly TimeAuthority[];
  readonly publicUrl?: string | undefined;
  readonly log: Log;
  readonly clock: Clock;
}

export interface EvidenceService {
  readonly keys: KeyRing;
  readonly routes: (app: FastifyInstance) => Promise<void>;
  readonly projection: Projection | undefined;
  readonly stamping: Stamping;
  /** Stops what runs beside requests. The ledger stays open. */
  close(): Promise<void>;
}

/** Fails with SERVICE_STORE_LOCKED, SERVICE_STORE_DAMAGED, MASTER_KEY_OTHER, STORAGE_…. */
export async function openEvidence(options: EvidenceOptions): Promise<EvidenceService> {
  const store = await openServiceStore(options.folder);
  try {
    return await openOver(store, options);
  } catch (error) {
    await store.close();
    throw error;
  }
}

interface Parts {
  readonly store: ServiceStore;
  readonly ledger: Ledger;
  readonly customers: Customers;
  readonly keys: ApiKeys;
  readonly notes: NoteStore;
  readonly derived: (account: Uint8Array) => DerivedKeys;
}

async function openOver(store: ServiceStore, options: EvidenceOptions): Promise<EvidenceService> {
  const { api, master, log, clock, database, authorities } = options;
  await checkMaster(store, master);
  const ledger = await connect({ api, crypto: nodeCrypto });
  const derived = derivedKeys(master);
  const parts: Parts = {
    store,
    ledger,
    derived,
    customers: await openCustomers(store, await operatorOf(options)),
    keys: await openApiKeys(store),
    notes: await openNoteStore(store, (account) => derived(account).noteKey),
  };
  const { notes } = parts;
  const projection = database && openProjection({ database, ledger: api, notes, log, clock });
  const { random } = ledger.world;
  const beside = { store, log, clock, random, crypto: nodeCrypto };
  const stamping = openStamping({ authorities, ledger: api, ...beside });
  const context = contextOf(parts, options, { projection, stamping });
  return {
    keys: parts.keys,
    projection,
    stamping,
    routes: (app) => addServiceRoutes(app, context),
    close: async () => {
      await Promise.all([projection?.close(), stamping.close()]);
      await store.close();
    },
  };
}

async function operatorOf({ operator, api }: EvidenceOptions): Promise<Customer> {
  const [signer] = operator.signers;
  if (signer === undefined) throw noSigner();
  return {
    account: operator.account,
    name: operator.name,
    custody: 'hosted',
    publicKey: { algorithm: signer.algorithm, bytes: signer.publicKey },
    publicLookup: true,
    disclosed: false,
    suspended: false,
    // Its account is as old as the chain.
    createdAtMs: Date.parse((await api.block(0)).time),
  };
}

function noSigner(): Error {
  return failure('KEY_MISSING', 'the operator has no key to sign with', {
    action: 'Put keys/operator.key back from a backup.',
  });
}

interface Background {
  readonly projection: Projection | undefined;
  readonly stamping: Stamping;
}

function contextOf(
  parts: Parts,
  options: EvidenceOptions,
  { projection, stamping }: Background,
): ServiceContext {
  const { store, ledger, customers, keys, notes, derived } = parts;
  const { api, chainName, master, clock, operator, publicUrl } = options;
  const fingerprint = toHex(ledger.chain.fingerprint);
  const reader = new RecordReader(ledger);
  const additions = new QuotaAdditions(store, ledger);
  const registrar = new Registrar({ ledger, operator, customers, additions, derived });
  const laneOf = lanes(parts, operator, registrar);
  const certificates = options.authorities.flatMap((one) => one.trustedCertificates);
  const recordIdSecret = (account: Uint8Array): Uint8Array => derived(account).recordIdSecret;
  return {
    ledger,
    api,
    chain: { name: chainName, fingerprint },
    clock,
    store,
    customers,
    keys,
    registrar,
    reader,
    notary: new Notary({ ledger, reader, notes, laneOf, recordIdSecret }),
    notes,
    receipts: new ReceiptMaker({ api, notes, stamping }),
    master,
    receiptSigner: signerFromSeed(master.derive('receipt-key', ledger.chain.fingerprint)),
    trust: { fingerprint, timeAuthorities: certificates },
    projection,
    publicUrl,
  };
}

/** A lane a customer, made when it is first used. */
function lanes(
  { ledger, notes, derived }: Parts,
  operator: Owner,
  registrar: Registrar,
): (customer: Customer) => Lane {
  const open = new Map<string, Lane>();
  const gate = new Gate(ledger.world.clock);
  return (customer) => {
    const { account } = customer;
    const name = toHex(account);
    const found = open.get(name);
    if (found !== undefined) return found;
    const isOperator = name === toHex(operator.account);
    const owner = isOperator ? operator : { account, signers: [derived(account).signer] };
    const quotaLeft = (): Promise<number | null> => registrar.quotaLeft(customer);
    const lane = new Lane({ ledger, owner, notes, gate, quotaLeft });
    open.set(name, lane);
    return lane;
  };
}
