/** The tally report with all its figures, as it is signed. Read back from the canonical text, whose hash is shown. */
import type { ReportView } from '#server/api';
import { readTallyReport, type TallyReport } from '#tally';
import { Failure } from '../../api/client.ts';
import { markWord } from '../../parts/mark-words.ts';
import { Sentence } from '../../parts/sentence.tsx';
import { countText } from '../../text/count.ts';
import { useLanguage } from '../../text/settings.ts';
import { choose, useText } from '../../text/texts.ts';
import { Badge } from '../../ui/notice.tsx';
import { Card, Facts } from '../../ui/page.tsx';
import { Failed } from '../../ui/states.tsx';
import { type Column, Table } from '../../ui/table.tsx';

export function Report({ report: { text, hash, verificationCode } }: { readonly report: ReportView }) {
  const read = readTallyReport(text);
  if (!read.ok) return <Failed failure={new Failure(read.error.code, { detail: read.error.message })} />;
  return <Shown report={read.value} hash={hash} code={verificationCode} />;
}

function Shown({
  report,
  hash,
  code,
}: {
  readonly report: TallyReport;
  readonly hash: string;
  readonly code: string;
}) {
  const t = useText(countText);
  const language = useLanguage();
  const { ballots, result, rulePack, announcement } = report;
  return (
    <Card title={t.reportTitle}>
      <Facts
        facts={[
          [t.rulePackName, choose(language, rulePack.titleZh, rulePack.titleEn)],
          [t.issued, ballots.issued],
          [t.returned, ballots.returned],
          [t.unreturned, ballots.unreturned],
          [t.valid, ballots.valid],
          [t.void, ballots.void],
          ...(result?.kind === 'decision' && result.threshold !== null
            ? [
                [
                  t.threshold,
                  t.thresholdValue(
                    choose(language, result.threshold.textZh, result.threshold.textEn),
                    result.threshold.minVotes,
                  ),
                ] as const,
              ]
            : []),
        ]}
      />
      {report.counts === null ? (
        report.outcome === 'COUNTED' && <p className="muted">{t.noCounts}</p>
      ) : (
        <Counts report={report} />
      )}
      <h3>{t.announcementTitle}</h3>
      <div className="stack stack-tight">
        {announcement[language].map((sentence) => (
          <Sentence key={sentence} text={sentence} />
        ))}
      </div>
      <Facts
        facts={[
          [t.code, <strong key="code">{code}</strong>],
          [t.reportHash, <code key="hash">{hash}</code>],
        ]}
      />
    </Card>
  );
}

interface Row {
  readonly no: number;
  readonly title: string;
  readonly unit: string;
  readonly marks: readonly number[];
}

function Counts({ report }: { readonly report: TallyReport }) {
  const t = useText(countText);
  const language = useLanguage();
  const { counts, items, result } = report;
  if (counts === null) return null;
  const rows = counts.totals.map(({ no, marks }): Row => {
    const item = items.find((one) => one.no === no);
    return {
      no,
      title: choose(language, item?.titleZh ?? '', item?.titleEn),
      unit: item?.leadUnit ?? '',
      marks,
    };
  });
  const outcome = (no: number) => {
    if (result?.kind === 'evaluation') {
      const graded = result.items.find((one) => one.no === no);
      return graded === undefined ? null : <Badge>{markWord(graded.grade, language)}</Badge>;
    }
    const found = result?.outcomes.find((one) => one.no === no)?.outcome;
    return found === undefined ? null : (
      <Badge tone={found === 'elected' ? 'success' : 'info'}>{t[found]}</Badge>
    );
  };
  const columns: Column<Row>[] = [
    { key: 'no', header: t.no, isNumeric: true, cell: ({ no }) => no, sortBy: ({ no }) => no },
    { key: 'item', header: t.item, isRowHeader: true, cell: ({ title }) => title },
    { key: 'unit', header: t.unit, cell: ({ unit }) => unit },
    ...counts.marks.map(
      (mark, i): Column<Row> => ({
        key: mark,
        header: markWord(mark, language),
        isNumeric: true,
        cell: ({ marks }) => marks[i] ?? 0,
        sortBy: ({ marks }) => marks[i] ?? 0,
      }),
    ),
    { key: 'outcome', header: t.outcome, cell: ({ no }) => outcome(no) },
  ];
  return <Table caption={t.countsCaption} rows={rows} rowKey={({ no }) => String(no)} columns={columns} />;
}
