/**
 * A table of what a page lists: put in order by a column's head, shown in portions when it is long; rows under each other on a phone,
 * each cell with its column's name.
 */

import { type ReactNode, useState } from 'react';

import { useText } from '../text/context.tsx';
import { Button } from './Button.tsx';
import styles from './DataTable.module.css';

export interface Column<Row> {
  readonly id: string;
  readonly title: string;
  /** Digits under digits, at the end of the cell. */
  readonly isNumber?: boolean;
  /** What rows are put in order by; absent: they are not, by this column. */
  readonly orderBy?: (row: Row) => string | number;
  readonly cell: (row: Row) => ReactNode;
}

export interface DataTableProps<Row> {
  /** What the table lists, for readers of a screen. */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string | number;
  /** So many at first, and so many more each time they are asked for. */
  readonly portion?: number;
}

interface Order {
  readonly id: string;
  readonly isDescending: boolean;
}

/** The roles are written out because a table that is laid out otherwise loses them in some browsers. */
export function DataTable<Row>(props: DataTableProps<Row>): ReactNode {
  const { label, columns, rows, keyOf, portion = Number.POSITIVE_INFINITY } = props;
  const text = useText();
  const [order, setOrder] = useState<Order>();
  const [count, setCount] = useState(portion);
  const shown = inOrder(rows, columns, order).slice(0, count);
  return (
    <>
      <table role="table" aria-label={label} className={styles['table']}>
        <thead role="rowgroup">
          <tr role="row">
            {columns.map((column) => (
              <Head key={column.id} column={column} order={order} onOrder={setOrder} />
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {shown.map((row) => (
            <tr key={keyOf(row)} role="row">
              {columns.map(({ id, title, isNumber, cell }) => (
                <td key={id} role="cell" data-column={title} className={classOf(isNumber)}>
                  <div>{cell(row)}</div>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {count < rows.length && (
        <p className={styles['more']}>
          <Button onClick={() => setCount(count + portion)}>{text('ui.more')}</Button>
          {`${shown.length.toLocaleString()} / ${rows.length.toLocaleString()}`}
        </p>
      )}
    </>
  );
}

interface HeadProps<Row> {
  readonly column: Column<Row>;
  readonly order: Order | undefined;
  readonly onOrder: (order: Order) => void;
}

function Head<Row>({ column, order, onOrder }: HeadProps<Row>): ReactNode {
  const { id, title, isNumber, orderBy } = column;
  const isOrdered = order?.id === id;
  const direction = order?.isDescending === true ? 'descending' : 'ascending';
  return (
    <th
      role="columnheader"
      scope="col"
      className={classOf(isNumber)}
      {...(isOrdered && { 'aria-sort': direction })}
    >
      {orderBy === undefined ? (
        title
      ) : (
        <button
          type="button"
          onClick={() => onOrder({ id, isDescending: isOrdered && !order.isDescending })}
        >
          {title}
          <span aria-hidden="true">{signOf(isOrdered ? direction : undefined)}</span>
        </button>
      )}
    </th>
  );
}

function signOf(direction: 'ascending' | 'descending' | undefined): string {
  if (direction === undefined) return '↕';
  return direction === 'ascending' ? '↑' : '↓';
}

/** As they came until a column is chosen; equal ones stay as they came. */
function inOrder<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  order: Order | undefined,
): readonly Row[] {
  const orderBy = columns.find(({ id }) => id === order?.id)?.orderBy;
  if (orderBy === undefined) return rows;
  const sign = order?.isDescending === true ? -1 : 1;
  return rows.toSorted((a, b) => sign * compare(orderBy(a), orderBy(b)));
}

function compare(a: string | number, b: string | number): number {
  if (typeof a === 'number' && typeof b === 'number') return a === b ? 0 : a - b;
  return String(a).localeCompare(String(b));
}

function classOf(isNumber = false): string | undefined {
  return isNumber ? styles['number'] : undefined;
}
