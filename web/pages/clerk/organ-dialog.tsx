/** Creating a body, or changing what is known of it. Its kind stays: rules and wording follow from it. */
import { useState } from 'react';
import type { OrganInput, OrganView } from '#server/api';
import { useChangeOrgan, useCreateOrgan } from '../../api/organs.ts';
import { organText } from '../../text/organs.ts';
import { useText } from '../../text/texts.ts';
import { uiText } from '../../text/ui.ts';
import { Button } from '../../ui/button.tsx';
import { Select } from '../../ui/choices.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FailureNotice } from '../../ui/states.tsx';
import { TextField } from '../../ui/text-field.tsx';

const KINDS = ['congress', 'standing_committee', 'street_assembly'] as const;

export function OrganDialog({
  isOpen,
  organ,
  onClose,
}: {
  readonly isOpen: boolean;
  /** Null: a new one. */
  readonly organ: OrganView | null;
  readonly onClose: () => void;
}) {
  const t = useText(organText);
  return (
    <Dialog isOpen={isOpen} isWide title={organ === null ? t.create : t.edit} onClose={onClose}>
      <OrganForm organ={organ} onClose={onClose} />
    </Dialog>
  );
}

function OrganForm({ organ, onClose }: { readonly organ: OrganView | null; readonly onClose: () => void }) {
  const t = useText(organText);
  const ui = useText(uiText);
  const [kind, setKind] = useState<OrganInput['kind']>(organ?.kind ?? 'congress');
  const [texts, setTexts] = useState({
    nameZh: organ?.nameZh ?? '',
    nameEn: organ?.nameEn ?? '',
    regionZh: organ?.regionZh ?? '',
    regionEn: organ?.regionEn ?? '',
  });
  const [seats, setSeats] = useState(organ === null ? '' : String(organ.seatQuota));
  const [termFrom, setFrom] = useState(organ?.termFrom ?? '');
  const [termUntil, setUntil] = useState(organ?.termUntil ?? '');
  const create = useCreateOrgan();
  const change = useChangeOrgan(organ?.id ?? '');
  const save = async () => {
    const rest = {
      nameZh: texts.nameZh.trim(),
      nameEn: texts.nameEn.trim(),
      regionZh: texts.regionZh.trim(),
      regionEn: texts.regionEn.trim(),
      seatQuota: Number(seats),
      termFrom: termFrom === '' ? null : termFrom,
      termUntil: termUntil === '' ? null : termUntil,
    };
    const saved = organ === null ? await create.run({ kind, ...rest }) : await change.run(rest);
    if (saved.ok) onClose();
  };
  const field = (name: keyof typeof texts) => (
    <TextField
      label={t[name]}
      value={texts[name]}
      maxLength={name.endsWith('En') ? 200 : 100}
      onChange={(text) => setTexts({ ...texts, [name]: text })}
    />
  );
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      {organ === null && (
        <Select
          label={t.kind}
          value={kind}
          options={KINDS.map((value) => ({ value, label: t[value] }))}
          onChange={setKind}
        />
      )}
      {field('nameZh')}
      {field('nameEn')}
      <div className="columns">
        {field('regionZh')}
        {field('regionEn')}
      </div>
      <TextField
        label={t.seatQuota}
        hint={t.seatQuotaHint}
        type="number"
        inputMode="numeric"
        value={seats}
        onChange={setSeats}
      />
      <div className="columns">
        <TextField label={t.termFrom} type="date" isRequired={false} value={termFrom} onChange={setFrom} />
        <TextField label={t.termUntil} type="date" isRequired={false} value={termUntil} onChange={setUntil} />
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
