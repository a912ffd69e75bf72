/** The limits that people meet, with what each means, for the status page. All there are stand in docs/limits.md. */

import {
  BATCH_BODY_BYTES_MAX,
  KEYS_PER_CUSTOMER_MAX,
  NAME_CHARACTERS_MAX,
  PUBLIC_LOOKUPS_PER_MINUTE_MAX,
  RECORD_WAIT_MS_MAX,
  RECORDS_WAITING_MAX,
  REFERENCE_CHARACTERS_MAX,
  VERIFICATION_FILE_BYTES_MAX,
  VERIFICATIONS_PER_MINUTE_MAX,
} from '@stele/evidence';
import {
  LINK_LIFETIME_MS,
  PASSWORD_LENGTH_MIN,
  PEOPLE_MAX,
  SESSION_IDLE_MS,
  SESSION_LIFETIME_MS,
} from '@stele/people';
import {
  NOTE_BYTES_MAX,
  PAYLOAD_BYTES_MAX,
  PAYLOAD_ITEMS_MAX,
  TX_BYTES_MAX,
} from '@stele/protocol';

export interface LimitView {
  /** As in the source. */
  readonly name: string;
  readonly value: number;
  readonly unit: 'bytes' | 'ms' | 'characters' | 'count' | 'per minute';
  readonly meaning: { readonly en: string; readonly 'zh-CN': string };
}

const limit = (
  [name, value, unit]: readonly [string, number, LimitView['unit']],
  en: string,
  zhCn: string,
): LimitView => ({ name, value, unit, meaning: { en, 'zh-CN': zhCn } });

export const LIMITS: readonly LimitView[] = [
  limit(['PAYLOAD_ITEMS_MAX', PAYLOAD_ITEMS_MAX, 'count'], 'records of a batch', '一批的记录数'),
  limit(
    ['BATCH_BODY_BYTES_MAX', BATCH_BODY_BYTES_MAX, 'bytes'],
    'a batch as it is sent',
    '一批数据的传输大小',
  ),
  limit(
    ['PAYLOAD_BYTES_MAX', PAYLOAD_BYTES_MAX, 'bytes'],
    'what a transaction records',
    '一笔交易所记录的内容',
  ),
  limit(
    ['TX_BYTES_MAX', TX_BYTES_MAX, 'bytes'],
    'a transaction without what it records',
    '一笔交易本身（不含所记录的内容）',
  ),
  limit(
    ['NOTE_BYTES_MAX', NOTE_BYTES_MAX, 'bytes'],
    'name, reference and metadata of a record',
    '一条记录的名称、编号与元数据',
  ),
  limit(['NAME_CHARACTERS_MAX', NAME_CHARACTERS_MAX, 'characters'], 'a file’s name', '文件名'),
  limit(
    ['REFERENCE_CHARACTERS_MAX', REFERENCE_CHARACTERS_MAX, 'characters'],
    'a reference',
    '编号',
  ),
  limit(
    ['RECORD_WAIT_MS_MAX', RECORD_WAIT_MS_MAX, 'ms'],
    'the longest a request waits for its record',
    '一次请求等待记录完成的最长时间',
  ),
  limit(
    ['RECORDS_WAITING_MAX', RECORDS_WAITING_MAX, 'count'],
    'records of a customer that wait at once',
    '同一客户同时等待的记录数',
  ),
  limit(
    ['VERIFICATION_FILE_BYTES_MAX', VERIFICATION_FILE_BYTES_MAX, 'bytes'],
    'a file that is sent to be verified',
    '上传核验的文件',
  ),
  limit(
    ['VERIFICATIONS_PER_MINUTE_MAX', VERIFICATIONS_PER_MINUTE_MAX, 'per minute'],
    'verifications of an address',
    '同一地址的核验次数',
  ),
  limit(
    ['PUBLIC_LOOKUPS_PER_MINUTE_MAX', PUBLIC_LOOKUPS_PER_MINUTE_MAX, 'per minute'],
    'public look-ups of an address',
    '同一地址的公开查询次数',
  ),
  limit(
    ['KEYS_PER_CUSTOMER_MAX', KEYS_PER_CUSTOMER_MAX, 'count'],
    'keys of a customer',
    '同一客户的密钥数',
  ),
  limit(['PEOPLE_MAX', PEOPLE_MAX, 'count'], 'people who may sign in', '可登录的人数'),
  limit(
    ['LINK_LIFETIME_MS', LINK_LIFETIME_MS, 'ms'],
    'how long a sign-in link holds',
    '登录链接的有效时间',
  ),
  limit(
    ['SESSION_IDLE_MS', SESSION_IDLE_MS, 'ms'],
    'how long a session lasts unused',
    '会话闲置多久后失效',
  ),
  limit(
    ['SESSION_LIFETIME_MS', SESSION_LIFETIME_MS, 'ms'],
    'how long a session lasts at most',
    '会话最长持续时间',
  ),
  limit(
    ['PASSWORD_LENGTH_MIN', PASSWORD_LENGTH_MIN, 'characters'],
    'a password at least',
    '口令的最短长度',
  ),
];
