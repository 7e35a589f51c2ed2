/** The chief scrutineer's ruling on a batch: what agrees is filled in, what differs is to be read from the paper. */
import { useId, useState } from 'react';
import type { SessionView } from '#server/api';
import type { Column, RulePack } from '#tally';
import { useSessionStep } from '../../api/ballot-sessions.ts';
import { paperText } from '../../text/paper.ts';
import { useText } from '../../text/texts.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/choices.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Card } from '../../ui/page.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { showToast } from '../../ui/toast.tsx';
import { cellsOf, cellValue, columnOf } from './paper-cells.ts';
import { PaperColumns, useCellName } from './paper-columns.tsx';

export function PaperRuling({
  session,
  pack,
  batch,
  first,
  second,
  onDone,
}: {
  readonly session: SessionView;
  readonly pack: RulePack;
  readonly batch: number;
  readonly first: Column;
  readonly second: Column;
  readonly onDone: () => void;
}) {
  const t = useText(paperText);
  const id = useId();
  const { items } = session;
  const name = useCellName(pack, items);
  const cells = cellsOf(pack, items);
  const isSame = (cell: (typeof cells)[number]) => cellValue(first, cell) === cellValue(second, cell);
  const [values, setValues] = useState<Readonly<Record<string, string>>>(() =>
    Object.fromEntries(
      cells.map((cell) => [
        cell.key,
        cell.kind === 'pending' ? '0' : isSame(cell) ? String(cellValue(first, cell)) : '',
      ]),
    ),
  );
  // A doubtful ballot found valid adds to any cell.
  const [isAll, setAll] = useState(first.pending + second.pending > 0);
  const [reason, setReason] = useState('');
  const [isAsked, setAsked] = useState(false);
  const step = useSessionStep(session.id);
  const isFilled = cells.every(({ key }) => /^\d{1,6}$/.test(values[key] ?? ''));
  const isReady = isFilled && reason.trim() !== '';
  const differing = cells.filter((cell) => !isSame(cell)).length;
  const rule = async () => {
    const column = columnOf(pack, items, (key) => Number(values[key] ?? 0));
    const ruled = await step.run(`paper/${batch}/ruling`, { column, reason: reason.trim().normalize('NFC') });
    if (!ruled.ok) throw ruled.failure;
    showToast(t.ruled, { tone: 'success' });
    onDone();
  };
  return (
    <Card title={t.ruleTitle(batch)}>
      <p className="muted">{t.ruleLead}</p>
      {differing > 0 && <Notice tone="warn">{t.differing(differing)}</Notice>}
      {Number(values.pending) > 0 && <Notice tone="warn">{t.pendingLeft}</Notice>}
      <PaperColumns
        pack={pack}
        items={items}
        isOnlyDiffering={!isAll}
        columns={[
          { header: t.first, column: first },
          { header: t.second, column: second },
        ]}
        extra={{
          header: t.holds,
          cell: (cell) => (
            <input
              id={`${id}-${cell.key}`}
              className="control paper-input"
              inputMode="numeric"
              maxLength={6}
              autoComplete="off"
              aria-label={`${t.holds} ${name(cell)}`}
              value={values[cell.key] ?? ''}
              onChange={(event) => setValues({ ...values, [cell.key]: event.target.value.trim() })}
            />
          ),
        }}
      />
      <Checkbox label={t.showAll} isChecked={isAll} onChange={setAll} />
      <TextField label={t.reason} maxLength={200} value={reason} onChange={setReason} />
      <div className="row">
        <Button kind="primary" isDisabled={!isReady} onPress={() => setAsked(true)}>
          {t.ruleSubmit}
        </Button>
      </div>
      <ConfirmDialog
        isOpen={isAsked}
        title={t.ruleTitle(batch)}
        confirm={t.ruleSubmit}
        onConfirm={rule}
        onClose={() => setAsked(false)}
      >
        <p>{t.ruleConfirm}</p>
      </ConfirmDialog>
    </Card>
  );
}
