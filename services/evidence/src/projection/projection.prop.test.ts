/** Random chains and notes, followed through interruptions, against a list in memory, a recount, and what the contract charged. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { equal, failure, toHex } from '@stele/base';
import type { Database, DatabaseSchema } from '@stele/database';
import {
  decode,
  type EvidenceItem,
  type EvidenceNote,
  type Payload,
  type SubmitResult,
} from '@stele/protocol';
import { generateSigner } from '@stele/protocol/node';
import { keyPrincipal } from '@stele/protocol';
import {
  accountPrincipal,
  openAccount,
  type Owner,
  type Plan,
  recordBatch,
  recordItem,
} from '@stele/sdk';
import fc from 'fast-check';
import type { RecordPlace } from '../records/record-reader.ts';
import type { SearchQuery } from './search.ts';
import {
  batchPlan,
  bytesOf,
  caughtUp,
  clock,
  eventually,
  follow,
  MemoryNotes,
  newItem,
  openLedger,
  openServer,
  submitAll,
  type TestLedger,
} from './test/surroundings.ts';
import { recountUsage } from './usage.ts';

const isDeep = process.env['STELE_TEST_DEEP'] === '1';
const ROUNDS = isDeep ? 40 : 6;
const QUERIES = isDeep ? 600 : 120;
const QUOTA = 4_000;

interface KnownRecord extends RecordPlace {
  readonly account: Uint8Array;
  readonly id: Uint8Array;
  readonly kind: string;
  readonly timeMs: number;
  note: EvidenceNote | undefined;
}

interface Step {
  readonly what: 'record' | 'batch' | 'both' | 'again' | 'heavy' | 'orphan' | 'paid' | 'erase';
  readonly who: number;
  readonly count: number;
  readonly kind: string;
  readonly note: EvidenceNote | undefined;
}

const word = fc.constantFrom(
  '合同',
  '劳动合同书',
  'Invoice',
  'INVOICE-7',
  '50%_off',
  'naïve',
  '存证 A\\B',
);
const step: fc.Arbitrary<Step> = fc.record({
  what: fc.constantFrom<Step['what']>(
    'record',
    'record',
    'batch',
    'batch',
    'both',
    'again',
    'heavy',
    'orphan',
    'paid',
    'erase',
  ),
  who: fc.nat(2),
  count: fc.integer({ min: 1, max: 40 }),
  kind: fc.constantFrom('', 'contract', 'photo'),
  note: fc.option(
    fc.record({ name: word, reference: fc.option(word, { nil: undefined }) }, { requiredKeys: [] }),
    {
      nil: undefined,
    },
  ),
});

/** Three owners: the operator, and two with a quota. */
async function openOwners({ ledger, operator }: TestLedger): Promise<readonly Owner[]> {
  const owners: Owner[] = [operator];
  for (const quota of [QUOTA, QUOTA]) {
    const { signer } = generateSigner();
    const account = bytesOf(16);
    const authority = keyPrincipal(ledger.chain.suite, signer.algorithm, signer.publicKey);
    const opening = { account, authority, quota, administrator: false };
    await submitAll(ledger, [{ by: operator, calls: [openAccount(operator.account, opening)] }]);
    owners.push({ account, signers: [signer] });
  }
  return owners;
}

class World {
  readonly records: KnownRecord[] = [];
  readonly notes = new MemoryNotes();
  readonly #owners: readonly Owner[];
  readonly #test: TestLedger;

  constructor(tested: TestLedger, owners: readonly Owner[]) {
    this.#test = tested;
    this.#owners = owners;
  }

  async take(steps: readonly Step[]): Promise<void> {
    const plans = steps.flatMap((one) => this.#planOf(one));
    const results = await submitAll(this.#test.ledger, plans);
    plans.forEach(({ makes }, i) => {
      this.#learn(results[i] ?? assert.fail(), makes);
    });
  }

  #planOf(one: Step): readonly MadePlan[] {
    const by = this.#owners[one.who] ?? assert.fail();
    const { account } = by;
    const items = Array.from({ length: one.count }, () => newItem(one.kind));
    const [item = newItem()] = items;
    const calls = [recordItem(account, item)];
    const inline = { by, calls, makes: [made(account, 0, [item])] };
    const batch = { by, ...batchPlan(account, items), makes: [made(account, 0, items)] };
    const payloads: Payload[] = [{ kind: 'blob', bytes: bytesOf(one.count * 97) }];
    const second = newItem(one.kind);
    const payer = this.#owners[(one.who + 1) % 3] ?? assert.fail();
    const both = { account, signers: [...by.signers, ...payer.signers] };
    const plans: Readonly<Record<Step['what'], readonly MadePlan[]>> = {
      record: [inline],
      batch: [batch],
      both: [
        {
          ...batch,
          calls: [...batch.calls, recordItem(account, second)],
          makes: [...batch.makes, made(account, 1, [second])],
        },
      ],
      again: [inline, { by, calls, makes: [] }],
      heavy: [{ ...inline, payloads }],
      orphan: [{ by, calls: [recordBatch(account, bytesOf(16), 0)], payloads, makes: [] }],
      paid: [{ ...inline, by: both, payer: accountPrincipal(payer.account) }],
      erase: [],
    };
    if (one.what === 'erase') this.#erase(account);
    else this.#noteSome(one, account, one.what === 'record' ? [item] : items);
    return plans[one.what];
  }

  /** Of an orphan the transaction is refused, and the notes wait in vain. */
  #noteSome({ what, note }: Step, account: Uint8Array, items: readonly EvidenceItem[]): void {
    if (!['record', 'batch', 'orphan'].includes(what)) return;
    items.forEach((item, i) => {
      if (i % 3 === 0) this.#note(account, item, note);
    });
  }

  #erase(account: Uint8Array): void {
    const record = this.records.find(
      (one) => one.note !== undefined && equal(one.account, account),
    );
    if (record === undefined) return;
    this.notes.put(account, record.id, null);
    record.note = undefined;
  }

  readonly #given = new Map<string, EvidenceNote>();

  #note(account: Uint8Array, { id }: EvidenceItem, note: EvidenceNote | undefined): void {
    if (note === undefined) return;
    this.notes.put(account, id, note);
    this.#given.set(toHex(account) + toHex(id), note);
  }

  #learn({ code, index, committedAt }: SubmitResult, makes: readonly Made[]): void {
    if (code !== '') return;
    for (const { account, call, items } of makes) {
      items.forEach(({ id, kind }, item) => {
        this.records.push({
          index: index ?? assert.fail(),
          call,
          item,
          account,
          id,
          kind,
          timeMs: Date.parse(committedAt ?? ''),
          note: this.#given.get(toHex(account) + toHex(id)),
        });
      });
    }
  }

  /** Searches the list. */
  search({ account, reference, q, fromMs = 0, toMs = Infinity, kind }: SearchQuery): RecordPlace[] {
    const part = q?.toLowerCase() ?? '';
    const has = (text = ''): boolean => text.toLowerCase().includes(part);
    return this.records
      .filter((one) => equal(one.account, account))
      .filter(({ timeMs }) => timeMs >= fromMs && timeMs < toMs)
      .filter((one) => kind === undefined || one.kind === kind)
      .filter(({ note }) => reference === undefined || note?.reference === reference)
      .filter(({ note }) => part === '' || has(note?.name) || has(note?.reference))
      .toSorted((a, b) => b.index - a.index || b.call - a.call || b.item - a.item)
      .map(({ index, call, item }) => ({ index, call, item }));
  }
}

type MadePlan = Plan & { readonly by: Owner; readonly makes: readonly Made[] };

interface Made {
  readonly account: Uint8Array;
  readonly call: number;
  readonly items: readonly EvidenceItem[];
}
const made = (account: Uint8Array, call: number, items: readonly EvidenceItem[]): Made => ({
  account,
  call,
  items,
});

/** The database of a follower that is cut off again and again: before a transaction, or before it hears of the commit. */
function interrupted(database: Database, every: () => number): Database {
  let left = every();
  const cut = (): Error =>
    failure('DATABASE_UNAVAILABLE', 'cut off by the test', { retryable: true });
  return {
    ...database,
    state: () => database.state(),
    schema: <Tables>(definition: Parameters<Database['schema']>[0]): DatabaseSchema<Tables> => {
      const schema = database.schema<Tables>(definition);
      return {
        read: (timeoutMs, work) => schema.read(timeoutMs, work),
        reset: () => schema.reset(),
        write: async (work) => {
          left--;
          if (left === 1) throw cut();
          const result = await schema.write(work);
          if (left > 0) return result;
          left = every();
          throw cut();
        },
      };
    },
  };
}

void test('every entry and every note counts once, through any interruption; search finds what a list finds', async (t) => {
  const tested = await openLedger(t);
  const { api } = tested;
  const owners = await openOwners(tested);
  const world = new World(tested, owners);
  const database = openServer(t);
  await eventually('the database is ready', () => database.state().status === 'ready');
  let calls = 0;
  const often = interrupted(database, () => 3 + (calls++ % 5));
  const steps = fc.sample(fc.array(step, { minLength: 5, maxLength: 25 }), {
    numRuns: ROUNDS,
    seed: 7,
  });
  let projection = follow(t, { api, database: often, notes: world.notes });
  for (const some of steps) {
    await world.take(some);
    // A follower that ends at any moment: the next one goes on.
    if (some.length % 2 === 0) {
      await projection.close();
      projection = follow(t, { api, database: often, notes: world.notes });
    }
  }
  await projection.close();
  projection = follow(t, { api, database, notes: world.notes });
  await caughtUp(projection, api);

  const usage = await projection.usage({});
  assert.deepEqual(usage, await recountUsage(api, {}, clock));
  const total = usage.reduce((sum, { records }) => sum + records, 0);
  assert.equal(total, world.records.length);
  assert.ok(usage.some(({ refusals }) => refusals > 0));
  for (const { account } of owners.slice(1)) {
    const row = await api.row({ contract: 'accounts', table: 'quotas', key: account });
    const spent = (await projection.usage({ account })).reduce((sum, { units }) => sum + units, 0);
    assert.equal(spent, QUOTA - Number(decode(row?.value ?? assert.fail())));
  }

  const times = world.records.map(({ timeMs }) => timeMs);
  const query = fc.record(
    {
      account: fc.constantFrom(...owners.map(({ account }) => account), bytesOf(16)),
      reference: word,
      q: fc.constantFrom('合', '合同', 'invoice', 'VOICE-', '%', '_', '\\', 'ï', 'nothing', ''),
      fromMs: fc.constantFrom(...times),
      toMs: fc.constantFrom(...times),
      kind: fc.constantFrom('', 'contract', 'photo', 'other'),
      limit: fc.constantFrom(1, 2, 7, 50, 1_000),
    },
    { requiredKeys: ['account', 'limit'] },
  );
  const holds = async (asked: SearchQuery): Promise<void> => {
    const found: RecordPlace[] = [];
    let after: RecordPlace | undefined;
    do {
      const page = await projection.search(after === undefined ? asked : { ...asked, after });
      assert.ok(page.items.length <= asked.limit);
      found.push(...page.items);
      after = page.next;
    } while (after !== undefined);
    assert.deepEqual(found, world.search(asked));
  };
  await fc.assert(fc.asyncProperty(query, holds), { numRuns: QUERIES });

  const whole = await projection.search({
    account: owners[0]?.account ?? assert.fail(),
    limit: 1_000,
  });
  await projection.rebuild();
  await caughtUp(projection, api);
  assert.deepEqual(await projection.usage({}), usage, 'derived again, it is the same');
  await eventually('notes are back', async () => {
    const asked: SearchQuery = {
      account: owners[0]?.account ?? assert.fail(),
      q: '合',
      limit: 1_000,
    };
    return (
      (await projection.search(asked)).items.length === Math.min(1_000, world.search(asked).length)
    );
  });
  assert.deepEqual(
    await projection.search({ account: owners[0]?.account ?? assert.fail(), limit: 1_000 }),
    whole,
  );
  t.diagnostic(`cases: searches ${String(QUERIES)}`);
  t.diagnostic(`cases: chains followed through interruptions ${String(ROUNDS)}`);
});
