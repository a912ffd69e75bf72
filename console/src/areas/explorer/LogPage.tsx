/** The transparency log: what is signed, with which key, by whose rules it counts, and how a stranger audits it. */

import type { ReactNode } from 'react';

import { TILE_WIDTH, tilePath } from '@stele/protocol';

import { useText } from '../../text/context.tsx';
import { Tag } from '../../ui/Banner.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { HashText } from '../../ui/HashText.tsx';
import { Facts } from '../../ui/Facts.tsx';
import { Page, Section } from '../../ui/Page.tsx';
import { Answered } from '../../ui/States.tsx';
import { Verbatim } from '../../ui/Verbatim.tsx';
import styles from './LogPage.module.css';
import type { SignedLog } from './growth/signed-log.ts';
import { GrowthPanel } from './parts/GrowthPanel.tsx';
import { LOG, type LogTexts, useChain, useLogTexts } from './queries.ts';

const FORMATS = [
  'c2sp.org/tlog-tiles',
  'c2sp.org/tlog-checkpoint',
  'c2sp.org/signed-note',
  'c2sp.org/tlog-policy',
] as const;
const REFRESH_MS = 10_000;

export function LogPage(): ReactNode {
  const text = useText();
  const chain = useChain(REFRESH_MS);
  const texts = useLogTexts(REFRESH_MS);
  return (
    <Page
      title={text('explorer.log')}
      lead={text('explorer.logLead')}
      call={{ method: 'GET', path: `${LOG}/checkpoint`, isOpen: true }}
    >
      <Answered of={chain} rows={2}>
        {(data) => <GrowthPanel chain={data} />}
      </Answered>
      <Answered of={texts} rows={8}>
        {(data) => <LogParts texts={data} />}
      </Answered>
    </Page>
  );
}

function LogParts({ texts: { log, vkeys, policy } }: { readonly texts: LogTexts }): ReactNode {
  const text = useText();
  const vkey = vkeys.split('\n')[0] ?? '';
  return (
    <>
      <Section title={text('explorer.checkpoint')}>
        <CheckpointFacts log={log} />
        <Verbatim value={log.text} name={text('explorer.checkpointText')} />
      </Section>
      <Section title={text('explorer.keys')}>
        <p className={styles['lead']}>{text('explorer.keysLead')}</p>
        <Verbatim value={vkeys.trimEnd()} name={text('explorer.vkeys')} />
        <Verbatim value={policy.trimEnd()} name={text('explorer.policy')} />
      </Section>
      <Audit vkey={vkey} />
      <Tiles size={log.size} />
    </>
  );
}

function CheckpointFacts({ log }: { readonly log: SignedLog }): ReactNode {
  const text = useText();
  const { origin, size, root, signedBy, signers } = log;
  return (
    <Facts
      items={[
        [text('explorer.origin'), <code key="origin">{origin}</code>],
        [text('explorer.logSize'), text('explorer.entries', { count: size })],
        [text('explorer.root'), <HashText key="root" value={root} what={text('explorer.root')} />],
        [
          text('explorer.signature'),
          <Tag key="signature" tone={signedBy === undefined ? 'failed' : 'ok'}>
            {text(signedBy === undefined ? 'explorer.signatureBad' : 'explorer.signatureGood')}
          </Tag>,
        ],
        [
          text('explorer.signers'),
          <ul key="signers">
            {signers.map((signer) => (
              <li key={signer}>
                <code>{signer}</code>
              </li>
            ))}
          </ul>,
        ],
      ]}
    />
  );
}

function Audit({ vkey }: { readonly vkey: string }): ReactNode {
  const text = useText();
  const log = `${location.origin}${LOG}`;
  return (
    <Section title={text('explorer.audit')}>
      <p className={styles['lead']}>{text('explorer.auditLead')}</p>
      <Verbatim
        name={text('explorer.auditKeep')}
        value={`curl -s ${log}/checkpoint > checkpoint`}
      />
      <Verbatim
        name={text('explorer.auditClient')}
        value={`cd e2e/c2sp-client && go run . ${log} '${vkey}' ../../checkpoint`}
      />
      <p className={styles['after']}>{text('explorer.auditFormats')}</p>
      <ul>
        {FORMATS.map((address) => (
          <li key={address}>
            <a href={`https://${address}`} rel="noreferrer" target="_blank">
              {address}
            </a>
          </li>
        ))}
      </ul>
    </Section>
  );
}

interface TileLevel {
  readonly level: number;
  readonly hashes: number;
  readonly full: number;
  readonly last: string;
}

function tileLevels(size: number): readonly TileLevel[] {
  const levels: TileLevel[] = [];
  for (let hashes = size; hashes > 0; hashes = Math.floor(hashes / TILE_WIDTH)) {
    const level = levels.length;
    const full = Math.floor(hashes / TILE_WIDTH);
    const rest = hashes % TILE_WIDTH;
    const address =
      rest === 0 ? { level, n: full - 1, width: TILE_WIDTH } : { level, n: full, width: rest };
    levels.push({ level, hashes, full, last: tilePath(address) });
  }
  return levels;
}

function Tiles({ size }: { readonly size: number }): ReactNode {
  const text = useText();
  return (
    <Section title={text('explorer.tiles')}>
      <p className={styles['lead']}>{text('explorer.tilesLead', { width: TILE_WIDTH })}</p>
      <DataTable
        label={text('explorer.tiles')}
        rows={tileLevels(size)}
        keyOf={({ level }) => level}
        columns={[
          { id: 'level', title: text('explorer.level'), cell: ({ level }) => level },
          {
            id: 'hashes',
            title: text('explorer.hashes'),
            isNumber: true,
            cell: ({ hashes }) => hashes.toLocaleString(),
          },
          {
            id: 'full',
            title: text('explorer.fullTiles'),
            isNumber: true,
            cell: ({ full }) => full.toLocaleString(),
          },
          {
            id: 'last',
            title: text('explorer.newestTile'),
            cell: ({ last }) => (
              <a href={`${LOG}/${last}`} download={last.replaceAll('/', '-')}>
                <code>{last}</code>
              </a>
            ),
          },
        ]}
      />
    </Section>
  );
}
