/** A customer as the service shows it (/openapi.json), and as a person reads it. */

import type { Invocation } from '../command.ts';
import { localTime } from '../terminal/local-time.ts';
import { countText } from '../terminal/quantities.ts';
import { factLines } from '../terminal/table.ts';
import type { Text } from '../text/text.ts';

export interface CustomerView {
  /** `cus_` and 32 hexadecimal digits. */
  readonly id: string;
  readonly name: string;
  readonly account: string;
  readonly custody: 'hosted' | 'own';
  readonly keyAlgorithm: string;
  /** Units left; null: no limit. */
  readonly quotaLeft: number | null;
  readonly publicLookup: boolean;
  readonly disclosed: boolean;
  readonly suspended: boolean;
  /** RFC 3339. */
  readonly createdAt: string;
}

export function customerLines({ text }: Invocation, customer: CustomerView): readonly string[] {
  const { id, name, account, custody, keyAlgorithm, createdAt } = customer;
  return factLines([
    [text('customer.idLabel'), id],
    [text('customer.nameLabel'), name],
    [text('customer.stateLabel'), stateOf(customer, text)],
    [text('customer.leftLabel'), quotaText(customer, text)],
    [text('customer.signsLabel'), text(`signs.${custody}`, { algorithm: keyAlgorithm })],
    [text('customer.publicLabel'), text(publicKeyOf(customer))],
    [text('customer.accountLabel'), account],
    [text('customer.sinceLabel'), localTime(Date.parse(createdAt))],
  ]);
}

export function stateOf({ suspended }: CustomerView, text: Text): string {
  return text(suspended ? 'customer.suspended' : 'customer.active');
}

export function quotaText({ quotaLeft }: CustomerView, text: Text): string {
  return quotaLeft === null ? text('customer.noLimit') : countText(quotaLeft);
}

/** What anybody learns who has a digest of the customer's. */
function publicKeyOf({
  publicLookup,
  disclosed,
}: CustomerView): 'customer.publicNothing' | 'customer.publicName' | 'customer.publicRecord' {
  if (!publicLookup) return 'customer.publicNothing';
  return disclosed ? 'customer.publicName' : 'customer.publicRecord';
}
