/** `define`: a class begins to exist, and stays as it is. */

import { hasRow, type MethodDefinition, putRow, refuse } from '@stele/kernel/contract';
import { requireAdministrator } from '../acting.ts';
import { idOfDefinition } from '../asset-class.ts';
import { checkDefinition } from '../checks/definition.ts';
import { deskOf } from '../desk.ts';
import { definitionFields } from '../schema/class.ts';
import { classesTable } from '../tables.ts';

export const define: MethodDefinition<typeof definitionFields> = {
  args: definitionFields,
  summary: {
    en: 'Define the class {organisation}/{name}, kind {kind}, scale {scale}, roles {roles}, moves {moves}',
    'zh-CN':
      '定义资产类别 {organisation}/{name}：种类 {kind}，小数位 {scale}，角色 {roles}，允许的流转 {moves}',
  },
  run: (context, definition) => {
    if (!context.setup) requireAdministrator(context);
    const desk = deskOf(context);
    const id = idOfDefinition(desk.sha256, definition);
    if (hasRow(context, classesTable, id)) refuse('CLASS_EXISTS', 'the class is defined already');
    checkDefinition(desk, definition);
    putRow(context, classesTable, id, definition);
  },
};
