/** What is done to one member: added, edited, out of office, back in office. */
import { useState } from 'react';
import type { Member, RollRow } from '#server/api';
import { useReturn, useSaveMember, useVacate } from '../../api/organs.ts';
import { rollText } from '../../text/organs.ts';
import { useText } from '../../text/texts.ts';
import { uiText } from '../../text/ui.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FailureNotice } from '../../ui/states.tsx';
import { TextField } from '../../ui/text-field.tsx';

export type MemberTask =
  | { readonly kind: 'add' }
  | { readonly kind: 'edit' | 'vacate' | 'return'; readonly member: Member };

interface Given {
  readonly organId: string;
  readonly rollHash: string;
  readonly onClose: () => void;
}

export function MemberDialogs({ task, ...given }: Given & { readonly task: MemberTask | null }) {
  const t = useText(rollText);
  if (task === null) return null;
  const title =
    task.kind === 'add'
      ? t.addTitle
      : {
          edit: t.editTitle,
          vacate: t.vacateTitle(task.member.name),
          return: t.returnTitle(task.member.name),
        }[task.kind];
  return (
    <Dialog isOpen title={title} onClose={given.onClose}>
      {task.kind === 'add' && <MemberForm {...given} member={null} />}
      {task.kind === 'edit' && <MemberForm {...given} member={task.member} />}
      {task.kind === 'vacate' && <VacateForm {...given} member={task.member} />}
      {task.kind === 'return' && <ReturnForm {...given} member={task.member} />}
    </Dialog>
  );
}

function Actions({
  isBusy,
  isDangerous = false,
  label,
  onClose,
}: {
  readonly isBusy: boolean;
  readonly isDangerous?: boolean;
  readonly label: string;
  readonly onClose: () => void;
}) {
  const ui = useText(uiText);
  return (
    <div className="dialog-actions">
      <Button onPress={onClose}>{ui.cancel}</Button>
      <Button kind={isDangerous ? 'danger' : 'primary'} type="submit" isBusy={isBusy}>
        {label}
      </Button>
    </div>
  );
}

function MemberForm({ organId, rollHash, member, onClose }: Given & { readonly member: Member | null }) {
  const t = useText(rollText);
  const save = useSaveMember(organId);
  const [row, setRow] = useState<RollRow>({
    number: member?.number ?? '',
    name: member?.name ?? '',
    delegation: member?.delegation ?? '',
    category: member?.category ?? '',
  });
  const field = (name: keyof RollRow, isRequired: boolean) => (
    <TextField
      label={t[name]}
      value={row[name]}
      isRequired={isRequired}
      maxLength={name === 'number' ? 20 : 60}
      onChange={(text) => setRow({ ...row, [name]: text })}
    />
  );
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        const tidy = Object.fromEntries(
          Object.entries(row).map(([name, text]) => [name, text.normalize('NFC').trim()]),
        ) as unknown as RollRow;
        void save.run(rollHash, member?.id ?? null, tidy).then((saved) => saved.ok && onClose());
      }}
    >
      {field('number', true)}
      {field('name', true)}
      {field('delegation', false)}
      {field('category', false)}
      <FailureNotice failure={save.failure} />
      <Actions isBusy={save.isBusy} label={t.save} onClose={onClose} />
    </form>
  );
}

function VacateForm({ organId, rollHash, member, onClose }: Given & { readonly member: Member }) {
  const t = useText(rollText);
  const vacate = useVacate(organId);
  const [reason, setReason] = useState('');
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void vacate
          .run(rollHash, member.id, reason.normalize('NFC').trim())
          .then((done) => done.ok && onClose());
      }}
    >
      <p>{t.vacateText}</p>
      <TextField label={t.reason} hint={t.reasonHint} value={reason} maxLength={100} onChange={setReason} />
      <FailureNotice failure={vacate.failure} />
      <Actions isBusy={vacate.isBusy} isDangerous label={t.vacate} onClose={onClose} />
    </form>
  );
}

function ReturnForm({ organId, rollHash, member, onClose }: Given & { readonly member: Member }) {
  const t = useText(rollText);
  const comeBack = useReturn(organId);
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void comeBack.run(rollHash, member.id).then((done) => done.ok && onClose());
      }}
    >
      <FailureNotice failure={comeBack.failure} />
      <Actions isBusy={comeBack.isBusy} label={t.return} onClose={onClose} />
    </form>
  );
}
