/**
 * The two headers of a request signature (RFC 9421 §4), read strictly as dictionaries of structured fields (RFC 9651) and narrowed to
 * what Stele takes: one signature with tag="stele", its parameters, and components without parameters of their own. Signatures of other parties
 * (proxies add theirs) are left alone.
 */

import { rejection } from '@stele/base';
import { isInnerList, parseDictionary, serializeInnerList } from 'structured-headers';
import type { InnerList, Parameters } from 'structured-headers';
import {
  NONCE_LENGTH_MAX,
  NONCE_LENGTH_MIN,
  SIGNATURES_PER_REQUEST_MAX,
  SIGNED_COMPONENTS_MAX,
} from '../limits.ts';

export interface SignatureInput {
  /** Names of the covered components, in the order they were signed. */
  readonly components: readonly string[];
  /** The value of `@signature-params`, as RFC 9421 §2.3 has it serialised. */
  readonly parametersText: string;
  readonly keyId: string;
  readonly nonce: string;
  readonly createdMs: number;
  /** Where the signer sets an end of his own. */
  readonly expiresMs: number | undefined;
  readonly algorithm: string | undefined;
  readonly signature: Uint8Array;
}

const TAG = 'stele';

/** Reads both headers. Rejects with REQUEST_SIGNATURE_INVALID. */
export function readSignatureInput(
  inputHeader: string | undefined,
  signatureHeader: string | undefined,
): SignatureInput {
  const inputs = dictionary(inputHeader, 'Signature-Input');
  const signatures = dictionary(signatureHeader, 'Signature');
  const [label, input] = oursIn(inputs);
  const [signature] = signatures.get(label) ?? [];
  if (!(signature instanceof ArrayBuffer)) throw invalid(`Signature has no bytes for ${label}`);
  const [, parameters] = input;
  return {
    components: componentsOf(input),
    parametersText: serializeInnerList(input),
    keyId: text(parameters, 'keyid'),
    nonce: nonceOf(parameters),
    createdMs: secondsOf(parameters, 'created') * 1000,
    expiresMs: parameters.has('expires') ? secondsOf(parameters, 'expires') * 1000 : undefined,
    algorithm: parameters.has('alg') ? text(parameters, 'alg') : undefined,
    signature: new Uint8Array(signature),
  };
}

type Dictionary = ReturnType<typeof parseDictionary>;

function dictionary(header: string | undefined, name: string): Dictionary {
  if (header === undefined) throw invalid(`${name} is missing`);
  const parsed = tryParse(header);
  if (parsed === undefined) throw invalid(`${name} is no dictionary of structured fields`);
  if (parsed.size > SIGNATURES_PER_REQUEST_MAX) {
    throw invalid(`${name} has more than ${String(SIGNATURES_PER_REQUEST_MAX)} signatures`);
  }
  return parsed;
}

function tryParse(header: string): Dictionary | undefined {
  try {
    return parseDictionary(header);
  } catch {
    return undefined;
  }
}

function oursIn(inputs: Dictionary): readonly [string, InnerList] {
  const ours: [string, InnerList][] = [];
  for (const [label, input] of inputs) {
    if (input[1].get('tag') !== TAG) continue;
    if (!isInnerList(input)) throw invalid(`${label} in Signature-Input is no list of components`);
    ours.push([label, input]);
  }
  const [first, second] = ours;
  if (first === undefined) throw invalid(`no signature has the parameter tag="${TAG}"`);
  if (second !== undefined) throw invalid(`two signatures have the parameter tag="${TAG}"`);
  return first;
}

function componentsOf([items]: InnerList): readonly string[] {
  if (items.length > SIGNED_COMPONENTS_MAX) {
    throw invalid(`more than ${String(SIGNED_COMPONENTS_MAX)} components are covered`);
  }
  const names = items.map(([name, parameters]) => {
    if (typeof name !== 'string') throw invalid('a covered component is no string');
    if (parameters.size > 0) throw invalid('a covered component has parameters');
    return name;
  });
  if (new Set(names).size < names.length) throw invalid('a component is covered twice');
  return names;
}

function text(parameters: Parameters, name: string): string {
  const value: unknown = parameters.get(name);
  if (typeof value !== 'string') throw invalid(`the parameter ${name} is missing or no string`);
  return value;
}

function nonceOf(parameters: Parameters): string {
  const nonce = text(parameters, 'nonce');
  if (nonce.length >= NONCE_LENGTH_MIN && nonce.length <= NONCE_LENGTH_MAX) return nonce;
  const range = `${String(NONCE_LENGTH_MIN)} to ${String(NONCE_LENGTH_MAX)}`;
  throw invalid(`the parameter nonce has not ${range} characters`);
}

function secondsOf(parameters: Parameters, name: string): number {
  const value: unknown = parameters.get(name);
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
  throw invalid(`the parameter ${name} is missing or no whole number of seconds`);
}

function invalid(detail: string): Error {
  return rejection('REQUEST_SIGNATURE_INVALID', detail);
}
