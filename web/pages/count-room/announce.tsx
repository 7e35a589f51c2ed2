/** The chair announces; the text to read, in letters that can be read from a lectern, on a page of its own. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { CountView, ReportView } from '#server/api';
import { readTallyReport } from '#tally';
import { Failure } from '../../api/client.ts';
import { countOfPoll, reportOfPoll, useCountActions } from '../../api/counting.ts';
import { Answer } from '../../api/query.tsx';
import { Sentence } from '../../parts/sentence.tsx';
import { useRolesIn } from '../../shell/roles.ts';
import { countText } from '../../text/count.ts';
import { useLanguage } from '../../text/settings.ts';
import { choose, useText } from '../../text/texts.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { Card, Page } from '../../ui/page.tsx';
import { Failed } from '../../ui/states.tsx';
import './announcement.css';

export function Announce({ view }: { readonly view: CountView }) {
  const t = useText(countText);
  const roles = useRolesIn(view.organId);
  const actions = useCountActions(view.poll);
  const [isAsking, setAsking] = useState(false);
  return (
    <Card title={t.announceTitle}>
      <p>{t.announceLead}</p>
      <div className="row">
        <Link
          to="/app/sessions/$poll/announcement"
          params={{ poll: view.poll }}
          className={buttonClass({ kind: 'primary' })}
        >
          {t.announcePage}
        </Link>
        {(roles.has('presidingChair') || roles.has('clerk')) && (
          <Button onPress={() => setAsking(true)}>{t.announced}</Button>
        )}
      </div>
      <ConfirmDialog
        isOpen={isAsking}
        title={t.announceConfirmTitle}
        confirm={t.announced}
        onConfirm={actions.announce}
        onClose={() => setAsking(false)}
      />
    </Card>
  );
}

export function AnnouncementPage() {
  const { poll } = useParams({ from: '/signed-in/app/sessions/$poll/announcement' });
  const query = useQuery(countOfPoll(poll));
  return <Answer query={query}>{(view) => <Announcement view={view} />}</Answer>;
}

function Announcement({ view }: { readonly view: CountView }) {
  const t = useText(countText);
  const language = useLanguage();
  const query = useQuery(reportOfPoll(view.poll, view.reportHash));
  return (
    <Page
      title={t.announcementTitle}
      lead={choose(language, view.subjectZh, view.subjectEn)}
      crumbs={[{ label: t.title, to: `/app/sessions/${view.poll}/count` }]}
      actions={<Button onPress={() => window.print()}>{t.print}</Button>}
    >
      <Answer query={query}>{(report) => <Sentences report={report} />}</Answer>
    </Page>
  );
}

function Sentences({ report }: { readonly report: ReportView }) {
  const read = readTallyReport(report.text);
  const language = useLanguage();
  if (!read.ok) return <Failed failure={new Failure(read.error.code, { detail: read.error.message })} />;
  return (
    <article className="announcement">
      {read.value.announcement[language].map((sentence) => (
        <Sentence key={sentence} text={sentence} />
      ))}
    </article>
  );
}
