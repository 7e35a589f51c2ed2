/** The field everyone passes: scan or type, what to hand out, and what became of the last ones. */
import { useState } from 'react';
import type { Arrival, ArrivalInput, DeskRow, MeetingView } from '#server/api';
import { useArrive, useUndoSignIn } from '../../api/meetings.ts';
import { SerialScanner } from '../../parts/serial-scanner.tsx';
import { deskText } from '../../text/desk.ts';
import { useText } from '../../text/texts.ts';
import { Button } from '../../ui/button.tsx';
import { RadioGroup } from '../../ui/choices.tsx';
import { Notice, type Tone } from '../../ui/notice.tsx';
import { FailureNotice } from '../../ui/states.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { showToast } from '../../ui/toast.tsx';
import { readEntry } from './desk-entry.ts';
import type { DrawnBatchState } from './drawn-batch.tsx';

type Hand = ArrivalInput['hand'];

interface Event {
  readonly id: number;
  readonly tone: Tone;
  readonly text: string;
}

let lastEvent = 0;

export function DeskForm({
  meeting,
  rows,
  batch,
}: {
  readonly meeting: MeetingView;
  readonly rows: readonly DeskRow[];
  /** Null where cards bear names. */
  readonly batch: DrawnBatchState | null;
}) {
  const t = useText(deskText);
  const isNamed = meeting.cardsState === 'complete' && batch === null;
  const [text, setText] = useState('');
  const [hand, setHand] = useState<Hand>(isNamed ? 'card' : 'nothing');
  const [several, setSeveral] = useState<readonly DeskRow[]>([]);
  const [events, setEvents] = useState<readonly Event[]>([]);
  const [isScanning, setScanning] = useState(false);
  const arrive = useArrive(meeting.id);
  const undo = useUndoSignIn(meeting.id);

  const say = (tone: Tone, sentence: string) => {
    lastEvent += 1;
    const event = { id: lastEvent, tone, text: sentence };
    setEvents((before) => [event, ...before].slice(0, 6));
  };

  const enter = async (who: ArrivalInput['who']) => {
    setSeveral([]);
    setText('');
    const done = await arrive.run({ who, hand });
    if (!done.ok) return;
    const { member, attendance, medium } = done.value;
    say(attendance === 'kept' ? 'info' : 'success', sentenceOf(done.value));
    if (batch !== null && hand === 'nothing' && medium === null) batch.addMember(member.memberId);
    if (attendance === 'new' && medium === null) {
      showToast(t.arrived(member.name), {
        onUndo: () =>
          void undo.run(member.memberId).then((gone) => gone.ok && say('info', t.undone(member.name))),
      });
    }
  };

  const sentenceOf = ({ member: { name }, attendance, medium, serial }: Arrival): string => {
    if (attendance === 'back') return t.back(name);
    if (attendance === 'kept' && medium === null) return t.already(name);
    if (medium === 'electronic') return t.arrivedCard(name, serial ?? '');
    if (medium === 'paper') return t.arrivedPaper(name);
    return batch === null ? t.arrived(name) : t.drew(name);
  };

  const take = (given: string) => {
    const entry = readEntry(given, rows, isNamed);
    switch (entry.kind) {
      case 'who':
        void enter(entry.who);
        break;
      case 'serial':
        batch?.addSerial(entry.serial);
        setText('');
        break;
      case 'several':
        setSeveral(entry.rows);
        break;
      case 'inside':
        setText('');
        say('error', t.insideCode);
        break;
      case 'unknown':
        if (given.trim() !== '') say('warn', t.unknown(given.trim().slice(0, 40)));
    }
  };

  return (
    <section className="card" aria-label={t.title}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          take(text);
        }}
      >
        <TextField label={t.who} hint={t.whoHint} value={text} autoFocus maxLength={200} onChange={setText} />
        <RadioGroup
          label={t.hand}
          value={hand}
          onChange={setHand}
          options={[
            ...(isNamed ? [{ value: 'card' as const, label: t.handCard }] : []),
            { value: 'paper', label: t.handPaper },
            { value: 'nothing', label: t.handNothing },
          ]}
        />
        <div className="row">
          <Button kind="primary" type="submit" isLarge isBusy={arrive.isBusy}>
            {t.go}
          </Button>
          {!isScanning && <Button onPress={() => setScanning(true)}>{t.camera}</Button>}
        </div>
      </form>
      {isScanning && <SerialScanner onCode={take} onStop={() => setScanning(false)} />}
      {several.length > 0 && (
        <fieldset className="field">
          <legend className="field-label">{t.several}</legend>
          <div className="row">
            {several.map((row) => (
              <Button key={row.memberId} onPress={() => void enter({ memberId: row.memberId })}>
                {`${row.number} ${row.name} ${row.delegation}`}
              </Button>
            ))}
          </div>
        </fieldset>
      )}
      <FailureNotice failure={arrive.failure ?? undo.failure} />
      {events.length > 0 && (
        <div className="stack-tight">
          {events.map(({ id, tone, text: sentence }) => (
            <Notice key={id} tone={tone}>
              {sentence}
            </Notice>
          ))}
        </div>
      )}
    </section>
  );
}
