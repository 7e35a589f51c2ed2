/**
 * Drawn cards, waiting to be recorded: who drew and which cards were drawn, as two lists that say nothing about each other
 * (F11). They are kept in this tab in alphabetical order, sent in two requests, and written by the server in no order.
 */
import { useState } from 'react';
import type { DeskRow } from '#server/api';
import { useRecordDrawn, useReturnDrawn } from '../../api/meetings.ts';
import { deskText } from '../../text/desk.ts';
import { useText } from '../../text/texts.ts';
import { Button } from '../../ui/button.tsx';
import { Figure, FigureRow } from '../../ui/figures.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Card } from '../../ui/page.tsx';
import { FailureNotice } from '../../ui/states.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { showToast } from '../../ui/toast.tsx';
import { readEntry } from './desk-entry.ts';

interface Pending {
  readonly members: readonly string[];
  readonly serials: readonly string[];
}

export interface DrawnBatchState extends Pending {
  readonly addMember: (memberId: string) => void;
  readonly addSerial: (serial: string) => void;
  readonly clear: () => void;
}

const NONE: Pending = { members: [], serials: [] };

/** Outlives a reload of the tab; sorted, so that places in the lists do not match. */
export function useDrawnBatch(meetingId: string): DrawnBatchState {
  const key = `minyi.drawn.${meetingId}`;
  const [pending, setPending] = useState<Pending>(() => {
    try {
      return (JSON.parse(sessionStorage.getItem(key) ?? 'null') as Pending | null) ?? NONE;
    } catch {
      return NONE;
    }
  });
  const keep = (next: Pending) => {
    setPending(next);
    try {
      sessionStorage.setItem(key, JSON.stringify(next));
    } catch {
      // Storage is forbidden: the batch lasts as long as the page.
    }
  };
  const added = (list: readonly string[], one: string) => [...new Set([...list, one])].sort();
  return {
    ...pending,
    addMember: (memberId) => keep({ ...pending, members: added(pending.members, memberId) }),
    addSerial: (serial) => keep({ ...pending, serials: added(pending.serials, serial) }),
    clear: () => keep(NONE),
  };
}

export function DrawnBatch({
  meetingId,
  batch,
  rows,
}: {
  readonly meetingId: string;
  readonly batch: DrawnBatchState;
  readonly rows: readonly DeskRow[];
}) {
  const t = useText(deskText);
  const record = useRecordDrawn(meetingId);
  const handBack = useReturnDrawn(meetingId);
  const [back, setBack] = useState('');
  const { members, serials } = batch;
  const isEqual = members.length === serials.length;
  const send = async () => {
    const done = await record.run(members, serials);
    if (!done.ok) return;
    batch.clear();
    showToast(t.drawnDone(serials.length));
    if (done.value.refused.length > 0) {
      showToast(t.drawnRefused(done.value.refused.length), { tone: 'warn' });
    }
  };
  const takeBack = async () => {
    const entry = readEntry(back, rows, false);
    if (entry.kind !== 'serial') return;
    const done = await handBack.run([entry.serial]);
    if (!done.ok) return;
    setBack('');
    showToast(t.returnedCard(entry.serial));
  };
  return (
    <Card title={t.drawnTitle}>
      <p className="muted">{t.drawnText}</p>
      <FigureRow>
        <Figure label={t.drawnMembers} value={members.length} />
        <Figure label={t.drawnCards} value={serials.length} />
      </FigureRow>
      {!isEqual && <Notice tone="warn">{t.drawnUnequal}</Notice>}
      <FailureNotice failure={record.failure ?? handBack.failure} />
      <div className="row">
        <Button
          kind="primary"
          isBusy={record.isBusy}
          isDisabled={!isEqual || members.length === 0}
          onPress={() => void send()}
        >
          {t.drawnRecord}
        </Button>
      </div>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void takeBack();
        }}
      >
        <TextField
          label={t.returnCard}
          hint={t.returnCardHint}
          isRequired={false}
          value={back}
          onChange={setBack}
        />
        <div className="row">
          <Button type="submit" isBusy={handBack.isBusy}>
            {t.returnCard}
          </Button>
        </div>
      </form>
    </Card>
  );
}
