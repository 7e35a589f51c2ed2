/** Second step: the subject, planned times, and the items in the order of the ballot. */
import { useState } from 'react';
import { useAction } from '../../api/action.ts';
import { readItemsFile } from '../../api/ballot-sessions.ts';
import { useText } from '../../text/texts.ts';
import { wizardText } from '../../text/wizard.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FileDrop } from '../../ui/file-drop.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Card } from '../../ui/page.tsx';
import { Empty, FailureNotice } from '../../ui/states.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { showToast } from '../../ui/toast.tsx';
import { ItemEditor } from './item-editor.tsx';
import { EMPTY_ITEM, type ItemForm, itemsOfRows, rowsOfPaste } from './session-draft.ts';
import type { WizardStepProps } from './wizard-rules.tsx';

export function WizardItems({ meeting, draft, errors, onChange }: WizardStepProps) {
  const t = useText(wizardText);
  const { items } = draft;
  const [entry, setEntry] = useState<'paste' | 'file' | null>(null);
  const setItems = (next: readonly ItemForm[]) => onChange({ items: next });
  const add = (more: readonly ItemForm[]) => {
    setItems([...items, ...more]);
    setEntry(null);
    showToast(t.imported(more.length));
  };
  const move = (from: number, to: number) => {
    const [moved] = items.slice(from, from + 1);
    const rest = items.filter((_, at) => at !== from);
    if (moved !== undefined) setItems(rest.toSpliced(to, 0, moved));
  };
  const remove = (at: number) => {
    setItems(items.filter((_, other) => other !== at));
    showToast(t.removed(items[at]?.titleZh ?? ''), { onUndo: () => setItems(items) });
  };
  return (
    <>
      <Card>
        <TextField
          label={t.subjectZh}
          hint={t.subjectZhHint}
          value={draft.subjectZh}
          maxLength={100}
          error={errors.has('subject') ? t.subjectBad : undefined}
          onChange={(subjectZh) => onChange({ subjectZh })}
        />
        <div className="columns columns-even">
          <TextField
            label={t.subjectEn}
            isRequired={false}
            maxLength={200}
            value={draft.subjectEn}
            onChange={(subjectEn) => onChange({ subjectEn })}
          />
          <TextField
            label={t.year}
            inputMode="numeric"
            maxLength={4}
            value={draft.year}
            error={errors.has('year') ? t.yearBad : undefined}
            onChange={(year) => onChange({ year })}
          />
        </div>
        <fieldset className="field">
          <legend className="field-label">{t.planned}</legend>
          <span className="field-hint">{t.plannedHint}</span>
          <div className="columns columns-even">
            <TextField
              label={t.opensAt}
              type="datetime-local"
              isRequired={false}
              value={draft.opensAt}
              error={errors.has('planned') ? t.plannedBad : undefined}
              onChange={(opensAt) => onChange({ opensAt })}
            />
            <TextField
              label={t.closesAt}
              type="datetime-local"
              isRequired={false}
              value={draft.closesAt}
              onChange={(closesAt) => onChange({ closesAt })}
            />
          </div>
        </fieldset>
      </Card>
      <Card
        title={t.items}
        actions={
          <>
            <Button onPress={() => setEntry('paste')}>{t.paste}</Button>
            <Button onPress={() => setEntry('file')}>{t.importFile}</Button>
          </>
        }
      >
        <p className="muted">{t.itemsLead}</p>
        {errors.has('oneItem') && <Notice tone="error">{t.oneItemBad}</Notice>}
        {items.length === 0 ? (
          <Empty title={errors.has('noItems') ? t.noItemsBad : t.noItems} />
        ) : (
          <ol className="item-editors">
            {items.map((item, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: an item is its place on the ballot
              <li key={at}>
                <ItemEditor
                  meetingId={meeting.id}
                  item={item}
                  at={at}
                  isLast={at === items.length - 1}
                  errors={errors}
                  onChange={(next) =>
                    setItems(items.map((one, other) => (other === at ? { ...one, ...next } : one)))
                  }
                  onMove={(to) => move(at, to)}
                  onRemove={() => remove(at)}
                />
              </li>
            ))}
          </ol>
        )}
        <div className="row">
          <Button onPress={() => setItems([...items, EMPTY_ITEM])}>{t.addItem}</Button>
        </div>
      </Card>
      <PasteDialog isOpen={entry === 'paste'} onTake={add} onClose={() => setEntry(null)} />
      <FileDialog
        isOpen={entry === 'file'}
        meetingId={meeting.id}
        onTake={add}
        onClose={() => setEntry(null)}
      />
    </>
  );
}

interface EntryProps {
  readonly isOpen: boolean;
  readonly onTake: (items: readonly ItemForm[]) => void;
  readonly onClose: () => void;
}

function PasteDialog({ isOpen, onTake, onClose }: EntryProps) {
  const t = useText(wizardText);
  const [text, setText] = useState('');
  const found = text.trim() === '' ? [] : itemsOfRows(rowsOfPaste(text));
  return (
    <Dialog
      isOpen={isOpen}
      isWide
      title={t.paste}
      onClose={onClose}
      actions={
        <Button
          kind="primary"
          isDisabled={found.length === 0}
          onPress={() => {
            setText('');
            onTake(found);
          }}
        >
          {t.take(found.length)}
        </Button>
      }
    >
      <TextField label={t.pasteLabel} hint={t.pasteHint} rows={10} value={text} onChange={setText} />
    </Dialog>
  );
}

function FileDialog({ isOpen, meetingId, onTake, onClose }: EntryProps & { readonly meetingId: string }) {
  const t = useText(wizardText);
  const read = useAction(async (file: File) => onTake(itemsOfRows(await readItemsFile(meetingId, file))));
  return (
    <Dialog isOpen={isOpen} isWide title={t.importFile} onClose={onClose}>
      <FileDrop
        label={t.importLabel}
        accept=".xlsx,.csv"
        isBusy={read.isBusy}
        onFile={(file) => void read.run(file)}
      >
        <span className="muted small">{t.pasteHint}</span>
      </FileDrop>
      <FailureNotice failure={read.failure} />
    </Dialog>
  );
}
