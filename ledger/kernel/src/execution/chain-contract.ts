/**
 * The kernel's own contract (spec/contracts.md, "chain"): what changes how the chain itself goes on. Whether this program knows the
 * rules that are activated plays no part in it: programs that do and programs that do not must write the same entry.
 */

import type { Call } from '@stele/protocol';
import {
  decodeRow,
  defineContract,
  putRow,
  refuse,
  table,
  tuple,
  uint,
} from '../contract/index.ts';
import type { BlockState } from '../state/block-state.ts';
import type { ContractContext } from './contract-context.ts';

export const CHAIN_CONTRACT = 'chain';

/** Rules that are in force from a height on. */
export interface Activation {
  readonly rules: number;
  readonly height: number;
}

const ACTIVATE_RULES = 'activate-rules';
const ROW_KEY = new Uint8Array(0);
/** The latest activation; it stays when it has come into force. */
const activationTable = table('rules', {}, tuple({ rules: uint(), height: uint() }));

export const chainContract = defineContract({
  name: CHAIN_CONTRACT,
  codes: ['NOT_AUTHORISED', 'RULES_NOT_NEWER', 'HEIGHT_NOT_AHEAD'],
  tables: [activationTable],
  methods: {
    [ACTIVATE_RULES]: {
      args: { rules: uint(), height: uint() },
      summary: {
        en: 'Let rules {rules} be in force from block {height} on',
        'zh-CN': '自第 {height} 个区块起启用规则 {rules}',
      },
      run(context: ContractContext, { rules, height }) {
        requireFounder(context);
        if (rules <= context.rules.number) {
          refuse('RULES_NOT_NEWER', 'these rules are in force already, or older');
        }
        if (height <= context.height) {
          refuse('HEIGHT_NOT_AHEAD', 'the block that would be the first is not ahead');
        }
        putRow(context, activationTable, ROW_KEY, { rules, height });
      },
    },
  },
});

/** The rules that a call would activate; undefined when it activates none. */
export function activatedRules({ contract, method, args: [rules] }: Call): number | undefined {
  const isActivation = contract === CHAIN_CONTRACT && method === ACTIVATE_RULES;
  return isActivation && typeof rules === 'number' ? rules : undefined;
}

/** The latest activation that a block's state holds. */
export function activationIn(state: BlockState): Activation | undefined {
  const row = state.get(state.table(CHAIN_CONTRACT, activationTable.name), ROW_KEY);
  return row === undefined ? undefined : decodeRow(activationTable, row.value);
}

/** On a chain of one member, an administrator that genesis has opened; where more govern, nobody alone. */
function requireFounder(context: ContractContext): void {
  const [actor] = context.actors;
  const account = actor?.kind === 'account' ? context.account(actor.account) : undefined;
  const isFounder = account?.administrator === true && account.openedAtHeight === 0;
  if (isFounder && context.isGovernedByOne) return;
  refuse('NOT_AUTHORISED', 'rules are activated by an administrator that genesis has opened');
}
