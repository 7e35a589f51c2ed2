/**
 * The sign-in desk: one field for the scanner or the keyboard, what just happened, the figures, and who is missing. The field
 * keeps the focus, so that a queue is served without a mouse.
 */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { DeskRow, Figures } from '#server/api';
import { deskOf, figuresOf } from '../../api/meetings.ts';
import { Answer } from '../../api/query.tsx';
import { QuorumBar } from '../../parts/quorum-bar.tsx';
import { useRolesIn } from '../../shell/roles.ts';
import { deskText } from '../../text/desk.ts';
import { meetingText } from '../../text/meeting.ts';
import { useLanguage } from '../../text/settings.ts';
import { choose, useText } from '../../text/texts.ts';
import { buttonClass } from '../../ui/button.tsx';
import { Figure, FigureRow } from '../../ui/figures.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Card, Page } from '../../ui/page.tsx';
import { DeskForm } from './desk-form.tsx';
import { DeskList } from './desk-list.tsx';
import { DrawnBatch, useDrawnBatch } from './drawn-batch.tsx';

export function DeskPage() {
  const { meetingId } = useParams({ from: '/signed-in/app/meetings/$meetingId/desk' });
  const figures = useQuery(figuresOf(meetingId));
  const rows = useQuery(deskOf(meetingId));
  return (
    <Answer query={figures}>
      {(now) => <Answer query={rows}>{(members) => <Desk figures={now} rows={members} />}</Answer>}
    </Answer>
  );
}

function Desk({ figures, rows }: { readonly figures: Figures; readonly rows: readonly DeskRow[] }) {
  const t = useText(deskText);
  const words = useText(meetingText);
  const language = useLanguage();
  const { meeting, inOffice, present, absent, issued, cards, quorums } = figures;
  const batch = useDrawnBatch(meeting.id);
  const isDrawn = meeting.cardsKind === 'drawn' && meeting.cardsState === 'complete';
  const isOn = meeting.state === 'sitting';
  const maySignIn = useRolesIn(meeting.organId).has('clerk');
  const title = choose(language, meeting.titleZh, meeting.titleEn);
  return (
    <Page title={t.title} crumbs={[{ label: title, to: `/app/meetings/${meeting.id}` }]}>
      <FigureRow>
        <Figure label={words.present} value={present} />
        <Figure label={words.inOffice} value={inOffice} />
        <Figure label={words.absent} value={absent} />
        <Figure label={words.issued} value={issued.electronic} />
        <Figure label={words.issuedPaper} value={issued.paper} />
      </FigureRow>
      {quorums.map((quorum) => (
        <QuorumBar key={quorum.of?.poll ?? 'usual'} quorum={quorum} present={present} inOffice={inOffice} />
      ))}
      {isOn && cards.activated !== issued.electronic && (
        <Notice tone="warn">{t.mismatch(cards.activated, issued.electronic)}</Notice>
      )}
      {isOn && maySignIn && <DeskForm meeting={meeting} rows={rows} batch={isDrawn ? batch : null} />}
      {!isOn && (
        <Notice tone="warn" title={t.notSitting}>
          <Link to="/app/meetings/$meetingId" params={{ meetingId: meeting.id }} className={buttonClass()}>
            {t.toMeeting}
          </Link>
        </Notice>
      )}
      {isOn && isDrawn && maySignIn && <DrawnBatch meetingId={meeting.id} batch={batch} rows={rows} />}
      <Card title={t.list}>
        <DeskList meeting={meeting} rows={rows} mayAct={isOn && maySignIn} />
      </Card>
    </Page>
  );
}
