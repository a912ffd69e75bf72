/**
 * A sentence about a transaction, taken apart for showing: accounts are shown whole, because whoever signs compares them; digests can be
 * opened; times become the reader's own.
 */

export type SentencePart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'account'; readonly text: string }
  | { readonly kind: 'digest'; readonly text: string }
  /** RFC 3339, UTC. */
  | { readonly kind: 'time'; readonly text: string };

const PARTS =
  /(?<account>acc_[0-9a-f]{32})|(?<digest>(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f]))|(?<day>\d{4}-\d{2}-\d{2}) (?<time>\d{2}:\d{2}(?::\d{2}(?:\.\d{3})?)?) UTC/g;

/** The parts in their order; joined they say the sentence again, times in another way. */
export function sentenceParts(sentence: string): readonly SentencePart[] {
  const parts: SentencePart[] = [];
  let end = 0;
  for (const match of sentence.matchAll(PARTS)) {
    if (match.index > end) parts.push({ kind: 'text', text: sentence.slice(end, match.index) });
    parts.push(partOf(match));
    end = match.index + match[0].length;
  }
  if (end < sentence.length) parts.push({ kind: 'text', text: sentence.slice(end) });
  return parts;
}

function partOf({ 0: whole, groups = {} }: RegExpExecArray): SentencePart {
  const { account, day, time } = groups;
  if (account !== undefined) return { kind: 'account', text: whole };
  if (day === undefined || time === undefined) return { kind: 'digest', text: whole };
  return { kind: 'time', text: `${day}T${time.length === 5 ? `${time}:00` : time}Z` };
}
