/** The key set-up of a meeting: where everybody stands, live, and the next step of the scrutineer who looks at it. */
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { CeremonyView } from '#server/api';
import { useAction } from '../../api/action.ts';
import { keysOfMeeting, useKeyActions } from '../../api/counting.ts';
import { Answer } from '../../api/query.tsx';
import { useCountingWorker } from '../../counting/counting-worker.ts';
import { useRolesIn } from '../../shell/roles.ts';
import { useFormat } from '../../text/format.ts';
import { keysText } from '../../text/keys.ts';
import { useLanguage } from '../../text/settings.ts';
import { choose, useText } from '../../text/texts.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { Badge, Notice } from '../../ui/notice.tsx';
import { Card, Facts, Page } from '../../ui/page.tsx';
import { FailureNotice } from '../../ui/states.tsx';
import { Steps } from '../../ui/steps.tsx';
import { Table } from '../../ui/table.tsx';
import { KeyCommandLine } from './key-command-line.tsx';
import { KeyStep } from './key-step.tsx';

export function KeysPage() {
  const { meetingId } = useParams({ from: '/signed-in/app/meetings/$meetingId/keys' });
  const query = useQuery(keysOfMeeting(meetingId));
  return <Answer query={query}>{(view) => <Keys view={view} />}</Answer>;
}

const STATES = ['certificates', 'polynomials', 'outputs', 'rehearsal', 'complete'] as const;

function Keys({ view }: { readonly view: CeremonyView }) {
  const t = useText(keysText);
  const language = useLanguage();
  const roles = useRolesIn(view.organId);
  const worker = useCountingWorker();
  const own = view.members.find(({ isYou }) => isYou);
  const size = view.members.length;
  return (
    <Page
      title={t.title}
      lead={view.state === null ? t.leadNone : t.lead(view.threshold, size)}
      crumbs={[
        {
          label: choose(language, view.meetingTitleZh, view.meetingTitleEn),
          to: `/app/meetings/${view.meetingId}`,
        },
      ]}
      actions={view.state !== null && !view.isInUse && roles.has('clerk') && <BeginAgain view={view} />}
    >
      {view.state === null ? (
        <NotBegun view={view} isClerk={roles.has('clerk')} />
      ) : (
        <>
          <Steps
            label={t.progress}
            current={STATES.indexOf(view.state)}
            steps={[t.stepCertificate, t.stepPolynomial, t.stepOutput, t.stepRehearsal]}
          />
          {view.faults.map(({ reporter, culprit }) => (
            <Notice key={`${reporter} ${culprit}`} tone="error">
              {t.fault(view.members[reporter - 1]?.name ?? '', view.members[culprit - 1]?.name ?? '')}
            </Notice>
          ))}
          {view.state === 'complete' && (
            <Notice tone="success" title={t.complete}>
              {own !== undefined && <p>{t.completeText}</p>}
            </Notice>
          )}
          <div className="columns">
            {own !== undefined && (
              <Card title={t.yourPart}>
                <KeyStep key={view.attempt} view={view} own={own} worker={worker} />
              </Card>
            )}
            <Standing view={view} />
          </div>
          {own !== undefined && view.state !== 'complete' && <KeyCommandLine view={view} own={own} />}
        </>
      )}
    </Page>
  );
}

function NotBegun({ view, isClerk }: { readonly view: CeremonyView; readonly isClerk: boolean }) {
  const t = useText(keysText);
  const format = useFormat();
  const actions = useKeyActions(view.meetingId);
  const begin = useAction(() => actions.begin(0));
  const names = format.list(view.candidates.map(({ name }) => name));
  return (
    <Card title={t.notBegun}>
      {isClerk ? (
        <>
          <p>{t.notBegunClerk(names, view.threshold, view.candidates.length)}</p>
          <FailureNotice failure={begin.failure} />
          <div>
            <Button kind="primary" isLarge isBusy={begin.isBusy} onPress={() => void begin.run()}>
              {t.begin}
            </Button>
          </div>
        </>
      ) : (
        <p className="muted">{t.notBegunOthers}</p>
      )}
    </Card>
  );
}

function BeginAgain({ view }: { readonly view: CeremonyView }) {
  const t = useText(keysText);
  const actions = useKeyActions(view.meetingId);
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <Button kind="quiet" onPress={() => setAsking(true)}>
        {t.beginAgain}
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        isDangerous
        title={t.beginAgainTitle}
        confirm={t.beginAgainConfirm}
        onConfirm={() => actions.begin(view.attempt)}
        onClose={() => setAsking(false)}
      >
        <p>{t.beginAgainText}</p>
      </ConfirmDialog>
    </>
  );
}

type Member = CeremonyView['members'][number];

/** How far a member has come: 0 nothing, 4 rehearsed. */
function stepOf({ hasCertificate, hasPolynomial, hasOutput, isRehearsed }: Member): number {
  return [hasCertificate, hasPolynomial, hasOutput, isRehearsed].filter(Boolean).length;
}

function Standing({ view }: { readonly view: CeremonyView }) {
  const t = useText(keysText);
  const format = useFormat();
  const words = [t.standNone, t.standCertificate, t.standPolynomial, t.standOutput, t.standRehearsed];
  const needed = STATES.indexOf(view.state ?? 'certificates') + 1;
  const missing = view.members.filter((member) => stepOf(member) < needed);
  return (
    <Card title={t.members}>
      {view.state !== 'complete' && missing.length > 0 && (
        <p role="status">{t.waitsFor(format.list(missing.map(({ name }) => name)))}</p>
      )}
      <Table
        caption={t.members}
        isCaptionHidden
        rows={view.members}
        rowKey={({ position }) => String(position)}
        columns={[
          { key: 'no', header: t.no, cell: ({ position }) => position },
          {
            key: 'name',
            header: t.member,
            isRowHeader: true,
            cell: ({ name, isYou }) => (
              <>
                {name}
                {isYou && <span className="muted">{t.you}</span>}
              </>
            ),
          },
          {
            key: 'standing',
            header: t.standing,
            cell: (member) => (
              <Badge tone={stepOf(member) >= Math.min(needed, 4) ? 'success' : 'info'}>
                {words[stepOf(member)]}
              </Badge>
            ),
          },
        ]}
      />
      <Facts
        facts={[
          [t.attempt, view.attempt] as const,
          ...(view.trusteesHash === null
            ? []
            : [[t.fingerprint, <code key="hash">{view.trusteesHash.slice(0, 32)}</code>] as const]),
        ]}
      />
    </Card>
  );
}
