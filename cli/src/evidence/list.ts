/** `stele evidence list`: pages of the service's list, asked for until there are as many records as wanted. */

import { numberOption } from '../arguments.ts';
import { evidencePath } from '../client/paths.ts';
import { type Service, type ServiceCall, serviceOf } from '../client/service.ts';
import { type Invocation, printJson, printLine } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { digestOption, idOption, timeOption } from '../given-values.ts';
import { localTime } from '../terminal/local-time.ts';
import { tableLines } from '../terminal/table.ts';
import { columnsOf } from '../terminal/width.ts';
import { type RecordView, titleOf } from './record-view.ts';

interface RecordPage {
  readonly items: readonly RecordView[];
  readonly nextCursor: string | null;
}

const limitDefault = 50;
const limitMax = 100_000;
/** The service gives no more at once. */
const pageMax = 1_000;

export async function listEvidence(invocation: Invocation): Promise<ExitCode> {
  const { arguments: given, world, text } = invocation;
  const limit = numberOption(given, 'limit', { min: 1, max: limitMax }) ?? limitDefault;
  const query = queryOf(invocation);
  const service = serviceOf(invocation);
  if (given.flag('curl')) {
    printLine(world, service.curl(pageCall(query, { limit })));
    return exitCodes.done;
  }
  const { items, nextCursor } = await pages(service, query, limit);
  if (given.flag('json')) {
    printJson(world, { items, nextCursor });
    return exitCodes.done;
  }
  if (items.length === 0) printLine(world, text('evidenceList.empty'));
  else printTable(invocation, items);
  if (nextCursor !== null) world.err.write(`${text('evidenceList.more', { limit })}\n`);
  return exitCodes.done;
}

type ListQuery = NonNullable<ServiceCall['query']>;

/** DIGEST_MALFORMED, ID_MALFORMED, TIME_MALFORMED; the rest is for the service to judge. */
function queryOf({ arguments: given }: Invocation): ListQuery {
  return {
    digest: digestOption(given),
    reference: given.value('reference'),
    q: given.value('q'),
    kind: given.value('kind'),
    transaction: given.value('transaction'),
    supersedes: idOption(given, 'record', 'supersedes'),
    from: timeOption(given, 'from', 'first'),
    to: timeOption(given, 'to', 'last'),
  };
}

function pageCall(
  query: ListQuery,
  { limit, cursor }: { readonly limit: number; readonly cursor?: string },
): ServiceCall {
  const page = { limit: Math.min(limit, pageMax), cursor };
  return { method: 'GET', path: evidencePath, query: { ...query, ...page } };
}

async function pages(service: Service, query: ListQuery, limit: number): Promise<RecordPage> {
  const items: RecordView[] = [];
  let nextCursor: string | null = null;
  do {
    const wanted = {
      limit: limit - items.length,
      ...(nextCursor !== null && { cursor: nextCursor }),
    };
    const page = (await service.askJson(pageCall(query, wanted))) as RecordPage;
    items.push(...page.items);
    ({ nextCursor } = page);
  } while (nextCursor !== null && items.length < limit);
  return { items, nextCursor };
}

const timeColumns = 'YYYY-MM-DD hh:mm:ss'.length;

/** The zone stands once, in the title, unless daylight saving time began or ended between the records. */
function printTable({ world, text }: Invocation, items: readonly RecordView[]): void {
  const times = items.map(({ committedAt }) => localTime(Date.parse(committedAt)));
  const zones = new Set(times.map((time) => time.split(' ').at(-1)));
  const [zone] = zones.size === 1 ? zones : [];
  const rows = items.map((record, i) => {
    const time = times[i] ?? '';
    return [
      record.id,
      zone === undefined ? time : time.slice(0, timeColumns),
      titleOf(record, text('evidenceList.noNote')),
    ];
  });
  const columns = [
    { title: text('evidence.idLabel') },
    { title: [text('evidence.timeLabel'), zone].join(' ').trimEnd() },
    { title: text('evidence.nameLabel') },
  ];
  for (const line of tableLines(columns, rows, columnsOf(world.out))) printLine(world, line);
}
