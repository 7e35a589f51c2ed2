/** The ballot exactly as voters will see it, to be tried out; nothing that is marked here goes anywhere. */
import { useState } from 'react';
import type { Sheet } from '#tally';
import { pictureUrl } from '../../api/ballot-sessions.ts';
import { BallotForm, type ItemDescription } from '../../parts/ballot-form.tsx';
import { markWord } from '../../parts/mark-words.ts';
import { blankMarks, type CapUse, capUses, withMark } from '../../parts/marks.ts';
import { ballotText } from '../../text/ballot.ts';
import { useLanguage } from '../../text/settings.ts';
import { useText } from '../../text/texts.ts';
import { Notice } from '../../ui/notice.tsx';
import '../../parts/ballot-form.css';

export function BallotPreview({
  sheet,
  descriptions,
}: {
  readonly sheet: Sheet;
  readonly descriptions: Readonly<Record<string, ItemDescription>>;
}) {
  const t = useText(ballotText);
  const language = useLanguage();
  const [marks, setMarks] = useState(() => blankMarks(sheet));
  const [full, setFull] = useState<CapUse | null>(null);
  return (
    <div className="ballot-preview">
      {capUses(sheet, marks).map((cap) => (
        <p key={cap.mark} className="strong">
          {t.capUsed(markWord(cap.name, language), cap.used, cap.max)}
        </p>
      ))}
      {full !== null && <Notice tone="warn">{t.capReached(markWord(full.name, language), full.max)}</Notice>}
      <BallotForm
        sheet={sheet}
        descriptions={descriptions}
        marks={marks}
        onChange={(item, mark) => {
          setFull(null);
          setMarks(withMark(sheet, marks, item, mark));
        }}
        onCap={setFull}
        pictureUrl={pictureUrl}
      />
    </div>
  );
}
