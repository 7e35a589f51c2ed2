/** The announced result on the screen of the hall: the counts of the signed report and what the chair reads. */
import { useQuery } from '@tanstack/react-query';
import { readTallyReport } from '#tally';
import { getJson } from '../../api/client.ts';
import { Answer } from '../../api/query.tsx';
import { markWord } from '../../parts/mark-words.ts';
import { hallText } from '../../text/hall.ts';
import { useLanguage } from '../../text/settings.ts';
import { choose, useText } from '../../text/texts.ts';

export function HallResult({ poll }: { readonly poll: string }) {
  const query = useQuery({
    queryKey: ['hall', 'report', poll],
    queryFn: () => getJson<{ readonly text: string }>(`/api/ballot-sessions/${poll}/report`),
    refetchInterval: 10_000,
  });
  return <Answer query={query}>{({ text }) => <Report text={text} />}</Answer>;
}

function Report({ text }: { readonly text: string }) {
  const t = useText(hallText);
  const language = useLanguage();
  const read = readTallyReport(text);
  if (!read.ok) return null;
  const { items, counts, result, announcement } = read.value;
  const elected = new Set(result?.kind === 'decision' ? result.elected : []);
  const marks = counts?.marks ?? [];
  return (
    <>
      {counts !== null && (
        <table className="hall-table">
          <caption className="visually-hidden">{t.state_announced}</caption>
          <thead>
            <tr>
              <th scope="col">{t.no}</th>
              <th scope="col">{t.item}</th>
              {marks.map((mark) => (
                <th key={mark} scope="col" className="hall-number">
                  {markWord(mark, language)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {items.map((item) => (
              <tr key={item.no} className={elected.has(item.no) ? 'hall-elected' : undefined}>
                <td>{item.no}</td>
                <th scope="row">
                  {elected.has(item.no) && <span aria-hidden="true">✓ </span>}
                  {choose(language, item.titleZh, item.titleEn)}
                </th>
                {(counts.totals.find(({ no }) => no === item.no)?.marks ?? []).map((count, index) => (
                  <td key={marks[index]} className="hall-number">
                    {count}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {(language === 'zh' ? announcement.zh : announcement.en).slice(-1).map((sentence) => (
        <p key={sentence} className="hall-announcement">
          {sentence}
        </p>
      ))}
    </>
  );
}
