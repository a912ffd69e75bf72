/** One line per kind of vector: how the TypeScript side reads it (spec/vectors/README.md). */

import { decode } from '@stele/protocol';
import * as protocol from '@stele/protocol';
import { principalFromCbor } from '@stele/protocol';

/** Decoders of kinds that are one byte string; each throws the coded rejection the vectors name. */
export const DECODERS: Readonly<Record<string, (bytes: Uint8Array) => unknown>> = {
  cbor: decode,
  principal: (bytes) => principalFromCbor(decodeFor('PRINCIPAL_MALFORMED', bytes)),
  transaction: protocol.decodeTransaction,
  entry: protocol.decodeEntry,
  header: protocol.decodeHeader,
  system: protocol.decodeSystemAct,
  effect: protocol.decodeEffect,
  charter: (bytes) => protocol.decodeCharter(bytes, protocol.portableCrypto),
  statement: protocol.decodeStatement,
  item: protocol.decodeItem,
  envelope: protocol.decodeEnvelope,
  triple: protocol.decodeSignature,
  note: protocol.decodeNote,
};

function decodeFor(code: string, bytes: Uint8Array): protocol.CborValue {
  return new protocol.Shape(code).decode(bytes);
}
