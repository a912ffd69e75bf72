import { openNode } from './index.ts';
import { silentLog } from './test/memory-chain.ts';
import { customerOf } from './test/test-node.ts';
const [dataFolder, count] = [process.argv[2]!, Number(process.argv[3])];
const t0 = performance.now();
const node = await openNode({
  dataFolder,
  log: { ...silentLog, warn: console.log, error: console.log },
});
console.log(
  'open',
  (performance.now() - t0).toFixed(0),
  'ms',
  (await node.api.chain()).logSize,
  'since process start',
  performance.now().toFixed(0),
  'rss',
  (process.memoryUsage().rss / 1e6).toFixed(0),
);
const customer = customerOf(dataFolder);
const t = performance.now();
let done = 0;
const one = async () => {
  while (done < count) {
    done += 1000;
    await node.api.submitMany(
      Array.from({ length: 1000 }, () => customer.record()),
      { wait: 'proven', timeoutMs: 60000 },
    );
  }
};
await Promise.all([one(), one(), one()]);
if (count)
  console.log(
    'made',
    count,
    ((performance.now() - t) / 1000).toFixed(1),
    's',
    'rss',
    (process.memoryUsage().rss / 1e6).toFixed(0),
  );
if (process.argv[4] === 'kill') process.kill(process.pid, 'SIGKILL');
const c = performance.now();
await node.close();
console.log('close', (performance.now() - c).toFixed(0));
