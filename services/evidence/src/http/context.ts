/** What the routes of the service work with, and who a request acts for. */

import { type Clock, rejection } from '@stele/base';
import type { LedgerApi, Signer } from '@stele/protocol';
import type { Ledger } from '@stele/sdk';
import type { Caller } from '@stele/server';
import type { ApiKeys } from '../customers/api-keys.ts';
import type { Customer } from '../customers/customer.ts';
import type { Customers } from '../customers/customers.ts';
import type { Registrar } from '../customers/registrar.ts';
import type { NoteStore } from '../notes/note-store.ts';
import type { Notary } from '../records/notary.ts';
import type { RecordReader } from '../records/record-reader.ts';
import type { Projection } from '../projection/projection.ts';
import type { ReceiptMaker } from '../receipts/receipt-maker.ts';
import type { MasterSecret } from '../secrets/master-secret.ts';
import type { Trust } from '../verification/verify-evidence.ts';
import type { ServiceStore } from '../store/service-store.ts';

export interface ServiceContext {
  readonly ledger: Ledger;
  readonly api: LedgerApi;
  /** Where the chain is found under: `/v1/chains/<name>`. */
  readonly chain: { readonly name: string; readonly fingerprint: string };
  readonly clock: Clock;
  readonly store: ServiceStore;
  readonly customers: Customers;
  readonly keys: ApiKeys;
  readonly registrar: Registrar;
  readonly reader: RecordReader;
  readonly notary: Notary;
  readonly notes: NoteStore;
  readonly receipts: ReceiptMaker;
  readonly master: MasterSecret;
  /** Signs COSE receipts, and nothing else. */
  readonly receiptSigner: Signer;
  /** What a verification here trusts. */
  readonly trust: Trust;
  /** Undefined when this node derives none. */
  readonly projection: Projection | undefined;
  /** STELE_PUBLIC_URL, without a slash at its end. */
  readonly publicUrl: string | undefined;
}

/** The customer a request acts for: the operator when the key names none. Rejects with CUSTOMER_SUSPENDED. */
export function customerOf({ customers }: ServiceContext, caller: Caller | null): Customer {
  const customer =
    caller?.customer === undefined ? customers.operator : customers.byId(caller.customer);
  if (customer === undefined || customer.suspended) throw suspended();
  return customer;
}

function suspended(): Error {
  return rejection('CUSTOMER_SUSPENDED', 'the customer behind this key is suspended');
}

export const EVIDENCE_PATH = '/v1/evidence';
