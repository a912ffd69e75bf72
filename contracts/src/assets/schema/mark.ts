/** What an order can freeze, and the mark it leaves (spec/assets.md, "Marks"). */

import {
  bytes,
  choice,
  type Chosen,
  identifier,
  optional,
  principal,
  tuple,
  type TypeOf,
  uint,
} from '@stele/kernel/contract';

const handles = {
  output: bytes(10),
  slot: tuple({ class: bytes(16), slot: bytes(16) }),
  class: bytes(16),
  holder: tuple({ class: bytes(16), party: principal() }),
  party: principal(),
};

export const handleSchema = choice(handles);
export type Handle = Chosen<typeof handles>;

/** `reference`: digest of the order. */
const markSchema = tuple({ reference: bytes(32), atMs: uint() });
export type Mark = TypeOf<typeof markSchema>;

/** Each level is set and lifted by itself. */
export const marksSchema = tuple({
  platform: optional(markSchema),
  authority: optional(markSchema),
});
export type Marks = TypeOf<typeof marksSchema>;

export const LEVELS = ['platform', 'authority'] as const;
export type Level = (typeof LEVELS)[number];

/** The arguments of `mark` and `unmark`; `reference` of the order that sets or lifts. */
export const markArguments = {
  handle: handleSchema,
  level: identifier(),
  reference: bytes(32),
};
