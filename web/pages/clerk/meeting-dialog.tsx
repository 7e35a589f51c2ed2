/** Planning a meeting, or changing its number, title or date. */
import { useState } from 'react';
import type { MeetingView, OrganView } from '#server/api';
import { useChangeMeeting, useCreateMeeting } from '../../api/meetings.ts';
import { meetingText } from '../../text/meeting.ts';
import { useText } from '../../text/texts.ts';
import { uiText } from '../../text/ui.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FailureNotice } from '../../ui/states.tsx';
import { TextField } from '../../ui/text-field.tsx';

interface Given {
  readonly organ: Pick<OrganView, 'id' | 'nameZh' | 'nameEn'>;
  /** Null: a new one. */
  readonly meeting: MeetingView | null;
  readonly onClose: () => void;
  readonly onSaved?: (meeting: MeetingView) => void;
}

export function MeetingDialog({ isOpen, ...given }: Given & { readonly isOpen: boolean }) {
  const t = useText(meetingText);
  return (
    <Dialog isOpen={isOpen} isWide title={given.meeting === null ? t.create : t.edit} onClose={given.onClose}>
      <MeetingForm {...given} />
    </Dialog>
  );
}

function MeetingForm({ organ, meeting, onClose, onSaved }: Given) {
  const t = useText(meetingText);
  const ui = useText(uiText);
  const [number, setNumber] = useState(String(meeting?.number ?? 1));
  const [titleZh, setTitleZh] = useState(meeting?.titleZh ?? `${organ.nameZh}第一次会议`);
  const [titleEn, setTitleEn] = useState(meeting?.titleEn ?? `${organ.nameEn}, meeting 1`);
  const [heldOn, setHeldOn] = useState(meeting?.heldOn ?? '');
  const create = useCreateMeeting(organ.id);
  const change = useChangeMeeting(meeting?.id ?? '');
  const save = async () => {
    const given = { number: Number(number), titleZh: titleZh.trim(), titleEn: titleEn.trim(), heldOn };
    const saved = meeting === null ? await create.run(given) : await change.run(given);
    if (!saved.ok) return;
    onClose();
    onSaved?.(saved.value);
  };
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <TextField label={t.titleZh} value={titleZh} maxLength={100} onChange={setTitleZh} />
      <TextField label={t.titleEn} value={titleEn} maxLength={200} onChange={setTitleEn} />
      <div className="columns">
        <TextField label={t.number} type="number" inputMode="numeric" value={number} onChange={setNumber} />
        <TextField label={t.heldOn} type="date" value={heldOn} onChange={setHeldOn} />
      </div>
      <FailureNotice failure={create.failure ?? change.failure} />
      <div className="dialog-actions">
        <Button onPress={onClose}>{ui.cancel}</Button>
        <Button kind="primary" type="submit" isBusy={create.isBusy || change.isBusy}>
          {t.save}
        </Button>
      </div>
    </form>
  );
}
