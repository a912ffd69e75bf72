/** The kinds that the ledger itself gives a meaning: principals and digests. */

import { isCoded } from '@stele/base';
import {
  type CborValue,
  type DigestAlgorithm,
  digestAlgorithmOf,
  digestBytes,
  digestName,
  isDigestAlgorithm,
  type Principal,
  principalFromCbor,
  principalToCbor,
  principalFromText,
  principalToText,
} from '@stele/protocol';
import { type Json, type JsonObject, type Kind, misfit, within } from './kind.ts';
import { bytesKind } from './plain-kinds.ts';
import type { DigestsSchema, PrincipalSchema } from './schema.ts';

export const principalKind: Kind<PrincipalSchema, Principal> = {
  parse: (_schema, value, at) => orMisfit(at, () => principalFromCbor(value)),
  format: (_schema, value) => principalToCbor(value),
  fromJson(_schema, json, at) {
    if (typeof json !== 'string') throw misfit(at, 'not a string');
    return orMisfit(at, () => principalFromText(json));
  },
  toJson: (_schema, value) => principalToText(value),
  jsonSchema: () => ({
    type: 'string',
    pattern: '^(key:|acc_|role:|contract:|[1-9][0-9]?-of\\()[a-z0-9:_,()/-]+$',
  }),
  mayBeAbsent: () => false,
  check: () => undefined,
};

/** Another reader's rejection, said of this place. */
function orMisfit<T>(at: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!isCoded(error)) throw error;
    throw misfit(at, error.message);
  }
}

type Digests = ReadonlyMap<DigestAlgorithm, Uint8Array>;

function atLeastOne(found: Digests, at: string): Digests {
  if (found.size === 0) throw misfit(at, 'at least one digest is needed');
  return found;
}

export const digestsKind: Kind<DigestsSchema, Digests> = {
  parse(_schema, value, at) {
    if (!(value instanceof Map)) throw misfit(at, 'not a map of digests');
    const found = new Map<DigestAlgorithm, Uint8Array>();
    for (const [algorithm, digest] of value as ReadonlyMap<unknown, CborValue>) {
      if (!isDigestAlgorithm(algorithm)) throw misfit(at, 'an unknown digest algorithm');
      const schema = { kind: 'bytes', length: digestBytes(algorithm) } as const;
      found.set(algorithm, bytesKind.parse(schema, digest, `${at}/${digestName(algorithm)}`));
    }
    return atLeastOne(found, at);
  },
  format: (_schema, value) => value,
  fromJson(_schema, json, at) {
    if (!isJsonObject(json)) throw misfit(at, 'not an object of digests');
    const found = new Map<DigestAlgorithm, Uint8Array>();
    for (const [name, digest] of Object.entries(json)) {
      const place = within(at, name);
      const algorithm = orMisfit(place, () => digestAlgorithmOf(name));
      const schema = { kind: 'bytes', length: digestBytes(algorithm) } as const;
      found.set(algorithm, bytesKind.fromJson(schema, digest, place));
    }
    return atLeastOne(found, at);
  },
  toJson(_schema, value) {
    const json: Record<string, Json> = {};
    for (const [algorithm, digest] of value) {
      json[digestName(algorithm)] = bytesKind.toJson(
        { kind: 'bytes', length: digest.length },
        digest,
      );
    }
    return json;
  },
  jsonSchema() {
    const properties: Record<string, JsonObject> = {};
    for (const algorithm of [1, 2, 3] as const) {
      const schema = { kind: 'bytes', length: digestBytes(algorithm) } as const;
      properties[digestName(algorithm)] = bytesKind.jsonSchema(schema);
    }
    return { type: 'object', properties, additionalProperties: false, minProperties: 1 };
  },
  mayBeAbsent: () => false,
  check: () => undefined,
};

/** Whether JSON is an object (and not null or an array). */
export function isJsonObject(json: Json | undefined): json is JsonObject {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}
