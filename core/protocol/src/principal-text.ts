/**
 * The written form of principals, for people, JSON and command lines: `key:<hex>`, `acc_<hex>`, `role:organisation/role`,
 * `contract:name`, `2-of(p,p,p)`. One principal has one text, except that the members of a threshold may be written in any order.
 */

import { fromHex, isCoded, rejection, toHex } from '@stele/base';
import { type Principal, principalFromCbor, principalToCbor } from './principal.ts';

/** The text of a principal. */
export function principalToText(principal: Principal): string {
  switch (principal.kind) {
    case 'key':
      return `key:${toHex(principal.hash)}`;
    case 'account':
      return accountToText(principal.account);
    case 'role':
      return `role:${principal.organisation}/${principal.role}`;
    case 'contract':
      return `contract:${principal.contract}`;
    case 'threshold':
      return `${String(principal.m)}-of(${principal.members.map(principalToText).join(',')})`;
  }
}

/** `acc_` and 32 hexadecimal digits. */
export function accountToText(account: Uint8Array): string {
  return `acc_${toHex(account)}`;
}

/** Reads a principal's text. Rejects with PRINCIPAL_MALFORMED. */
export function principalFromText(text: string): Principal {
  try {
    // Through CBOR, so that bounds, depth and doubles are judged by the one reader there is.
    return principalFromCbor(principalToCbor(readText(text, 0)));
  } catch (error) {
    if (!isCoded(error)) throw error;
    throw malformed();
  }
}

/** Deeper text is refused before recursion could hurt; the protocol's own bound is 3. */
const NESTING_MAX = 8;

function readText(text: string, depth: number): Principal {
  if (depth > NESTING_MAX) throw malformed();
  if (text.startsWith('key:')) return { kind: 'key', hash: fromHex(text.slice(4)) };
  if (text.startsWith('acc_')) return { kind: 'account', account: fromHex(text.slice(4)) };
  if (text.startsWith('contract:')) return { kind: 'contract', contract: text.slice(9) };
  if (text.startsWith('role:')) return readRole(text.slice(5));
  const threshold = /^([1-9][0-9]?)-of\((.+)\)$/.exec(text);
  if (threshold === null) throw malformed();
  const members = splitMembers(threshold[2] ?? '').map((member) => readText(member, depth + 1));
  return { kind: 'threshold', m: Number(threshold[1]), members };
}

function readRole(text: string): Principal {
  const [organisation, role, ...more] = text.split('/');
  if (organisation === undefined || role === undefined || more.length > 0) throw malformed();
  return { kind: 'role', organisation, role };
}

/** Splits at the commas that stand in no inner parenthesis. */
function splitMembers(text: string): string[] {
  const members: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    const character = text.charAt(i);
    if (character === '(') depth++;
    else if (character === ')') depth--;
    else if (character === ',' && depth === 0) {
      members.push(text.slice(start, i));
      start = i + 1;
    }
  }
  return [...members, text.slice(start)];
}

function malformed(): Error {
  return rejection('PRINCIPAL_MALFORMED', 'not the text of a principal', {
    action: 'write key:HEX, acc_HEX, role:ORGANISATION/ROLE, contract:NAME or M-of(P,P,…)',
  });
}
