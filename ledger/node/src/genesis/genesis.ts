/** Charter 0 of a chain of one member (spec/membership.md, "Charter"). */

import type { Random } from '@stele/base';
import { RULES_NEWEST } from '@stele/kernel/contract';
import {
  type Call,
  type Charter,
  encodeCharter,
  encodeSetup,
  type Signer,
  type Suite,
} from '@stele/protocol';

export interface GenesisInput {
  readonly suite: Suite;
  /** Identifier of the one member. */
  readonly organisation: string;
  /** Its name, for people. */
  readonly organisationName: string;
  readonly organisationKey: Pick<Signer, 'algorithm' | 'publicKey'>;
  readonly setup: readonly Call[];
  readonly madeMs: number;
  /** In force from block 0 on; the newest this program knows by default. */
  readonly rules?: number | undefined;
  readonly random: Random;
}

export interface Genesis {
  readonly charter: Charter;
  /** Charter and setup calls as encoded. */
  readonly genesis: Uint8Array;
  readonly setup: Uint8Array;
}

const NONCE_BYTES = 16;

export function makeGenesis(input: GenesisInput): Genesis {
  const { suite, organisation, organisationName, organisationKey, madeMs, random } = input;
  const setup = encodeSetup(input.setup);
  const { algorithm, publicKey: key } = organisationKey;
  const charter: Charter = {
    seq: 0,
    previous: null,
    members: [
      {
        organisation,
        name: organisationName,
        weight: 1,
        keys: [{ algorithm, key }],
        certificates: null,
      },
    ],
    threshold: 1,
    suite: suite.id,
    policy: { entries: 'public', rules: input.rules ?? RULES_NEWEST },
    setup: suite.H(setup),
    nonce: random.bytes(NONCE_BYTES),
    madeMs,
  };
  return { charter, genesis: encodeCharter(charter), setup };
}
