/**
 * The parameters of a template from a command line: by name with `--set`, or by the two words that fit every template: `--to` is the other
 * party, `--until` the time. Who puts the hold there is the party that is left.
 */

import type { ParameterType, Template } from '@stele/contracts';
import { isIdentifier } from '@stele/protocol';
import { classIdOf } from '@stele/sdk';

import type { Invocation } from '../command.ts';
import { trouble } from '../trouble.ts';
import { classNameIn, definitionOf, unitsIn } from './class-argument.ts';
import { partyIn } from './person.ts';
import type { Session } from './session.ts';
import type { Acting } from './transact.ts';
import { digestIn, momentIn, pairsIn } from './values.ts';

interface Given {
  readonly text: string;
  /** What a fault is told of: the parameter, or the short word that stood for it. */
  readonly label: string;
}

type Texts = ReadonlyMap<string, Given>;

/** What `fillTemplate` takes. VALUE_MISSING, VALUE_UNKNOWN, OPTION_REPEATED, and the codes of each value. */
export async function parametersOf(
  invocation: Invocation,
  { session, person }: Acting,
  template: Template,
): Promise<Readonly<Record<string, string>>> {
  const texts = textsOf(invocation, template, person.text);
  const entries = Object.entries(template.parameters).map(async ([name, type]) => {
    const one = texts.get(name);
    if (one === undefined) throw trouble('VALUE_MISSING', { name, type });
    const price = texts.get(template.parameters['money'] === 'class' ? 'money' : '')?.text;
    return [name, await valueOf(session, { ...one, type, price })] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

/**
 * The first of its parties is who puts it there, the second who it is about; a third is, unless named, the first again. A short word that
 * the template has no use for is refused: whoever gives one means something by it.
 */
function textsOf({ arguments: given }: Invocation, { parameters }: Template, own: string): Texts {
  const pairs = pairsIn(given, 'set');
  for (const name of pairs.keys()) {
    if (Object.hasOwn(parameters, name)) continue;
    throw valueUnknown(name, parameters);
  }
  const texts = new Map<string, Given>();
  const [first, second, ...others] = namesOf(parameters, 'principal');
  for (const name of [first, ...others]) {
    if (name !== undefined) texts.set(name, { text: own, label: name });
  }
  const short = [
    ['to', second],
    ['until', namesOf(parameters, 'time')[0]],
  ] as const;
  for (const [option, name] of short) {
    const value = given.value(option);
    if (value === undefined) continue;
    if (name === undefined) throw valueUnknown(`--${option}`, parameters);
    if (pairs.has(name)) throw trouble('OPTION_REPEATED', { option });
    texts.set(name, { text: value, label: `--${option}` });
  }
  for (const [name, text] of pairs) texts.set(name, { text, label: name });
  return texts;
}

function valueUnknown(name: string, parameters: Template['parameters']): Error {
  return trouble('VALUE_UNKNOWN', { name, names: Object.keys(parameters).join(', ') });
}

function namesOf(parameters: Template['parameters'], type: ParameterType): readonly string[] {
  return Object.entries(parameters).flatMap(([name, one]) => (one === type ? [name] : []));
}

interface Parameter extends Given {
  readonly type: ParameterType;
  /** The class that an amount is of. */
  readonly price: string | undefined;
}

async function valueOf(session: Session, { label, type, text, price }: Parameter): Promise<string> {
  switch (type) {
    case 'principal':
      return await partyIn(text, session.ledger.chain.suite);
    case 'time':
      return String(momentIn(label, text));
    case 'digest':
      return digestIn(label, text);
    case 'class':
      return classIdOf(classNameIn(text));
    case 'amount':
      return String(unitsIn(text, await definitionOf(session, price ?? '')));
    case 'identifier':
      if (isIdentifier(text)) return text;
      throw trouble('VALUE_MALFORMED', { name: label, value: text, type });
  }
}
