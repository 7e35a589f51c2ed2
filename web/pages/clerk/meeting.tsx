/** A meeting: who is there, and the steps of its day in order, each with its place and who does it. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { Figures } from '#server/api';
import { figuresOf, useAttendees, useMoveMeeting } from '../../api/meetings.ts';
import { Answer } from '../../api/query.tsx';
import { QuorumBar } from '../../parts/quorum-bar.tsx';
import { useRolesIn } from '../../shell/roles.ts';
import { useFormat } from '../../text/format.ts';
import { meetingText } from '../../text/meeting.ts';
import { organText } from '../../text/organs.ts';
import { useLanguage } from '../../text/settings.ts';
import { choose, useText } from '../../text/texts.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { ConfirmDialog, Dialog } from '../../ui/dialog.tsx';
import { Figure, FigureRow } from '../../ui/figures.tsx';
import { Badge } from '../../ui/notice.tsx';
import { Card, Page } from '../../ui/page.tsx';
import { FailureNotice } from '../../ui/states.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { DaySteps } from './day-steps.tsx';
import { MeetingDialog } from './meeting-dialog.tsx';

type Open = 'edit' | 'begin' | 'close' | 'attendees' | null;

export function MeetingPage() {
  const { meetingId } = useParams({ from: '/signed-in/app/meetings/$meetingId' });
  return (
    <Answer query={useQuery(figuresOf(meetingId))}>{(figures) => <OneMeeting figures={figures} />}</Answer>
  );
}

function OneMeeting({ figures }: { readonly figures: Figures }) {
  const { meeting, organ } = figures;
  const t = useText(meetingText);
  const bodies = useText(organText);
  const language = useLanguage();
  const format = useFormat();
  const [open, setOpen] = useState<Open>(null);
  const move = useMoveMeeting(meeting.id);
  const isClerk = useRolesIn(meeting.organId).has('clerk');
  const close = () => setOpen(null);
  return (
    <Page
      title={choose(language, meeting.titleZh, meeting.titleEn)}
      lead={
        <>
          {format.date(meeting.heldOn)}{' '}
          <Badge tone={meeting.state === 'sitting' ? 'success' : 'info'}>{t[meeting.state]}</Badge>
        </>
      }
      crumbs={[
        { label: bodies.listTitle, to: '/app/organs' },
        { label: choose(language, organ.nameZh, organ.nameEn), to: `/app/organs/${meeting.organId}` },
      ]}
      actions={
        <>
          {isClerk && meeting.state !== 'closed' && <Button onPress={() => setOpen('edit')}>{t.edit}</Button>}
          <Link
            to="/app/meetings/$meetingId/hall"
            params={{ meetingId: meeting.id }}
            className={buttonClass()}
          >
            {t.hall}
          </Link>
        </>
      }
    >
      <Attendance figures={figures} onAttendees={isClerk ? () => setOpen('attendees') : undefined} />
      <Card title={t.checklist}>
        <p className="muted">{t.checklistHint}</p>
        <DaySteps
          figures={figures}
          onBegin={isClerk ? () => setOpen('begin') : undefined}
          onClose={isClerk ? () => setOpen('close') : undefined}
        />
      </Card>
      <MeetingDialog
        isOpen={open === 'edit'}
        organ={{ id: meeting.organId, ...organ }}
        meeting={meeting}
        onClose={close}
      />
      <ConfirmDialog
        isOpen={open === 'begin'}
        title={t.begin}
        confirm={t.begin}
        onClose={close}
        onConfirm={() => settled(move.run('sitting'))}
      >
        <p>{t.beginText}</p>
      </ConfirmDialog>
      <ConfirmDialog
        isOpen={open === 'close'}
        title={t.close}
        confirm={t.close}
        isDangerous
        onClose={close}
        onConfirm={() => settled(move.run('closed'))}
      >
        <p>{t.closeText}</p>
      </ConfirmDialog>
      <Dialog isOpen={open === 'attendees'} title={t.setAttendees} onClose={close}>
        <AttendeesForm meetingId={meeting.id} attendees={meeting.attendees} onClose={close} />
      </Dialog>
    </Page>
  );
}

/** A confirmation shows the failure of its action itself. */
async function settled(outcome: Promise<{ readonly ok: boolean; readonly failure?: Error }>): Promise<void> {
  const done = await outcome;
  if (!done.ok && done.failure !== undefined) throw done.failure;
}

function Attendance({
  figures,
  onAttendees,
}: {
  readonly figures: Figures;
  readonly onAttendees: (() => void) | undefined;
}) {
  const t = useText(meetingText);
  const { inOffice, present, absent, issued, quorums, meeting } = figures;
  return (
    <div className="stack">
      <FigureRow>
        <Figure label={t.inOffice} value={inOffice} />
        <Figure label={t.present} value={present} />
        <Figure label={t.absent} value={absent} />
        <Figure label={t.issued} value={issued.electronic} />
        <Figure label={t.issuedPaper} value={issued.paper} />
        <Figure label={t.attendees} value={meeting.attendees} note={t.attendeesNote} />
      </FigureRow>
      {quorums.map((quorum) => (
        <QuorumBar key={quorum.of?.poll ?? 'usual'} quorum={quorum} present={present} inOffice={inOffice} />
      ))}
      {onAttendees !== undefined && meeting.state !== 'closed' && (
        <div className="row">
          <Button kind="quiet" onPress={onAttendees}>
            {t.setAttendees}
          </Button>
        </div>
      )}
    </div>
  );
}

function AttendeesForm({
  meetingId,
  attendees,
  onClose,
}: {
  readonly meetingId: string;
  readonly attendees: number;
  readonly onClose: () => void;
}) {
  const t = useText(meetingText);
  const save = useAttendees(meetingId);
  const [count, setCount] = useState(String(attendees));
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void save.run(Number(count)).then((saved) => saved.ok && onClose());
      }}
    >
      <TextField label={t.attendees} type="number" inputMode="numeric" value={count} onChange={setCount} />
      <FailureNotice failure={save.failure} />
      <div className="dialog-actions">
        <Button kind="primary" type="submit" isBusy={save.isBusy}>
          {t.save}
        </Button>
      </div>
    </form>
  );
}
