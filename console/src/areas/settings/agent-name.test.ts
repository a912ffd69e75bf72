import assert from 'node:assert/strict';
import { test } from 'node:test';

import { agentName } from './agent-name.ts';

void test('browsers by the names their owners use', () => {
  const mac =
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)';
  const cases: readonly (readonly [string, string])[] = [
    [`${mac} Version/17.4 Safari/605.1.15`, 'Safari · macOS'],
    [`${mac} Chrome/124.0.0.0 Safari/537.36`, 'Chrome · macOS'],
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Safari/537.36 Edg/124.0.0.0',
      'Edge · Windows',
    ],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:125.0) Gecko/20100101 Firefox/125.0', 'Firefox · Linux'],
    [
      'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Mobile Safari/537.36',
      'Chrome · Android',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Mobile/15E148 Safari/604.1',
      'Safari · iOS',
    ],
    ['Firefox/1.0', 'Firefox'],
    ['curl/8.5.0', 'curl/8.5.0'],
    ['', ''],
  ];
  for (const [agent, name] of cases) assert.equal(agentName(agent), name, agent);
});
