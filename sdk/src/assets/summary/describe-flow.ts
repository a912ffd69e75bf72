/** Calls that move assets, in words: transfer, redeem, step, issue. */

import type { DecodedCall } from '../decoded-call.ts';
import type { AttributeForm, ClassForm, ExitForm, IssuedForm, OwnerForm } from '../forms.ts';
import type { Knowledge } from '../knowledge.ts';
import { exitStatements, ownerText, priceText } from './describe-hold.ts';
import type { Content, Flow, Spent } from './flow.ts';
import { countsFor, thingText, valuesText } from './naming.ts';
import { fill, joinedClosely, listed, statement } from './statement.ts';
import type { Sentence, Statement } from './statement.ts';
import { WORDS } from './words.ts';

export function flowStatements(knowledge: Knowledge, flow: Flow): readonly Statement[] {
  const { call } = flow;
  switch (call.method) {
    case 'issue':
      return issueStatements(knowledge, flow, call.args);
    case 'transfer':
      return [...exitsTaken(knowledge, flow), ...handOvers(knowledge, flow)];
    case 'redeem':
      return [...ended(knowledge, flow, WORDS.redeems), ...handOvers(knowledge, flow)];
    case 'step':
      return stepStatements(knowledge, flow, call.args);
    default:
      return [];
  }
}

function known(items: Flow['spent']): readonly Spent[] {
  return items.filter((one) => one !== undefined);
}

/** Outputs that the call lists: who gives them, who gets or keeps them. */
function handOvers(knowledge: Knowledge, { spent, made }: Flow): readonly Statement[] {
  return made.flatMap((content) => {
    if (content === undefined) return [];
    const from = giversOf(known(spent), content);
    const what = thingText(knowledge, content);
    return [handOver(knowledge, { from, what, to: content.owner })];
  });
}

/** Whose inputs of the same class and slot it can come from. */
function giversOf(spent: readonly Spent[], { class: of, slot }: Content): readonly string[] {
  const same = spent.filter(
    ({ taken, content }) => taken === undefined && content.class === of && content.slot === slot,
  );
  return [...new Set(same.map(({ content }) => countsFor(content.owner)))];
}

interface HandOver {
  readonly from: readonly string[];
  readonly what: Sentence;
  readonly to: OwnerForm;
}

function handOver(knowledge: Knowledge, { from, what, to }: HandOver): Statement {
  const givers = listed(from);
  if ('hold' in to) {
    const { reason, for: holder } = to.hold;
    const values = { from: givers, what, reason, for: holder };
    return statement(fill(WORDS.holds, values), exitStatements(knowledge, to.hold));
  }
  const isChange = from.length === 1 && from[0] === to.party;
  if (isChange) return statement(fill(WORDS.keeps, { from: givers, what }));
  return statement(fill(WORDS.gives, { from: givers, to: to.party, what }));
}

function exitsTaken(knowledge: Knowledge, { spent }: Flow): readonly Statement[] {
  return known(spent).flatMap(({ name, content, taken, secret }) => {
    if (taken === undefined) return [];
    const { exit, owner } = taken;
    const text = fill(WORDS.takesExit, {
      exit: exit.name,
      output: name,
      what: thingText(knowledge, content),
      for: countsFor(content.owner),
      to: ownerText(owner),
    });
    const further = 'hold' in owner ? exitStatements(knowledge, owner.hold) : [];
    const shown = secret === null ? [] : [statement(fill(WORDS.showsSecret, { secret }))];
    return [statement(text, [...priceOf(knowledge, exit), ...shown, ...further])];
  });
}

function priceOf(knowledge: Knowledge, { pays }: ExitForm): readonly Statement[] {
  if (pays === null) return [];
  const values = { to: pays.to, what: priceText(knowledge, pays) };
  return [statement(fill(WORDS.exitDemands, values))];
}

/** What goes in and does not come out again, by holder, class and slot. */
function ended(knowledge: Knowledge, { spent, made }: Flow, words: Sentence): readonly Statement[] {
  const left = new Map<string, { readonly from: string; content: Content }>();
  const add = (content: Content, amount: bigint): void => {
    const from = countsFor(content.owner);
    const key = JSON.stringify([from, content.class, content.slot]);
    const sum = (left.get(key)?.content.amount ?? 0n) + amount;
    left.set(key, { from, content: { ...content, amount: sum } });
  };
  for (const { content } of known(spent)) add(content, content.amount);
  for (const content of made) if (content?.slot) add(content, -content.amount);
  return [...left.values()]
    .filter(({ content }) => content.amount > 0n)
    .map(({ from, content }) => {
      return statement(fill(words, { from, what: thingText(knowledge, content) }));
    });
}

type IssueArguments = Extract<DecodedCall, { readonly method: 'issue' }>['args'];

function issueStatements(
  knowledge: Knowledge,
  flow: Flow,
  { class: id, parts }: IssueArguments,
): readonly Statement[] {
  const made = flow.made.slice(parts.length);
  return [
    ...parts.map((part) => issued(knowledge, id, part)),
    ...ended(knowledge, { ...flow, made }, WORDS.burns),
    ...handOvers(knowledge, { ...flow, made }),
  ];
}

function issued(knowledge: Knowledge, id: string, part: IssuedForm): Statement {
  const { amount, attributes, to, payload } = part;
  const thing = thingText(knowledge, { class: id, slot: null, amount: BigInt(amount) });
  const names = knowledge.classes.get(id)?.attributes;
  const values = valuesText(attributes, names);
  const what =
    attributes.length === 0
      ? thing
      : { en: `${thing.en} (${values.en})`, 'zh-CN': `${thing['zh-CN']}（${values['zh-CN']}）` };
  const document =
    payload === null ? [] : [statement(fill(WORDS.withPayload, { digest: payload }))];
  if ('party' in to) return statement(fill(WORDS.issues, { what, to: to.party }), document);
  const { reason, for: holder } = to.hold;
  const text = fill(WORDS.issuesIntoHold, { what, reason, for: holder });
  return statement(text, [...document, ...exitStatements(knowledge, to.hold)]);
}

/** The fields whose values go with a step, in their order; none where the class is not proven. */
function fieldsSetBy(of: ClassForm | undefined, step: string): readonly AttributeForm[] {
  const sets = of?.steps.find(({ name }) => name === step)?.sets ?? [];
  return sets.flatMap((name) => of?.fields.find((field) => field.name === name) ?? []);
}

type StepArguments = Extract<DecodedCall, { readonly method: 'step' }>['args'];

function stepStatements(
  knowledge: Knowledge,
  { spent }: Flow,
  { step, values }: StepArguments,
): readonly Statement[] {
  return known(spent).map(({ content }) => {
    const fields = fieldsSetBy(knowledge.classes.get(content.class), step);
    const given =
      values.length === 0 ? [] : [fill(WORDS.stepValues, { values: valuesText(values, fields) })];
    return statement(
      fill(WORDS.steps, {
        from: countsFor(content.owner),
        what: thingText(knowledge, content),
        step,
        values: joinedClosely(given),
      }),
    );
  });
}
