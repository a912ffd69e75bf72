import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { runIn, temporaryFolder } from '../test/fake-world.ts';
import { unitText } from './unit.ts';

void test('the unit names this installation, and says how to install it', async (context) => {
  const folder = temporaryFolder(context);
  const argv = ['service', '--data', folder, '--user', 'court'];
  const { exitCode, out } = await runIn(context, argv);
  assert.equal(exitCode, 0);
  assert.match(out, /^# Install it:\n(?:# .*\n)+\n\[Unit\]\n/);
  assert.match(out, /\nUser=court\n/);
  assert.ok(out.includes(`\nReadWritePaths="${folder}"\n`));
  assert.ok(out.includes(`start --data "${folder}"\n`));
  for (const line of ['NoNewPrivileges=yes', 'ProtectSystem=strict', 'Restart=on-failure']) {
    assert.ok(out.includes(`\n${line}\n`), line);
  }
  assert.doesNotMatch(out, /MemoryDenyWriteExecute/, 'V8 makes machine code');
  const json = JSON.parse((await runIn(context, [...argv, '--json'])).out) as {
    readonly unit: string;
    readonly installation: readonly string[];
  };
  assert.ok(out.endsWith(json.unit));
  assert.ok(json.installation.includes('systemctl daemon-reload'));
  const chinese = await runIn(context, argv, { env: { LANG: 'zh_CN.UTF-8' } });
  assert.match(chinese.out, /^# 安装方法/);
});

void test('a path is one word, whatever is in it', () => {
  const folder = '/srv/a "b" \\ 100% $HOME';
  const unit = unitText({ description: 'x\ny', node: '/n', main: '/m', folder, user: 'u' });
  assert.ok(unit.includes(String.raw`--data "/srv/a \"b\" \\ 100%% $$HOME"`), unit);
  assert.ok(unit.includes(String.raw`ReadWritePaths="/srv/a \"b\" \\ 100%% $HOME"`), unit);
  assert.ok(unit.includes('\nDescription=x y\n'));
});

const systemd = spawnSync('systemd-analyze', ['--version']);
const needsSystemd = { skip: systemd.error === undefined ? false : 'systemd-analyze is not here' };

void test('systemd finds nothing wrong with the unit', needsSystemd, (context) => {
  const folder = temporaryFolder(context);
  const main = join(folder, 'main file');
  writeFileSync(main, '#!/bin/sh\n');
  chmodSync(main, 0o755);
  const path = join(folder, 'stele.service');
  const data = join(folder, 'data % folder');
  const options = {
    description: 'Stele',
    node: process.execPath,
    main,
    folder: data,
    user: 'root',
  };
  writeFileSync(path, unitText(options));
  const { status, stderr } = spawnSync('systemd-analyze', ['verify', path], { encoding: 'utf8' });
  const ours = stderr.split('\n').filter((line) => line.includes(path));
  assert.deepEqual(ours, [], stderr);
  assert.equal(status, 0, stderr);
});
