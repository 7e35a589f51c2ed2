/** Paper ballots to print: one A4 page each, none with a number, the same items in the same order as on the screen. */
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { SessionView } from '#server/api';
import { approvalsOf, markNames, type RulePack, type Sheet } from '#tally';
import { oneSession } from '../../api/ballot-sessions.ts';
import { Answer } from '../../api/query.tsx';
import { markWord } from '../../parts/mark-words.ts';
import { paperText } from '../../text/paper.ts';
import { sessionText } from '../../text/sessions.ts';
import { useLanguage } from '../../text/settings.ts';
import { choose, type Language, useText } from '../../text/texts.ts';
import { Button } from '../../ui/button.tsx';
import { Select } from '../../ui/choices.tsx';
import { Page } from '../../ui/page.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { WholeWords } from '../../ui/whole-words.tsx';
import './paper.css';

export function PaperBallotsPage() {
  const { poll } = useParams({ from: '/signed-in/app/sessions/$poll/paper-ballots' });
  const query = useQuery({ ...oneSession(poll), refetchInterval: false });
  return <Answer query={query}>{(session) => <PaperBallots session={session} />}</Answer>;
}

const MAX_COPIES = 200;

function PaperBallots({ session }: { readonly session: SessionView }) {
  const t = useText(paperText);
  const ts = useText(sessionText);
  const language = useLanguage();
  const [printed, setPrinted] = useState<Language>('zh');
  const [copies, setCopies] = useState('10');
  const count = /^\d{1,3}$/.test(copies) ? Math.min(MAX_COPIES, Number(copies)) : 0;
  return (
    <Page
      title={t.printTitle}
      lead={t.printLead}
      crumbs={[
        { label: ts.listTitle, to: `/app/meetings/${session.meetingId}/sessions` },
        { label: choose(language, session.subjectZh, session.subjectEn), to: `/app/sessions/${session.id}` },
      ]}
    >
      <div className="row row-end no-print">
        <TextField label={t.copies} inputMode="numeric" maxLength={3} value={copies} onChange={setCopies} />
        <Select
          label={t.printed}
          value={printed}
          options={[
            { value: 'zh', label: '中文' },
            { value: 'en', label: 'English' },
          ]}
          onChange={setPrinted}
        />
        <Button kind="primary" isDisabled={count === 0} onPress={() => window.print()}>
          {t.print}
        </Button>
      </div>
      {count > 1 && <p className="muted no-print">{t.oneShown(count)}</p>}
      <div className="paper-sheets">
        {Array.from({ length: count }, (_, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: copies are all alike
          <PaperBallot key={i} session={session} language={printed} />
        ))}
      </div>
    </Page>
  );
}

function PaperBallot({ session, language }: { readonly session: SessionView; readonly language: Language }) {
  const t = paperText[language];
  const pack = JSON.parse(session.rulePack) as RulePack;
  const { items, round, limits, setupHash } = session;
  const sheet: Sheet = { pack, items, round, ...(limits === null ? {} : { limits }) };
  const names = markNames(pack);
  return (
    <article className="paper-sheet" lang={language === 'zh' ? 'zh-CN' : 'en'}>
      <p className="paper-meeting">{choose(language, session.meetingTitleZh, session.meetingTitleEn)}</p>
      <h2 className="paper-subject">{choose(language, session.subjectZh, session.subjectEn)}</h2>
      <p className="paper-kind">{t.blank}</p>
      <table className="paper-marking">
        <thead>
          <tr>
            <th scope="col">{t.number}</th>
            <th scope="col">{t.item}</th>
            {names.map((name) => (
              <th key={name} scope="col">
                {markWord(name, language)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={item.no}>
              <td className="paper-number">{item.no}</td>
              <th scope="row">
                <WholeWords text={choose(language, item.titleZh, item.titleEn)} />
                <span className="paper-unit">{item.leadUnit}</span>
              </th>
              {names.map((name) => (
                <td key={name} className="paper-box" />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="paper-how">
        {howToMark(t, sheet)}
        {language === 'en' && ' '}
        {t.howDouble}
      </p>
      {setupHash !== null && <p className="paper-foot">{t.foot(setupHash)}</p>}
    </article>
  );
}

function howToMark(
  t: {
    howTicks: (max: number) => string;
    howCapped: (max: number) => string;
    howEach: string;
    howGrades: string;
  },
  sheet: Sheet,
): string {
  switch (sheet.pack.ballot.method) {
    case 'approve_up_to_n':
      return t.howTicks(approvalsOf(sheet));
    case 'ternary_capped':
      return t.howCapped(approvalsOf(sheet));
    case 'ternary_each':
      return t.howEach;
    case 'grade_each':
      return t.howGrades;
  }
}
