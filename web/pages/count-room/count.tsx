/** The count room of a session, from the closed box to the published record: one page that shows the step that is on. */
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { CountView } from '#server/api';
import type { SessionState } from '#tally';
import { oneSession } from '../../api/ballot-sessions.ts';
import { asFailure } from '../../api/client.ts';
import { countOfPoll, reportOfPoll } from '../../api/counting.ts';
import { Answer } from '../../api/query.tsx';
import { countText } from '../../text/count.ts';
import { useLanguage } from '../../text/settings.ts';
import { choose, useText } from '../../text/texts.ts';
import { LinkButton } from '../../ui/button.tsx';
import { Figure, FigureRow } from '../../ui/figures.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Card, Page } from '../../ui/page.tsx';
import { Empty } from '../../ui/states.tsx';
import { Steps } from '../../ui/steps.tsx';
import { Announce } from './announce.tsx';
import { OpenCount } from './open-count.tsx';
import { Publish } from './publish.tsx';
import { Reconcile } from './reconcile.tsx';
import { Report } from './report.tsx';
import { Confirm, Signatures } from './signatures.tsx';

export function CountPage() {
  const { poll } = useParams({ from: '/signed-in/app/sessions/$poll/count' });
  const query = useQuery(countOfPoll(poll));
  if (query.data === undefined && query.isError && asFailure(query.error).code === 'WRONG_STATE') {
    return <NotClosed poll={poll} />;
  }
  return <Answer query={query}>{(view) => <Count view={view} />}</Answer>;
}

function NotClosed({ poll }: { readonly poll: string }) {
  const t = useText(countText);
  const language = useLanguage();
  const query = useQuery(oneSession(poll));
  return (
    <Answer query={query}>
      {({ subjectZh, subjectEn, meetingId, meetingTitleZh, meetingTitleEn }) => (
        <Page
          title={`${t.title} · ${choose(language, subjectZh, subjectEn)}`}
          crumbs={[
            { label: choose(language, meetingTitleZh, meetingTitleEn), to: `/app/meetings/${meetingId}` },
            { label: t.sessionCrumb, to: `/app/sessions/${poll}` },
          ]}
        >
          <Empty title={t.notClosed}>
            <p className="muted">{t.notClosedText}</p>
            <LinkButton href={`/app/sessions/${poll}`}>{t.toSession}</LinkButton>
          </Empty>
        </Page>
      )}
    </Answer>
  );
}

/** Index of the step each state is at. */
const STEP: Partial<Record<SessionState, number>> = {
  closed: 0,
  reconciled: 1,
  adjudicating: 1,
  revote_required: 1,
  counted: 2,
  signed: 3,
  announced: 4,
  confirmed: 5,
  published: 6,
  archived: 6,
};

function Count({ view }: { readonly view: CountView }) {
  const t = useText(countText);
  const language = useLanguage();
  const { state } = view;
  const isEnded = state === 'poll_invalid' || state === 'voided';
  return (
    <Page
      title={`${t.title} · ${choose(language, view.subjectZh, view.subjectEn)}`}
      crumbs={[
        {
          label: choose(language, view.meetingTitleZh, view.meetingTitleEn),
          to: `/app/meetings/${view.meetingId}`,
        },
        { label: t.sessionCrumb, to: `/app/sessions/${view.poll}` },
      ]}
    >
      {!isEnded && (
        <Steps
          label={t.progress}
          current={STEP[state] ?? 0}
          steps={[t.stepReconcile, t.stepOpen, t.stepSign, t.stepAnnounce, t.stepConfirm, t.stepPublish]}
        />
      )}
      <Ballots view={view} />
      {state === 'poll_invalid' && (
        <Notice tone="error" title={t.invalidTitle}>
          <p>{t.invalidText}</p>
        </Notice>
      )}
      {state === 'voided' && <Notice tone="warn" title={t.voidedTitle} />}
      {state === 'revote_required' && (
        <Notice tone="warn" title={t.revoteTitle}>
          <p>{t.revoteText}</p>
        </Notice>
      )}
      {state === 'closed' && <Reconcile view={view} />}
      {state === 'adjudicating' && <OpenCount view={view} />}
      {state === 'signed' && <Announce view={view} />}
      {state === 'announced' && <Confirm view={view} />}
      {(state === 'confirmed' || state === 'published' || state === 'archived') && <Publish view={view} />}
      {view.reportHash !== null && <WithReport view={view} hash={view.reportHash} />}
      {(STEP[state] ?? 0) >= 2 && <Signatures view={view} />}
    </Page>
  );
}

function Ballots({ view }: { readonly view: CountView }) {
  const t = useText(countText);
  const { issued, returned } = view;
  const paper = returned.paper ?? 0;
  return (
    <Card title={t.ballots}>
      <FigureRow>
        <Figure label={t.entitled} value={view.inOffice} />
        <Figure label={t.present} value={view.present} />
        <Figure
          label={t.issued}
          value={issued.electronic + issued.paper}
          note={t.mediums(issued.electronic, issued.paper)}
        />
        <Figure
          label={t.returned}
          value={returned.electronic + paper}
          note={returned.paper === null ? t.paperOpen : t.mediums(returned.electronic, paper)}
        />
      </FigureRow>
    </Card>
  );
}

function WithReport({ view, hash }: { readonly view: CountView; readonly hash: string }) {
  const query = useQuery(reportOfPoll(view.poll, hash));
  return <Answer query={query}>{(report) => <Report report={report} />}</Answer>;
}
