/** The disk changes a byte under a running node: whoever asks for it is refused, over a socket too, and all else is answered as before. */

import assert from 'node:assert/strict';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { type Answer, type Opened, openFolder } from './opened.ts';
import type { Asked } from './sound.ts';

const ROTS = 3;
const CHAIN = '/v1/chains/main';

interface Scene {
  readonly opened: Opened;
  readonly asked: Asked;
  /** Changes a byte of a file, and gives what puts it back. */
  readonly rot: (path: string, at: number) => () => void;
  readonly size: (path: string) => number;
}

/** Opens a copy of the sound folder, rots it here and there, and asks. */
export async function checkBitRot(folder: string, asked: Asked): Promise<void> {
  const opened = await openFolder(folder);
  const scene = {
    opened,
    asked,
    rot: rotIn(folder),
    size: (path: string) => statSync(join(folder, path)).size,
  };
  try {
    await checkEntries(scene);
    await checkPayloads(scene);
    await checkTiles(scene);
  } finally {
    await opened.close();
  }
}

function rotIn(folder: string): Scene['rot'] {
  return (path, at) => {
    const place = join(folder, path);
    const put = (bytes: Buffer): void => {
      writeFileSync(place, bytes, { flag: 'r+' });
    };
    const before = readFileSync(place);
    const after = Buffer.from(before);
    after[at] = (after[at] ?? 0) ^ 4;
    put(after);
    return () => {
      put(before);
    };
  };
}

/** Over a socket, as a customer's program asks. */
async function fetched({ opened }: Scene, path: string): Promise<Response> {
  const headers = { authorization: `Bearer ${opened.adminKey}` };
  return await fetch(`${opened.address}${path}`, { headers });
}

function isDamaged({ status, code }: Answer): boolean {
  return status === 500 && /^(?:LOG|PAYLOAD|TREE)_DAMAGED$/.test(code ?? '');
}

/** Every byte of the log stands in some entry: that one is refused, and no other is answered otherwise. */
async function checkEntries({ opened, rot, size }: Scene): Promise<void> {
  const key = opened.adminKey;
  const log = 'log/000000.entries';
  const chain = await opened.ask('GET', CHAIN, { key });
  const { logSize } = JSON.parse(chain.bytes.toString()) as { readonly logSize: number };
  const read = (): Promise<readonly Answer[]> =>
    Promise.all(
      Array.from({ length: logSize }, (_, index) =>
        opened.ask('GET', `${CHAIN}/entries/${String(index)}`, { key }),
      ),
    );
  const sound = await read();
  for (let i = 0; i < ROTS; i++) {
    const mend = rot(log, Math.floor(((i + 0.5) / ROTS) * size(log)));
    const found = await read();
    const others = found.filter(
      (answer, index) => !answer.bytes.equals(sound[index]?.bytes ?? Buffer.of()),
    );
    assert.deepEqual(others.map(isDamaged), [true]);
    mend();
  }
  assert.ok(
    (await read()).every(({ status }) => status === 200),
    'a disk that recovers is read again',
  );
}

/** A batch's items are compared with the root in its transaction when they are read from the disk. */
async function checkPayloads(scene: Scene): Promise<void> {
  const { opened, asked, rot, size } = scene;
  const key = opened.adminKey;
  const payload = 'payload/000000';
  const mends = Array.from({ length: 40 }, (_, i) =>
    rot(payload, Math.floor(((i + 0.5) / 40) * size(payload))),
  );
  const answers: Answer[] = [];
  for (const id of asked.batches) {
    answers.push(await opened.ask('GET', `/v1/evidence/batches/${id}/items?limit=100`, { key }));
  }
  assert.ok(answers.some(isDamaged));
  for (const answer of answers) assert.ok(isDamaged(answer) || answer.status === 200);
  const refused = answers.findIndex(isDamaged);
  const path = `/v1/evidence/batches/${asked.batches[refused] ?? ''}/items?limit=100`;
  const answer = await fetched(scene, path);
  assert.equal(answer.status, 500);
  assert.equal(
    ((await answer.json()) as { readonly code: string }).code,
    'INTERNAL',
    'the operator’s log has more',
  );
  for (const mend of mends.toReversed()) mend();
  assert.equal((await fetched(scene, path)).status, 200);
}

/** A tile that was compared lately comes out of memory; that of the disk is refused (ledger/node, tree-files.prop.test.ts). */
async function checkTiles(scene: Scene): Promise<void> {
  const { opened, asked, rot, size } = scene;
  const key = opened.adminKey;
  const proof = `${CHAIN}/transactions/${asked.transactions[0] ?? ''}/proof`;
  for (const path of ['/log/main/tile/0/000', proof]) {
    const sound = await opened.ask('GET', path, { key });
    const mends = Array.from({ length: 10 }, (_, i) =>
      rot('tree/0', Math.floor(((i + 0.5) / 10) * size('tree/0'))),
    );
    const found = await opened.ask('GET', path, { key });
    assert.ok(isDamaged(found) || found.bytes.equals(sound.bytes), path);
    for (const mend of mends.toReversed()) mend();
  }
}
