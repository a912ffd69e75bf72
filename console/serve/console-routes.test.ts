/** The pages under the policies that the build gave them: one that lost its own is not served under none. */

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';

import { isCoded } from '@stele/base';
import fastify, { type FastifyInstance } from 'fastify';

import { addConsoleRoutes } from './console-routes.ts';

function serverOf(context: TestContext, verifyPage: string): FastifyInstance {
  const folder = mkdtempSync(join(tmpdir(), 'stele-console-'));
  context.after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const files = { 'index.html': '<html></html>', 'seal.svg': '<svg/>', 'verify.html': verifyPage };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  const app = fastify();
  addConsoleRoutes(app, { folder });
  return app;
}

test('the page that verifies offline is served under its own policy, and framed by nobody', async (context) => {
  const own = "default-src 'none'; script-src 'sha256-AAAA'";
  const meta = `<meta http-equiv="Content-Security-Policy" content="${own}" />`;
  const app = serverOf(context, `<head>${meta}</head>`);
  const { headers } = await app.inject('/verify.html');
  assert.equal(headers['content-security-policy'], `${own}; frame-ancestors 'none'`);
});

test('without a policy of its own it is not served at all', (context) => {
  for (const page of ['', '<script>1</script>', '<meta http-equiv="Content-Security-Policy" />']) {
    assert.throws(
      () => serverOf(context, page),
      (error) =>
        isCoded(error, 'CONSOLE_MISSING') && error.message.includes('policy of verify.html'),
    );
  }
});
