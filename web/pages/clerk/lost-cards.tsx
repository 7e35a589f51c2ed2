/** Lost cards: a clerk reports one, a scrutineer confirms on another screen; then it is void and a spare or paper takes its place. */
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { DeskRow, LostCard, MeetingView } from '#server/api';
import {
  cardsOf,
  deskOf,
  figuresOf,
  lostCardsOf,
  useConfirmLost,
  useReportLost,
  useWithdrawLost,
} from '../../api/meetings.ts';
import { Answer } from '../../api/query.tsx';
import { useRolesIn } from '../../shell/roles.ts';
import { lostText } from '../../text/cards.ts';
import { useLanguage } from '../../text/settings.ts';
import { choose, useText } from '../../text/texts.ts';
import { Button } from '../../ui/button.tsx';
import { RadioGroup, Select } from '../../ui/choices.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { Badge } from '../../ui/notice.tsx';
import { Card, Page } from '../../ui/page.tsx';
import { FailureNotice } from '../../ui/states.tsx';
import { Table } from '../../ui/table.tsx';
import { TextField } from '../../ui/text-field.tsx';

export function LostCardsPage() {
  const { meetingId } = useParams({ from: '/signed-in/app/meetings/$meetingId/lost-cards' });
  const t = useText(lostText);
  const language = useLanguage();
  return (
    <Answer query={useQuery(figuresOf(meetingId))}>
      {({ meeting }) => (
        <Page
          title={t.title}
          lead={t.lead}
          crumbs={[
            { label: choose(language, meeting.titleZh, meeting.titleEn), to: `/app/meetings/${meetingId}` },
          ]}
        >
          <LostList meeting={meeting} />
          <ReportCard meeting={meeting} />
        </Page>
      )}
    </Answer>
  );
}

function LostList({ meeting }: { readonly meeting: MeetingView }) {
  const t = useText(lostText);
  const roles = useRolesIn(meeting.organId);
  const confirm = useConfirmLost(meeting.id);
  const withdraw = useWithdrawLost(meeting.id);
  const [chosen, setChosen] = useState<LostCard | null>(null);
  const mayConfirm = roles.has('scrutineer') || roles.has('chiefScrutineer');
  return (
    <Card title={t.list}>
      <FailureNotice failure={withdraw.failure} />
      <Answer query={useQuery(lostCardsOf(meeting.id))}>
        {(lost) => (
          <Table
            caption={t.list}
            isCaptionHidden
            rows={lost}
            rowKey={({ serial }) => serial}
            empty={t.none}
            columns={[
              { key: 'serial', header: t.serial, cell: ({ serial }) => <code>{serial}</code> },
              { key: 'spare', header: t.replacement, cell: ({ spare }) => spare ?? t.byPaper },
              { key: 'reason', header: t.reason, cell: ({ reason }) => reason },
              { key: 'by', header: t.proposedBy, cell: ({ proposedBy }) => proposedBy },
              {
                key: 'state',
                header: t.state,
                cell: ({ confirmedBy }) =>
                  confirmedBy === null ? (
                    <Badge tone="warn">{t.waiting}</Badge>
                  ) : (
                    <span>
                      <Badge tone="success">{t.done}</Badge> {confirmedBy}
                    </span>
                  ),
              },
              {
                key: 'actions',
                header: t.actions,
                cell: (one) =>
                  one.confirmedBy === null && (
                    <span className="row">
                      {mayConfirm && (
                        <Button kind="danger" onPress={() => setChosen(one)}>
                          {t.confirm}
                        </Button>
                      )}
                      {roles.has('clerk') && (
                        <Button kind="quiet" onPress={() => void withdraw.run(one.serial)}>
                          {t.withdraw}
                        </Button>
                      )}
                    </span>
                  ),
              },
            ]}
          />
        )}
      </Answer>
      <ConfirmDialog
        isOpen={chosen !== null}
        title={t.confirmTitle(chosen?.serial ?? '')}
        confirm={t.confirm}
        isDangerous
        onClose={() => setChosen(null)}
        onConfirm={async () => {
          if (chosen === null) return;
          const done = await confirm.run(chosen.serial);
          if (!done.ok) throw done.failure;
        }}
      >
        <p>{t.confirmText(chosen?.spare ?? '')}</p>
      </ConfirmDialog>
    </Card>
  );
}

function ReportCard({ meeting }: { readonly meeting: MeetingView }) {
  const t = useText(lostText);
  const isClerk = useRolesIn(meeting.organId).has('clerk');
  const cards = useQuery({ ...cardsOf(meeting.id), enabled: isClerk });
  const desk = useQuery({ ...deskOf(meeting.id), enabled: isClerk });
  if (!isClerk) return null;
  return (
    <Card title={t.report}>
      <Answer query={cards}>
        {({ freeSpares }) => (
          <Answer query={desk}>
            {(rows) => <ReportForm meeting={meeting} rows={rows} spares={freeSpares} />}
          </Answer>
        )}
      </Answer>
    </Card>
  );
}

function ReportForm({
  meeting,
  rows,
  spares,
}: {
  readonly meeting: MeetingView;
  readonly rows: readonly DeskRow[];
  readonly spares: readonly string[];
}) {
  const t = useText(lostText);
  const report = useReportLost(meeting.id);
  const isNamed = meeting.cardsKind === 'named';
  const [memberId, setMember] = useState('');
  const [typed, setTyped] = useState('');
  const [by, setBy] = useState<'spare' | 'paper'>('spare');
  const [spare, setSpare] = useState('');
  const [reason, setReason] = useState('');
  const member = rows.find((row) => row.memberId === memberId);
  const serial = isNamed ? (member?.serial ?? '') : typed.trim().toUpperCase();
  const chosenSpare = by === 'spare' ? (spares.includes(spare) ? spare : (spares[0] ?? '')) : null;
  const send = async () => {
    const done = await report.run({
      serial,
      spare: chosenSpare,
      memberId: chosenSpare === null && memberId !== '' ? memberId : null,
      reason: reason.normalize('NFC').trim(),
    });
    if (!done.ok) return;
    setMember('');
    setTyped('');
    setReason('');
  };
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (serial !== '' && chosenSpare !== '') void send();
      }}
    >
      <Select
        label={t.who}
        isRequired={isNamed}
        value={memberId}
        options={rows
          .filter((row) => !isNamed || row.serial !== null)
          .map((row) => ({
            value: row.memberId,
            label: [row.number, row.name, row.serial].filter(Boolean).join(' · '),
          }))}
        onChange={setMember}
      />
      {!isNamed && <TextField label={t.serial} value={typed} maxLength={20} onChange={setTyped} />}
      <RadioGroup
        label={t.replacement}
        value={by}
        onChange={setBy}
        options={[
          { value: 'spare', label: t.bySpare, isDisabled: spares.length === 0 },
          { value: 'paper', label: t.byPaper },
        ]}
      />
      {by === 'spare' && (
        <Select
          label={t.spare}
          value={chosenSpare ?? ''}
          options={spares.map((value) => ({ value, label: value }))}
          onChange={setSpare}
        />
      )}
      <TextField label={t.reason} value={reason} maxLength={100} onChange={setReason} />
      <FailureNotice failure={report.failure} />
      <div className="row">
        <Button kind="primary" type="submit" isBusy={report.isBusy}>
          {t.report}
        </Button>
      </div>
    </form>
  );
}
