/** One item of a ballot as a clerk fills it in; what is rarely needed is folded away. */
import { useAction } from '../../api/action.ts';
import { pictureUrl, uploadPicture } from '../../api/ballot-sessions.ts';
import { useText } from '../../text/texts.ts';
import { wizardText } from '../../text/wizard.ts';
import { Button } from '../../ui/button.tsx';
import { FileDrop } from '../../ui/file-drop.tsx';
import { FailureNotice } from '../../ui/states.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { DraftError, ItemForm } from './session-draft.ts';

export function ItemEditor({
  meetingId,
  item,
  at,
  isLast,
  errors,
  onChange,
  onMove,
  onRemove,
}: {
  readonly meetingId: string;
  readonly item: ItemForm;
  readonly at: number;
  readonly isLast: boolean;
  readonly errors: ReadonlySet<DraftError>;
  readonly onChange: (next: Partial<ItemForm>) => void;
  readonly onMove: (to: number) => void;
  readonly onRemove: () => void;
}) {
  const t = useText(wizardText);
  const upload = useAction(async (file: File) =>
    onChange({ picture: (await uploadPicture(meetingId, file)).picture }),
  );
  const name = item.titleZh || t.itemNo(at + 1);
  const titleError = errors.has(`title ${at}`)
    ? t.titleBad
    : errors.has(`same ${at}`)
      ? t.sameBad
      : undefined;
  return (
    <fieldset className="item-editor">
      <legend className="visually-hidden">{t.itemNo(at + 1)}</legend>
      <span className="item-editor-no" aria-hidden="true">
        {at + 1}
      </span>
      <div className="item-editor-fields">
        <TextField
          label={t.titleZh}
          maxLength={100}
          value={item.titleZh}
          error={titleError}
          onChange={(titleZh) => onChange({ titleZh })}
        />
        <TextField
          label={t.leadUnit}
          maxLength={100}
          value={item.leadUnit}
          error={errors.has(`unit ${at}`) ? t.unitBad : undefined}
          onChange={(leadUnit) => onChange({ leadUnit })}
        />
        <TextField
          label={t.cost}
          inputMode="decimal"
          isRequired={false}
          maxLength={16}
          value={item.cost}
          error={errors.has(`cost ${at}`) ? t.costBad : undefined}
          onChange={(cost) => onChange({ cost })}
        />
      </div>
      <div className="item-editor-tools">
        <Button kind="quiet" label={t.moveUp(name)} isDisabled={at === 0} onPress={() => onMove(at - 1)}>
          {t.up}
        </Button>
        <Button kind="quiet" label={t.moveDown(name)} isDisabled={isLast} onPress={() => onMove(at + 1)}>
          {t.down}
        </Button>
        <Button kind="quiet" label={t.removeItem(name)} onPress={onRemove}>
          {t.remove}
        </Button>
      </div>
      <details className="item-editor-more">
        <summary>{t.more}</summary>
        <div className="columns columns-even">
          <TextField
            label={t.titleEn}
            isRequired={false}
            maxLength={200}
            value={item.titleEn}
            onChange={(titleEn) => onChange({ titleEn })}
          />
          <TextField
            label={t.supportUnits}
            hint={t.supportHint}
            isRequired={false}
            value={item.supportUnits}
            onChange={(supportUnits) => onChange({ supportUnits })}
          />
          <TextField
            label={t.finishOn}
            type="date"
            isRequired={false}
            value={item.finishOn}
            onChange={(finishOn) => onChange({ finishOn })}
          />
        </div>
        <TextField
          label={t.description}
          rows={3}
          isRequired={false}
          maxLength={1_000}
          value={item.textZh}
          onChange={(textZh) => onChange({ textZh })}
        />
        {item.picture === '' ? (
          <FileDrop
            label={t.picture}
            accept="image/png,image/jpeg,image/webp"
            isBusy={upload.isBusy}
            onFile={(file) => void upload.run(file)}
          >
            <span className="muted small">{t.pictureHint}</span>
          </FileDrop>
        ) : (
          <div className="row">
            <img className="item-editor-picture" src={pictureUrl(item.picture)} alt={name} />
            <Button onPress={() => onChange({ picture: '' })}>{t.removePicture}</Button>
          </div>
        )}
        <FailureNotice failure={upload.failure} />
      </details>
    </fieldset>
  );
}
