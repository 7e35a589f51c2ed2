/** Last step: everything at a glance, what to think twice about, and the ballot itself. */
import type { DraftInput, SessionMeeting } from '#server/api';
import { checkItems, type Item, type RulePack } from '#tally';
import { useFormat } from '../../text/format.ts';
import { sessionText } from '../../text/sessions.ts';
import { useLanguage } from '../../text/settings.ts';
import { choose, useText } from '../../text/texts.ts';
import { wizardText } from '../../text/wizard.ts';
import { Notice } from '../../ui/notice.tsx';
import { Card, Facts } from '../../ui/page.tsx';
import { BallotPreview } from './ballot-preview.tsx';
import { type DraftForm, packOfDraft } from './session-draft.ts';

export function WizardReview({
  draft,
  read,
  meeting,
}: {
  readonly draft: DraftForm;
  readonly read: DraftInput;
  readonly meeting: SessionMeeting;
}) {
  const t = useText(wizardText);
  const ts = useText(sessionText);
  const language = useLanguage();
  const format = useFormat();
  const pack = packOfDraft(draft);
  if (pack === undefined) return null;
  const items = read.items.map(
    ({ description: _, supportUnits, costFen, titleZh, titleEn, leadUnit }, at): Item => ({
      no: at + 1,
      titleZh,
      titleEn,
      leadUnit,
      ...(supportUnits.length > 0 ? { supportUnits } : {}),
      ...(costFen === undefined ? {} : { costFen }),
    }),
  );
  const flaws = checkItems({ pack, items, round: { kind: 'first' } });
  const cost = read.items.reduce((sum, { costFen }) => sum + (costFen ?? 0), 0);
  const { planned } = read;
  return (
    <>
      <p className="page-lead">{t.reviewLead}</p>
      {flaws.map(({ message }) => (
        <Notice key={message} tone="error">
          {message}
        </Notice>
      ))}
      <Card title={ts.overview}>
        <Facts
          facts={[
            [ts.meeting, choose(language, meeting.titleZh, meeting.titleEn)],
            [ts.subject, choose(language, read.subjectZh, read.subjectEn)],
            [ts.kind, ts[`kind_${pack.kind}`]],
            [ts.rules, choose(language, pack.titleZh, pack.titleEn)],
            [ts.secrecy, pack.secrecy === 'recorded' ? ts.recorded : ts.secret],
            ...placesOf(pack, t.seats),
            [ts.year, String(read.year)],
            [
              ts.planned,
              planned === null
                ? ts.notPlanned
                : ts.plannedValue(format.moment(planned.opensAt), format.moment(planned.closesAt)),
            ],
            [ts.items, ts.itemCount(items.length)],
          ]}
        />
        {cost > 0 && <p className="muted">{t.total(format.number(cost / 1_000_000))}</p>}
      </Card>
      <Card title={ts.preview}>
        <p className="muted">{ts.previewLead}</p>
        <BallotPreview
          sheet={{ pack, items, round: { kind: 'first' } }}
          descriptions={Object.fromEntries(
            read.items.map(({ description }, at) => [String(at + 1), description]),
          )}
        />
      </Card>
    </>
  );
}

function placesOf(pack: RulePack, label: string): readonly (readonly [string, string])[] {
  const seats = pack.kind === 'projects' ? pack.ballot.seats : undefined;
  return seats === undefined ? [] : [[label, String(seats)]];
}
