import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import vm from 'node:vm';
import { test } from 'node:test';
import { build } from 'esbuild';
import { served, realNode } from './test/real-node.ts';

/** What the SDK takes from a browser, and nothing else: a global of Node that it used would be missing here. */
const browserGlobals = {
  AbortController,
  AbortSignal,
  ReadableStream,
  TextDecoder,
  TextEncoder,
  URL,
  clearTimeout,
  crypto,
  fetch,
  performance,
  setTimeout,
};

void test('the SDK, bundled for a browser, connects to a node', async (context) => {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('./index.ts', import.meta.url))],
    bundle: true,
    platform: 'browser',
    format: 'iife',
    globalName: 'stele',
    write: false,
    logLevel: 'silent',
  });
  const [bundle] = outputFiles;
  assert.ok(bundle !== undefined);
  const { api } = await realNode(context);
  const address = await served(context, api);
  const page = vm.createContext({ ...browserGlobals, address });
  const id: unknown = await vm.runInContext(
    `${bundle.text}; stele.connect(address).then((ledger) => ledger.transport.chain()).then(({ id }) => id)`,
    page,
  );
  assert.equal(id, (await api.chain()).id);
});
