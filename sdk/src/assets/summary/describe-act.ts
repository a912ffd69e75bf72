/** Calls that move nothing, in words: define, mark, unmark, certify, decertify; and calls of the other built-in contracts. */

import { isCoded } from '@stele/base';
import { builtinContracts, outputToText } from '@stele/contracts';
import { summarize } from '@stele/kernel/contract';
import { fromHex } from '@stele/base';
import type { Call } from '@stele/protocol';
import type { DecodedCall } from '../decoded-call.ts';
import { classNameText } from '../class-name.ts';
import type { ClassForm, HandleForm, MarkForm } from '../forms.ts';
import type { Knowledge } from '../knowledge.ts';
import { classInWords } from './describe-class.ts';
import { classText, scaleText, timeText } from './naming.ts';
import { fill, statement } from './statement.ts';
import type { Sentence, Statement } from './statement.ts';
import { WORDS } from './words.ts';

export function actStatements(knowledge: Knowledge, call: DecodedCall): readonly Statement[] {
  switch (call.method) {
    case 'define':
      return [defineStatement(call.args)];
    case 'mark':
      return [markStatement(knowledge, call.args, WORDS.marks)];
    case 'unmark':
      return [markStatement(knowledge, call.args, WORDS.unmarks)];
    case 'certify': {
      const { registrar, party, until } = call.args;
      const end = until === null ? '' : fill(WORDS.certifiedUntil, { time: timeText(until) });
      return [statement(fill(WORDS.certifies, { registrar, party, until: end }))];
    }
    case 'decertify':
      return [statement(fill(WORDS.decertifies, { ...call.args }))];
    default:
      return [];
  }
}

/** All of it: what a class is cannot be changed afterwards. */
function defineStatement(definition: ClassForm): Statement {
  const { organisation, name, kind } = definition;
  const values = {
    class: classNameText({ organisation, name }),
    kind,
    scale: scaleText(definition),
  };
  const details = classInWords(definition).map((sentence) => statement(sentence));
  return statement(fill(WORDS.defines, values), details);
}

function markStatement(knowledge: Knowledge, mark: MarkForm, words: Sentence): Statement {
  const level = mark.level === 'platform' ? WORDS.levelPlatform : WORDS.levelAuthority;
  const { reference, handle } = mark;
  return statement(fill(words, { on: handleText(knowledge, handle), level, reference }));
}

function handleText(knowledge: Knowledge, handle: HandleForm): Sentence {
  if ('output' in handle) {
    return fill(WORDS.onOutput, { output: outputToText(fromHex(handle.output)) });
  }
  if ('slot' in handle) {
    const { class: id, slot } = handle.slot;
    return fill(WORDS.onSlot, { class: classText(knowledge, id), slot });
  }
  if ('class' in handle) return fill(WORDS.onClass, { class: classText(knowledge, handle.class) });
  if ('party' in handle) return fill(WORDS.onParty, { party: handle.party });
  const { class: id, party } = handle.holder;
  return fill(WORDS.onHolder, { class: classText(knowledge, id), party });
}

/** A call of another built-in contract, in that contract's own words; undefined when this program does not know it. */
export function otherStatement({ contract, method, args }: Call): Statement | undefined {
  const of = builtinContracts.find(({ name }) => name === contract)?.methods.get(method);
  if (of === undefined) return undefined;
  try {
    return statement(fill(WORDS.otherCall, { contract, summary: summarize(of, args) }));
  } catch (error) {
    if (isCoded(error, 'ARGS_MALFORMED')) return undefined;
    throw error;
  }
}
