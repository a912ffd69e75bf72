/** One box for everything that the ledger can be asked for. */

import { type ReactNode, type SubmitEvent, useState } from 'react';
import { useLocation } from 'wouter';

import { useText } from '../../../text/context.tsx';
import { Button } from '../../../ui/Button.tsx';
import { Field } from '../../../ui/Field.tsx';
import { classify, pathOf } from '../search.ts';
import styles from './SearchBox.module.css';

export function SearchBox({ first = '' }: { readonly first?: string }): ReactNode {
  const text = useText();
  const [, go] = useLocation();
  const [typed, setTyped] = useState(first);
  const [isFaulty, setFaulty] = useState(false);
  const search = (event: SubmitEvent): void => {
    event.preventDefault();
    const path = pathOf(classify(typed));
    setFaulty(path === undefined);
    if (path !== undefined) go(path);
  };
  return (
    <form role="search" className={styles['box']} onSubmit={search}>
      <Field
        label={text('explorer.search')}
        help={text('explorer.searchHelp')}
        fault={isFaulty ? text('explorer.searchFault') : undefined}
        type="search"
        value={typed}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        onChange={({ target }) => setTyped(target.value)}
      />
      <Button type="submit" look="primary">
        {text('explorer.searchGo')}
      </Button>
    </form>
  );
}
