/** A class: what it is, how much of it there is, and its definition told in words. */

import { classForm, type ClassForm } from '@stele/sdk';
import type { ReactNode } from 'react';
import { useParams } from 'wouter';

import type { ClassView } from '@stele/protocol';

import { isCode } from '../../api/api-error.ts';
import { mayDo, useSession } from '../../api/session.ts';
import { useText } from '../../text/context.tsx';
import { BlockLink } from '../../ui/ChainLinks.tsx';
import { Facts } from '../../ui/Facts.tsx';
import { HashText } from '../../ui/HashText.tsx';
import { LinkButton } from '../../ui/LinkButton.tsx';
import { Section } from '../../ui/Page.tsx';
import { Answered, Empty } from '../../ui/States.tsx';
import { Verbatim } from '../../ui/Verbatim.tsx';
import { MarksOn } from './marks/StandingMarks.tsx';
import { Amount, Kind } from './parts/Amount.tsx';
import { AssetsPage } from './parts/AssetsPage.tsx';
import { ClassActs } from './parts/ClassActs.tsx';
import { Attributes, Limits, Roles, Rules, Steps } from './parts/ClassWords.tsx';
import { PartyLink } from './parts/PartyLink.tsx';
import { classPath, useClass } from './queries.ts';

export function ClassPage(): ReactNode {
  const text = useText();
  const { id = '' } = useParams();
  const name = decodeURIComponent(id);
  const found = useClass(name);
  return (
    <AssetsPage
      title={name.replace('~', '/')}
      lead={text('assets.classLead')}
      call={{
        method: 'GET',
        path: classPath(name),
        isOpen: true,
        command: `asset show ${name.replace('~', '/')}`,
      }}
      actions={found.data !== undefined && <IssueLink of={found.data} />}
    >
      {isCode(found.error, 'CLASS_ABSENT') ? (
        <Empty
          sentence={text('assets.classUnknown')}
          action={<LinkButton href="/assets">{text('assets.toClasses')}</LinkButton>}
        />
      ) : (
        <Answered of={found} rows={8}>
          {(data) => <ClassParts key={data.id} of={data} definition={classForm(data.definition)} />}
        </Answered>
      )}
    </AssetsPage>
  );
}

function IssueLink({ of: { organisation, name } }: { readonly of: ClassView }): ReactNode {
  const text = useText();
  const { data: session } = useSession();
  if (!mayDo(session, 'ledger:submit')) return null;
  return (
    <LinkButton href={`/assets/issue?class=${encodeURIComponent(`${organisation}~${name}`)}`}>
      {text('assets.issueThis')}
    </LinkButton>
  );
}

interface ClassPartsProps {
  readonly of: ClassView;
  readonly definition: ClassForm;
}

function ClassParts({ of: shown, definition }: ClassPartsProps): ReactNode {
  const text = useText();
  return (
    <>
      <MarksOn target={{ on: 'class', class: shown }} of={shown} />
      <ClassFacts of={shown} definition={definition} />
      <ClassActs of={shown} />
      <Section title={text('assets.rules')}>
        <Rules of={definition} />
      </Section>
      <Section title={text('assets.limits')}>
        <Limits of={definition.limits} scale={shown.scale} />
      </Section>
      {definition.roles.length > 0 && (
        <Section title={text('assets.roles')}>
          <Roles of={definition} />
        </Section>
      )}
      {definition.attributes.length > 0 && (
        <Section title={text('assets.attributes')}>
          <Attributes of={definition} />
        </Section>
      )}
      {definition.steps.length > 0 && (
        <Section title={text('assets.steps')}>
          <Steps of={definition} />
        </Section>
      )}
      <Section title={text('assets.definition')}>
        <Verbatim
          name={text('assets.definitionJson')}
          value={JSON.stringify(shown.definition, null, 2)}
        />
      </Section>
    </>
  );
}

function ClassFacts({ of: shown, definition }: ClassPartsProps): ReactNode {
  const text = useText();
  const { id, kind, scale, issued, redeemed, definedAtHeight } = shown;
  const { holders, countersigner, hook, terms } = definition;
  return (
    <Section title={text('assets.about')}>
      <Facts
        items={[
          [text('assets.kind'), <Kind key="kind" kind={kind} />],
          [
            text('assets.quantity'),
            scale === null ? text('assets.unique') : text('assets.divisible', { scale }),
          ],
          [text('assets.issued'), <Amount key="issued" units={issued} of={shown} />],
          [text('assets.redeemed'), <Amount key="redeemed" units={redeemed} of={shown} />],
          [
            text('assets.holders'),
            holders === null ? (
              text('assets.holders.any')
            ) : (
              <span key="holders">
                {text('assets.holders.certified')} <PartyLink party={holders} />
              </span>
            ),
          ],
          [
            text('assets.countersigner'),
            countersigner === null ? (
              text('ui.none')
            ) : (
              <PartyLink key="countersigner" party={countersigner} />
            ),
          ],
          [text('assets.hook'), hook === '' ? text('ui.none') : <code key="hook">{hook}</code>],
          [
            text('assets.terms'),
            terms === null ? (
              text('ui.none')
            ) : (
              <HashText key="terms" value={terms} what={text('assets.terms')} />
            ),
          ],
          [text('assets.definedAt'), <BlockLink key="height" height={definedAtHeight} />],
          [text('assets.classId'), <HashText key="id" value={id} what={text('assets.classId')} />],
        ]}
      />
    </Section>
  );
}
