/** What chain this is: its fingerprint, to be compared with the one that was handed over on paper or by telephone. */

import { type ReactNode, useState } from 'react';

import type { ChainView } from '@stele/protocol';

import { differences } from '../../../proof/differences.ts';
import { readFingerprint } from '../../../proof/fingerprint.ts';
import { visibleText } from '../../../proof/visible-text.ts';
import { useText } from '../../../text/context.tsx';
import { browserStorage } from '../../../ui/browser-storage.ts';
import { CopyButton } from '../../../ui/CopyButton.tsx';
import { DataTable } from '../../../ui/DataTable.tsx';
import { Field } from '../../../ui/Field.tsx';
import { Facts } from '../../../ui/Facts.tsx';
import { Section } from '../../../ui/Page.tsx';
import { TimeText } from '../../../ui/TimeText.tsx';
import { comparedChains, keepComparedChain } from '../growth/compared-chain.ts';
import styles from './ChainIdentity.module.css';
import { BlockLink } from '../../../ui/ChainLinks.tsx';

export function ChainIdentity({ chain }: { readonly chain: ChainView }): ReactNode {
  const text = useText();
  return (
    <Section title={text('explorer.identity')}>
      <div className={styles['columns']}>
        <Facts
          items={[
            [text('explorer.chain'), chain.name],
            [text('explorer.height'), <BlockLink key="height" height={chain.height} />],
            [text('explorer.logSize'), text('explorer.entries', { count: chain.logSize })],
            [text('explorer.lastTime'), <TimeText key="time" at={chain.time} exact />],
            [text('explorer.ordering'), orderingOf(chain)],
            [text('explorer.suite'), <code key="suite">{chain.suite}</code>],
            [
              text('explorer.readers'),
              text(
                chain.entries === 'public' ? 'explorer.readersPublic' : 'explorer.readersMembers',
              ),
            ],
          ]}
        />
        <Fingerprint fingerprint={chain.id} />
      </div>
    </Section>
  );
}

function orderingOf({ ordering, validators }: ChainView): string {
  const voters = validators.map(({ organisation, node }) => `${organisation}/${node}`);
  return [ordering.kind, ...voters].map(visibleText).join(' · ');
}

function Fingerprint({ fingerprint }: { readonly fingerprint: string }): ReactNode {
  const text = useText();
  const [typed, setTyped] = useState('');
  const read = readFingerprint(typed);
  const isOther = read.kind === 'whole' && read.fingerprint !== fingerprint;
  const isSame = read.kind === 'whole' && !isOther;
  const isCompared = isSame || (!isOther && comparedChains(browserStorage()).includes(fingerprint));
  return (
    <div className={styles['fingerprint']}>
      <h3>{text('explorer.fingerprint')}</h3>
      <code className={styles['digits']}>{groupsOf(fingerprint).join(' ')}</code>
      <CopyButton value={fingerprint} what={text('explorer.fingerprint')} />
      <Field
        label={text('explorer.compare')}
        help={text('explorer.compareHelp')}
        fault={
          read.kind === 'malformed'
            ? text('explorer.compareMalformed', { count: read.count })
            : undefined
        }
        value={typed}
        autoComplete="off"
        spellCheck={false}
        onChange={({ target }) => {
          setTyped(target.value);
          const given = readFingerprint(target.value);
          if (given.kind === 'whole' && given.fingerprint === fingerprint) {
            keepComparedChain(browserStorage(), fingerprint);
          }
        }}
      />
      <div role="status">
        {isCompared && <p className={styles['same']}>✓ {text('explorer.compareSame')}</p>}
        {isOther && <Different given={read.fingerprint} own={fingerprint} />}
      </div>
    </div>
  );
}

function Different({ given, own }: { readonly given: string; readonly own: string }): ReactNode {
  const text = useText();
  return (
    <div className={styles['different']}>
      <p>✕ {text('explorer.compareDifferent')}</p>
      <code>
        {differences(given, own).map(({ text: run, differs }, i) =>
          differs ? <mark key={i}>{run}</mark> : <span key={i}>{run}</span>,
        )}
      </code>
    </div>
  );
}

const GROUP = 8;

/** Eights of digits are read out without losing the place. */
function groupsOf(digits: string): readonly string[] {
  return digits.match(new RegExp(`.{1,${String(GROUP)}}`, 'g')) ?? [];
}

export function Members({ chain }: { readonly chain: ChainView }): ReactNode {
  const text = useText();
  const { members, nodes, threshold } = chain;
  return (
    <Section title={text('explorer.members')}>
      <p className={styles['threshold']}>{text('explorer.threshold', { count: threshold })}</p>
      <DataTable
        label={text('explorer.members')}
        rows={members}
        keyOf={({ organisation }) => organisation}
        columns={[
          { id: 'name', title: text('explorer.member'), cell: ({ name }) => visibleText(name) },
          {
            id: 'id',
            title: text('explorer.organisation'),
            cell: ({ organisation }) => <code>{organisation}</code>,
          },
          {
            id: 'nodes',
            title: text('explorer.nodes'),
            cell: ({ organisation }) =>
              nodes
                .filter((node) => node.organisation === organisation)
                .map(({ node }) => node)
                .join(', '),
          },
          {
            id: 'weight',
            title: text('explorer.weight'),
            isNumber: true,
            cell: ({ weight }) => weight,
          },
        ]}
      />
    </Section>
  );
}
