/** First step: what is decided, under which rules, and what these rules say. */
import type { SessionMeeting } from '#server/api';
import { PRESETS } from '#tally';
import { RuleExplanation } from '../../parts/rule-explanation.tsx';
import { sessionText } from '../../text/sessions.ts';
import { useLanguage } from '../../text/settings.ts';
import { choose, useText } from '../../text/texts.ts';
import { wizardText } from '../../text/wizard.ts';
import { Checkbox, RadioGroup, Select } from '../../ui/choices.tsx';
import { Card } from '../../ui/page.tsx';
import { TextField } from '../../ui/text-field.tsx';
import {
  type DraftError,
  type DraftForm,
  type Kind,
  packOfDraft,
  presetFor,
  readOwnRules,
  settingMissing,
  settingsOf,
} from './session-draft.ts';

export interface WizardStepProps {
  readonly meeting: SessionMeeting;
  readonly draft: DraftForm;
  readonly errors: ReadonlySet<DraftError>;
  readonly onChange: (next: Partial<DraftForm>) => void;
}

const KINDS: readonly Kind[] = ['projects', 'evaluation', 'resolution'];

export function WizardRules({ meeting, draft, errors, onChange }: WizardStepProps) {
  const t = useText(wizardText);
  const ts = useText(sessionText);
  const language = useLanguage();
  const pack = packOfDraft(draft);
  const can = settingsOf(pack);
  const missing = settingMissing(draft);
  const chooseKind = (kind: Kind) =>
    onChange({ kind, preset: presetFor(meeting.organKind, kind), ownRules: null });
  return (
    <>
      <Card>
        <RadioGroup
          label={t.kind}
          value={draft.kind}
          onChange={chooseKind}
          options={KINDS.map((kind) => ({ value: kind, label: ts[`kind_${kind}`], hint: t[`hint_${kind}`] }))}
        />
        {draft.ownRules === null ? (
          <>
            <Select
              label={t.rules}
              value={draft.preset}
              onChange={(preset) => onChange({ preset })}
              options={PRESETS.filter(({ kind }) => kind === draft.kind).map((preset) => ({
                value: preset.id,
                label: choose(language, preset.titleZh, preset.titleEn),
              }))}
            />
            <div className="columns columns-even">
              {can.seats && (
                <TextField
                  label={t.seats}
                  hint={t.seatsHint}
                  inputMode="numeric"
                  value={draft.seats}
                  error={errors.has('seats') ? t.seatsBad : undefined}
                  onChange={(seats) => onChange({ seats })}
                />
              )}
              {can.budget && (
                <TextField
                  label={t.budget}
                  inputMode="decimal"
                  value={draft.budget}
                  error={errors.has('budget') ? t.budgetBad : undefined}
                  onChange={(budget) => onChange({ budget })}
                />
              )}
            </div>
            <RadioGroup
              label={t.secrecy}
              value={draft.secrecy}
              onChange={(secrecy) => onChange({ secrecy })}
              options={[
                { value: 'secret', label: t.secret, hint: t.secretHint },
                { value: 'recorded', label: t.recorded, hint: t.recordedHint },
              ]}
            />
          </>
        ) : (
          <TextField
            label={t.ownRulesText}
            hint={t.ownRulesHint}
            rows={12}
            value={draft.ownRules}
            error={
              errors.has('rules') || readOwnRules(draft.ownRules) === undefined ? t.ownRulesBad : undefined
            }
            onChange={(ownRules) => {
              const own = readOwnRules(ownRules);
              onChange({
                ownRules,
                ...(own === undefined ? {} : { kind: own.pack.kind, secrecy: own.pack.secrecy }),
              });
            }}
          />
        )}
        <Checkbox
          label={t.ownRules}
          isChecked={draft.ownRules !== null}
          onChange={(isOwn) => onChange({ ownRules: isOwn ? JSON.stringify(pack, null, 2) : null })}
        />
      </Card>
      {pack !== undefined && (
        <Card title={t.explained}>
          <p className="strong">{choose(language, pack.titleZh, pack.titleEn)}</p>
          {missing !== null && (
            <p className="muted">{missing === 'seats' ? t.exampleSeats : t.exampleBudget}</p>
          )}
          <RuleExplanation pack={pack} body={exampleBody(meeting)} />
        </Card>
      )}
    </>
  );
}

/** The real body where it has enough members to show anything, else one of 200. */
export function exampleBody({ organKind, inOffice }: Pick<SessionMeeting, 'organKind' | 'inOffice'>) {
  const size = inOffice >= 20 ? inOffice : 200;
  return { organKind, inOffice: size, present: Math.round(size * 0.96) };
}
