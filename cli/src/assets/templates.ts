/** `stele asset templates`: the holds that everybody knows, and what each needs. */

import { TEMPLATES } from '@stele/contracts';

import { type Invocation, printJson, printLine } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { factLines } from '../terminal/table.ts';
import { templateIn } from './hold.ts';

export function listTemplates({
  arguments: given,
  world,
  language,
  text,
  style,
}: Invocation): Promise<ExitCode> {
  const [name] = given.operands;
  const shown = name === undefined ? TEMPLATES : [templateIn(name)];
  if (given.flag('json')) {
    printJson(world, name === undefined ? shown : shown[0]);
    return Promise.resolve(exitCodes.done);
  }
  for (const template of shown) {
    const { summary, parameters } = template;
    printLine(world, style.strong(template.name));
    printLine(world, `  ${language === 'zh-CN' ? summary['zh-CN'] : summary.en}`);
    const facts = Object.entries(parameters).map(
      ([one, type]) => [one, text(`parameter.${type}`)] as const,
    );
    for (const line of factLines(facts)) printLine(world, `  --set ${line}`);
  }
  return Promise.resolve(exitCodes.done);
}
