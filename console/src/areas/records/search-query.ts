/**
 * What is searched for, as the address bar has it: the same names and texts as GET /v1/evidence takes, so that a search can be shared,
 * reloaded, and read off the address by a program. A value that the service would refuse is said beside its field and not asked for.
 */

export const SEARCH_FIELDS = [
  'q',
  'reference',
  'kind',
  'from',
  'to',
  'digest',
  'transaction',
  'supersedes',
] as const;

export type SearchField = (typeof SEARCH_FIELDS)[number];

export type RecordSearch = Readonly<Partial<Record<SearchField, string>>>;

const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

const RULES: Readonly<Record<SearchField, (value: string) => boolean>> = {
  q: (value) => value.length <= 128 && value.isWellFormed(),
  reference: (value) => value.length <= 256 && value.isWellFormed(),
  kind: (value) => /^[a-z0-9][a-z0-9-]{0,31}$/.test(value),
  from: isTime,
  to: isTime,
  digest: (value) => /^(sha-256|sm3):[0-9a-f]{64}$|^sha-512:[0-9a-f]{128}$/.test(value),
  transaction: (value) => /^[0-9a-f]{64}$/.test(value),
  supersedes: (value) => /^ev_[0-9a-f]{32}$/.test(value),
};

/** The fields that the address names; others are left alone. */
export function readSearch(address: string): RecordSearch {
  const parameters = new URLSearchParams(address);
  const search: Partial<Record<SearchField, string>> = {};
  for (const field of SEARCH_FIELDS) {
    const value = parameters.get(field);
    if (value !== null && value !== '') search[field] = value;
  }
  return search;
}

/** `?…`, or nothing when everything is searched; `readSearch` gives the same search back. */
export function writeSearch(search: RecordSearch): string {
  const parameters = new URLSearchParams();
  for (const field of SEARCH_FIELDS) {
    const value = search[field];
    if (value !== undefined && value !== '') parameters.set(field, value);
  }
  return parameters.size === 0 ? '' : `?${parameters.toString()}`;
}

/** The fields whose value the service would refuse. */
export function faultsOf(search: RecordSearch): readonly SearchField[] {
  return SEARCH_FIELDS.filter((field) => {
    const value = search[field];
    return value !== undefined && value !== '' && !RULES[field](value);
  });
}

/** Answered by the ledger itself, and so also while search is away. */
export function isLookUp({ digest, transaction, supersedes }: RecordSearch): boolean {
  return [digest, transaction, supersedes].some((value) => value !== undefined && value !== '');
}

/** What somebody typed or pasted as a digest: its function may stand before it; 64 digits alone are SHA-256. */
export function digestSearched(text: string): string {
  const value = text.trim().toLowerCase();
  const [name = '', hex] = value.split(':');
  const names: Readonly<Record<string, string>> = { sha256: 'sha-256', sha512: 'sha-512' };
  if (hex !== undefined) return `${names[name] ?? name}:${hex.trim()}`;
  if (value === '') return '';
  return `${value.length === 128 ? 'sha-512' : 'sha-256'}:${value}`;
}

/** The value of a field for date and time, by the reader's clock, as a time of the service; unreadable texts stay as they are. */
export function timeSearched(local: string): string {
  const date = new Date(local);
  return local === '' || Number.isNaN(date.getTime()) ? local : date.toISOString();
}

/** A time of the service as the value of a field for date and time, by the reader's clock, to the second. */
export function localTimeOf(time: string | undefined): string {
  const date = new Date(time ?? '');
  if (Number.isNaN(date.getTime())) return '';
  const shifted = new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, 19);
}

function isTime(value: string): boolean {
  return TIME.test(value) && !Number.isNaN(Date.parse(value));
}
