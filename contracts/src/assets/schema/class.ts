/** What an issuer says of a class once and for ever (spec/assets.md, "Classes"). */

import {
  amount,
  bytes,
  identifier,
  identifierOrEmpty,
  list,
  optional,
  principal,
  tuple,
  type TypeOf,
  uint,
} from '@stele/kernel/contract';
import {
  ATTRIBUTES_MAX,
  FIELDS_MAX,
  MOVES_MAX,
  REST_DAYS_MAX,
  ROLES_MAX,
  SCALE_MAX,
  STATES_MAX,
  STEPS_MAX,
  TOGETHER_MAX,
} from '../limits.ts';

const attribute = tuple({ name: identifier(), type: identifier() });

const step = tuple({
  name: identifier(),
  from: list(identifier(), { min: 1, max: STATES_MAX }),
  to: identifier(),
  by: list(identifier(), { min: 1, max: ROLES_MAX }),
  sets: list(identifier(), { max: FIELDS_MAX }),
  together: list(uint(), { max: TOGETHER_MAX }),
});

const limits = tuple({
  supply: optional(amount()),
  perHolder: optional(amount()),
  partMin: optional(amount()),
  depthMax: optional(uint()),
  rest: optional(tuple({ firstDays: uint(REST_DAYS_MAX), nextDays: uint(REST_DAYS_MAX) })),
  forValue: identifier(),
  spends: optional(tuple({ class: bytes(16), rate: uint() })),
});

/** The arguments of `define`, and by version 1 the row of a class. */
export const definitionFields = {
  organisation: identifier(),
  name: identifier(),
  kind: identifier(),
  scale: optional(uint(SCALE_MAX)),
  attributes: list(attribute, { max: ATTRIBUTES_MAX }),
  set: optional(tuple({ by: identifier(), member: identifier() })),
  fields: list(attribute, { max: FIELDS_MAX }),
  states: list(identifier(), { max: STATES_MAX }),
  steps: list(step, { max: STEPS_MAX }),
  roles: list(tuple({ name: identifier(), is: principal() }), { max: ROLES_MAX }),
  moves: list(tuple({ move: identifier(), by: list(identifier(), { max: ROLES_MAX }) }), {
    max: MOVES_MAX,
  }),
  holders: optional(principal()),
  limits,
  hook: identifierOrEmpty(),
  countersigner: optional(principal()),
  terms: optional(bytes(32)),
};

export const definitionSchema = tuple(definitionFields, 1);

export type ClassDefinition = TypeOf<typeof definitionSchema>;
export type AttributeDefinition = TypeOf<typeof attribute>;
export type StepDefinition = TypeOf<typeof step>;
export type ClassLimits = TypeOf<typeof limits>;

export const CLASS_KINDS = ['right', 'money', 'ticket', 'quota', 'record'] as const;
export const ATTRIBUTE_TYPES = ['uint', 'time', 'identifier', 'digest', 'account'] as const;
export const MOVES = [
  'issue',
  'transfer',
  'pledge',
  'offer',
  'sale',
  'redeem',
  'step',
  'freeze',
] as const;
export type Move = (typeof MOVES)[number];
/** Who may be paid for handing it on: nobody, an issuer only, whoever holds it. */
export const FOR_VALUE = ['never', 'primary', 'always'] as const;
/** In a step's `by`: whoever holds the asset. */
export const HOLDER = 'holder';
