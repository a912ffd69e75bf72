/** A record's receipt as a C2SP `.tlog-proof` text served alone (spec/log.md, "Proof text"): its `extra` line carries the record. */

import { encode, formatNote, formatProof, parseProof, type Receipt } from '@stele/protocol';

/** The text. Whoever has the entry beside it checks that the entry is in the log; the record is inside the entry or under it. */
export function tlogProof({ proof, item }: Receipt): string {
  const { index, path, signed } = parseProof(proof);
  const extra = item && encode([item.call, item.index, item.bytes, item.path]);
  return formatProof({ ...(extra && { extra }), index, path, checkpoint: formatNote(signed.note) });
}
