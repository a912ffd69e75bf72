/** A customer's keys, revoked ones too; making one and revoking one. */

import { type ReactNode, useState } from 'react';

import { visibleText } from '../../../proof/visible-text.ts';
import { useText } from '../../../text/context.tsx';
import { Tag, type Tone } from '../../../ui/Banner.tsx';
import { Button } from '../../../ui/Button.tsx';
import { CallDrawer } from '../../../ui/CallDrawer.tsx';
import { type Column, DataTable } from '../../../ui/DataTable.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { Section } from '../../../ui/Page.tsx';
import { Answered, Empty } from '../../../ui/States.tsx';
import { TimeText } from '../../../ui/TimeText.tsx';
import { type KeyState, keyState } from '../drafts.ts';
import { type CustomerKey, type MadeKey, useKeys } from '../queries.ts';
import styles from './form.module.css';
import { NewKey } from './NewKey.tsx';
import { NewKeyShown } from './NewKeyShown.tsx';
import { Revocation } from './Revocation.tsx';

export function Keys({ id }: { readonly id: string }): ReactNode {
  const text = useText();
  const keys = useKeys(id);
  const [isCreating, setCreating] = useState(false);
  const [made, setMade] = useState<MadeKey>();
  return (
    <Section
      title={text('customers.keys')}
      actions={
        <div className={styles['acts']}>
          <CallDrawer
            call={{
              method: 'GET',
              path: `/v1/customers/${id}/keys`,
              command: `key list --customer ${id}`,
            }}
          />
          <Button onClick={() => setCreating(true)}>{text('customers.newKey')}</Button>
        </div>
      }
    >
      {made !== undefined && <NewKeyShown made={made} onStored={() => setMade(undefined)} />}
      <Answered of={keys} rows={3}>
        {(items) =>
          items.length === 0 ? (
            <Empty
              sentence={text('customers.noKeys')}
              action={
                <Button onClick={() => setCreating(true)}>{text('customers.createKey')}</Button>
              }
            />
          ) : (
            <KeyTable id={id} keys={items} askedAtMs={keys.dataUpdatedAt} />
          )
        }
      </Answered>
      <Dialog
        title={text('customers.newKey')}
        isOpen={isCreating}
        onClose={() => setCreating(false)}
      >
        <NewKey
          id={id}
          onMade={(key) => {
            setMade(key);
            setCreating(false);
          }}
        />
      </Dialog>
    </Section>
  );
}

interface KeyTableProps {
  readonly id: string;
  readonly keys: readonly CustomerKey[];
  readonly askedAtMs: number;
}

function KeyTable({ id, keys, askedAtMs }: KeyTableProps): ReactNode {
  const text = useText();
  const [revoking, setRevoking] = useState<CustomerKey>();
  const columns = useColumns(askedAtMs, setRevoking);
  return (
    <>
      <DataTable
        label={text('customers.keys')}
        rows={keys}
        keyOf={(key) => key.id}
        columns={columns}
      />
      <Revocation id={id} revoking={revoking} onClose={() => setRevoking(undefined)} />
    </>
  );
}

function useColumns(
  nowMs: number,
  onRevoke: (key: CustomerKey) => void,
): readonly Column<CustomerKey>[] {
  const text = useText();
  return [
    { id: 'name', title: text('customers.keyName'), cell: ({ name }) => visibleText(name) },
    { id: 'id', title: text('customers.keyId'), cell: ({ id }) => <code>{id}</code> },
    {
      id: 'scopes',
      title: text('customers.scopes'),
      cell: ({ scopes, kind }) => (
        <>
          {scopes.map((scope) => (
            <div key={scope}>
              <code>{scope}</code>
            </div>
          ))}
          {text(`customers.kind.${kind}`)}
        </>
      ),
    },
    {
      id: 'state',
      title: text('customers.keyState'),
      cell: (key) => <State of={key} nowMs={nowMs} />,
    },
    {
      id: 'created',
      title: text('customers.keyMadeAt'),
      cell: ({ createdAt }) => <TimeText at={createdAt} />,
    },
    {
      id: 'revoke',
      title: text('customers.revoke'),
      cell: (key) =>
        key.revokedAt === undefined && (
          <Button
            look="quiet"
            aria-label={text('customers.revokeNamed', { name: visibleText(key.name) })}
            onClick={() => onRevoke(key)}
          >
            {text('customers.revoke')}
          </Button>
        ),
    },
  ];
}

const TONES: Readonly<Record<KeyState, Tone>> = {
  valid: 'ok',
  expired: 'attention',
  revoked: 'plain',
};

interface StateProps {
  readonly of: CustomerKey;
  readonly nowMs: number;
}

function State({ of: key, nowMs }: StateProps): ReactNode {
  const text = useText();
  const state = keyState(key, nowMs);
  const names = {
    valid: text('customers.keyValid'),
    expired: text('customers.keyExpired'),
    revoked: text('customers.keyRevoked'),
  };
  return (
    <>
      <Tag tone={TONES[state]}>{names[state]}</Tag>
      {state === 'valid' && key.expiresAt !== undefined && (
        <div>
          {text('customers.validUntil')} <TimeText at={key.expiresAt} />
        </div>
      )}
    </>
  );
}
