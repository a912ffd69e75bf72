/** `mark` and `unmark`: what an order freezes stays where it is until an order of the same level lifts it. */

import { getRow, deleteRow, type MethodDefinition, putRow, refuse } from '@stele/kernel/contract';
import { requireAdministrator } from '../acting.ts';
import { requireAllowed, requireRoles } from '../checks/moves.ts';
import { type Desk, deskOf, requireClass } from '../desk.ts';
import { markKey } from '../ids.ts';
import { type Handle, type Level, LEVELS, markArguments, type Marks } from '../schema/mark.ts';
import { MARK_COUNT_KEY, markCountsTable, marksTable } from '../tables.ts';
import { markedParties } from '../taking/marks.ts';
import { findOutput } from '../taking/read-inputs.ts';
import { addMarks } from '../writing/supplies.ts';

const NO_MARKS: Marks = { platform: null, authority: null };

export const mark: MethodDefinition<typeof markArguments> = {
  args: markArguments,
  summary: {
    en: 'Freeze {handle} at the level {level}, by the order {reference}',
    'zh-CN': '冻结 {handle}（层级 {level}），依据指令 {reference}',
  },
  run: (context, { handle, level: word, reference }) => {
    const desk = deskOf(context);
    const level = requireLevel(word);
    const classOf = requireEntitled(desk, handle, level);
    const key = markKey(desk.sha256, handle);
    const marks = getRow(context, marksTable, key) ?? NO_MARKS;
    if (marks[level] !== null) refuse('MARK_EXISTS', 'it has a mark of this level');
    const set = { reference, atMs: context.timeMs };
    putRow(context, marksTable, key, { ...marks, [level]: set });
    count(desk, classOf, 1);
  },
};

export const unmark: MethodDefinition<typeof markArguments> = {
  args: markArguments,
  summary: {
    en: 'Lift the mark of the level {level} from {handle}, by the order {reference}',
    'zh-CN': '解除 {handle} 的冻结（层级 {level}），依据指令 {reference}',
  },
  run: (context, { handle, level: word }) => {
    const desk = deskOf(context);
    const level = requireLevel(word);
    const classOf = requireEntitled(desk, handle, level);
    const key = markKey(desk.sha256, handle);
    const marks = getRow(context, marksTable, key) ?? NO_MARKS;
    if (marks[level] === null) refuse('MARK_UNKNOWN', 'it has no mark of this level');
    const left = { ...marks, [level]: null };
    if (left.platform === null && left.authority === null) deleteRow(context, marksTable, key);
    else putRow(context, marksTable, key, left);
    count(desk, classOf, -1);
  },
};

function requireLevel(word: string): Level {
  return (
    LEVELS.find((level) => level === word) ??
    refuse('LEVEL_UNKNOWN', 'a mark is of the level platform or authority')
  );
}

/**
 * Answers the class that the handle is in; undefined for a party's. Refuses with OUTPUT_UNKNOWN, CLASS_UNKNOWN, MOVE_FORBIDDEN,
 * ROLE_NOT_ACTING or NOT_AUTHORISED.
 */
function requireEntitled(desk: Desk, handle: Handle, level: Level): Uint8Array | undefined {
  const classOf = classOfHandle(desk, handle);
  const of = classOf === undefined ? undefined : requireClass(desk, classOf);
  if (level === 'authority') requireAdministrator(desk.context);
  else if (of === undefined) refuse('NOT_AUTHORISED', 'a party is marked by an authority only');
  else {
    requireAllowed(of, 'freeze');
    requireRoles(desk, of, 'freeze');
  }
  return classOf;
}

function classOfHandle(desk: Desk, handle: Handle): Uint8Array | undefined {
  switch (handle.kind) {
    case 'party':
      return undefined;
    case 'class':
      return handle.value;
    case 'slot':
    case 'holder':
      return handle.value.class;
    case 'output':
      return (
        findOutput(desk, handle.value)?.output.class ??
        refuse('OUTPUT_UNKNOWN', 'there is no such output, or it was spent')
      );
  }
}

/** Marks are counted where whoever looks for them sees at once that there are none. */
function count(desk: Desk, classOf: Uint8Array | undefined, by: 1 | -1): void {
  if (classOf !== undefined) addMarks(desk, classOf, by);
  else putRow(desk.context, markCountsTable, MARK_COUNT_KEY, markedParties(desk) + by);
}
