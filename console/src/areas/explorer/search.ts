/**
 * What somebody typed into the search box of the ledger: told by its form alone, before anything is asked. People paste from mails,
 * PDFs and other pages, so what surrounds and decorates a number (spaces, full-width digits, capitals, `0x`, invisible characters) is
 * taken off; whatever is left is either one of the forms or nothing.
 */

export type SearchTarget =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'block'; readonly reference: string }
  /** 64 digits: a block, a transaction, or a digest. */
  | { readonly kind: 'hash'; readonly hash: string }
  /** `sha-256:HEX` */
  | { readonly kind: 'digest'; readonly digest: string }
  | { readonly kind: 'record'; readonly id: string }
  | { readonly kind: 'batch'; readonly id: string }
  | { readonly kind: 'account'; readonly account: string };

/** Of what is looked at: nothing that can be searched for is longer, and nobody waits for a pasted book. */
const CHARACTERS_MAX = 512;
const DIGEST_DIGITS: Readonly<Record<string, number>> = { 'sha-256': 64, sm3: 64, 'sha-512': 128 };
const HEIGHT = /^(?:0|[1-9][0-9]{0,15})$/;
const INVISIBLE = /[\s\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

export function classify(typed: string): SearchTarget {
  const text = plain(typed);
  if (text === '') return { kind: 'nothing' };
  if (text.length > CHARACTERS_MAX) return { kind: 'unknown' };
  return named(text) ?? numbered(text) ?? { kind: 'unknown' };
}

/** NFKC makes full-width digits and letters plain ones. */
function plain(typed: string): string {
  const text = typed.slice(0, 2 * CHARACTERS_MAX).normalize('NFKC');
  return text.replaceAll(INVISIBLE, '').toLowerCase();
}

/** What says itself what it is. */
function named(text: string): SearchTarget | undefined {
  const [, prefix, id = ''] = /^(ev|eb|acc|cus)_([0-9a-f]{32})$/.exec(text) ?? [];
  switch (prefix) {
    case 'ev':
      return { kind: 'record', id: `ev_${id}` };
    case 'eb':
      return { kind: 'batch', id: `eb_${id}` };
    case 'acc':
    case 'cus':
      return { kind: 'account', account: `acc_${id}` };
    default:
      return text === 'latest' ? { kind: 'block', reference: text } : digestIn(text);
  }
}

function digestIn(text: string): SearchTarget | undefined {
  const [, name = '', digits = ''] = /^(sha-?256|sha-?512|sm3):([0-9a-f]+)$/.exec(text) ?? [];
  const algorithm = name.replace(/^sha-?/, 'sha-');
  if (DIGEST_DIGITS[algorithm] !== digits.length) return undefined;
  return { kind: 'digest', digest: `${algorithm}:${digits}` };
}

function numbered(text: string): SearchTarget | undefined {
  const digits = text.replace(/^0x/, '');
  if (/^[0-9a-f]{64}$/.test(digits)) return { kind: 'hash', hash: digits };
  if (/^[0-9a-f]{128}$/.test(digits)) return { kind: 'digest', digest: `sha-512:${digits}` };
  const height = text.replace(/^#/, '').replaceAll(/(?<=\d)[,_](?=\d{3}(?:\D|$))/g, '');
  if (!HEIGHT.test(height) || !Number.isSafeInteger(Number(height))) return undefined;
  return { kind: 'block', reference: height };
}

/** Where the console shows it; undefined: there is nothing to go to. */
export function pathOf(target: SearchTarget): string | undefined {
  switch (target.kind) {
    case 'nothing':
    case 'unknown':
      return undefined;
    case 'block':
      return `/explorer/blocks/${target.reference}`;
    case 'account':
      return `/explorer/accounts/${target.account}`;
    case 'batch':
      return `/batches/${target.id}`;
    case 'hash':
      return searchPath(target.hash);
    case 'digest':
      return searchPath(target.digest);
    case 'record':
      return searchPath(target.id);
  }
}

function searchPath(text: string): string {
  return `/explorer/search?q=${encodeURIComponent(text)}`;
}
