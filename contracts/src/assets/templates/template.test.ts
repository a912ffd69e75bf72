import assert from 'node:assert/strict';
import test from 'node:test';
import { isCoded } from '@stele/base';
import { type Json } from '@stele/kernel/contract';
import { fillTemplate } from './template.ts';
import { templateOf, TEMPLATES } from './templates.ts';

/** Every text of the form {name} in a value. */
function namesIn(value: Json): string[] {
  return [...JSON.stringify(value).matchAll(/"\{([A-Za-z]+)\}"/g)].map(([, name]) => name ?? '');
}

for (const template of TEMPLATES) {
  test(`the template ${template.name} names its parameters in its hold and its summaries`, () => {
    const parameters = Object.keys(template.parameters).sort();
    assert.deepEqual([...new Set(namesIn(template.hold))].sort(), parameters);
    for (const summary of [template.summary.en, template.summary['zh-CN']]) {
      const named = [...summary.matchAll(/\{([A-Za-z]+)\}/g)].map(([, name]) => name);
      assert.deepEqual([...new Set(named)].sort(), parameters);
    }
  });
}

test('what is missing, too much or no time is refused by name', () => {
  const pledge = templateOf('pledge');
  const values = { owner: 'acc_1', lender: 'acc_2', due: '1800000000000' };
  assert.deepEqual(namesIn(fillTemplate(pledge, values)), []);
  const cases: [Record<string, string>, string][] = [
    [{ owner: 'acc_1', lender: 'acc_2' }, 'PARAMETER_MISSING'],
    [{ ...values, firm: 'acc_3' }, 'PARAMETER_UNKNOWN'],
    [{ ...values, due: 'tomorrow' }, 'PARAMETER_MALFORMED'],
    [{ ...values, due: '99999999999999999999' }, 'PARAMETER_MALFORMED'],
  ];
  for (const [given, code] of cases) {
    assert.throws(
      () => fillTemplate(pledge, given),
      (error) => isCoded(error, code),
    );
  }
  assert.throws(
    () => templateOf('barter'),
    (error) => isCoded(error, 'TEMPLATE_UNKNOWN'),
  );
});
