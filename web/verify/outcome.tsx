/** What the verifier found: verdict, numbered checks, findings, figures, receipts, test ballots. */
import { CHECK_GROUPS_ZH } from '#tally';
import { useLanguage } from '../text/settings.ts';
import { choose, useText } from '../text/texts.ts';
import { verifyText } from '../text/verify.ts';
import { Badge, Notice, type Tone } from '../ui/notice.tsx';
import { Card, Facts } from '../ui/page.tsx';
import type { JudgedReceipt, Judgement } from './judge.ts';
import type { TestOutcome } from './messages.ts';

type Findings = Judgement['findings'];
/** Findings of one check that are listed. */
const MOST_OF_A_CHECK = 20;
const TONES: Readonly<Record<Findings[number]['severity'], Tone>> = {
  error: 'error',
  warning: 'warn',
  info: 'info',
};

export function Outcome({ judgement }: { readonly judgement: Judgement }) {
  const t = useText(verifyText);
  const language = useLanguage();
  const { verdict, titles, groups, findings, receipts, kind } = judgement;
  const words = {
    verified: [t.verified, t.verifiedText, 'success'],
    refuted: [t.refuted, t.refutedText, 'error'],
    unusable: [t.unusable, t.unusableText, 'warn'],
  } as const;
  const [title, text, tone] = words[verdict];
  return (
    <>
      {kind === 'receipts' ? null : (
        <Notice tone={tone} title={title}>
          {titles === null ? null : (
            <p>
              {choose(language, titles.meetingZh, titles.meetingEn)}{' '}
              {choose(language, titles.subjectZh, titles.subjectEn)}
            </p>
          )}
          <p>{text}</p>
        </Notice>
      )}
      {receipts.map((receipt) => (
        <ReceiptOutcome key={receipt.name} receipt={receipt} />
      ))}
      {groups.length === 0 ? null : <Checks groups={groups} />}
      <FindingList findings={findings} />
      <Figures judgement={judgement} />
    </>
  );
}

function Checks({ groups }: { readonly groups: Judgement['groups'] }) {
  const t = useText(verifyText);
  const language = useLanguage();
  return (
    <Card title={t.checks}>
      <div className="table-frame">
        <table className="table checks-table">
          <thead>
            <tr>
              <th scope="col">{t.number}</th>
              <th scope="col">{t.check}</th>
              <th scope="col">{t.outcome}</th>
            </tr>
          </thead>
          <tbody>
            {groups.map(({ number, title, errors, warnings, notes }) => (
              <tr key={number}>
                <td>{number}</td>
                <th scope="row">{language === 'zh' ? (CHECK_GROUPS_ZH[number] ?? title) : title}</th>
                <td>
                  <Badge tone={errors > 0 ? 'error' : warnings > 0 ? 'warn' : 'success'}>
                    {errors > 0
                      ? t.withErrors(errors)
                      : warnings > 0
                        ? t.withWarnings(warnings)
                        : notes > 0
                          ? `${t.passed} · ${t.withNotes(notes)}`
                          : t.passed}
                  </Badge>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}

function FindingList({ findings }: { readonly findings: Findings }) {
  const t = useText(verifyText);
  if (findings.length === 0) return null;
  const seen = new Map<string, number>();
  const listed = findings.filter(({ check }) => {
    const count = (seen.get(check) ?? 0) + 1;
    seen.set(check, count);
    return count <= MOST_OF_A_CHECK;
  });
  return (
    <Card title={t.findings}>
      {t.findingLanguage === '' ? null : <p className="muted small">{t.findingLanguage}</p>}
      <ul className="findings">
        {listed.map(({ check, severity, where, message }, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: findings never move
          <li key={i} lang="en">
            <Badge tone={TONES[severity]}>{t[severity]}</Badge> <strong>{check}</strong> <code>{where}</code>
            <br />
            {message}
          </li>
        ))}
      </ul>
      {findings.length > listed.length ? <p>{t.more(findings.length - listed.length)}</p> : null}
    </Card>
  );
}

function Figures({ judgement }: { readonly judgement: Judgement }) {
  const t = useText(verifyText);
  const { summary, verificationCode, checkpoint } = judgement;
  if (summary === null) return null;
  return (
    <Card title={t.counts}>
      <Facts
        facts={[
          [t.ballots, String(summary.ballots)],
          [t.counted, String(summary.counted)],
          [t.voters, String(summary.voters)],
          ...(verificationCode === null
            ? []
            : ([[t.code, <code key="c">{verificationCode}</code>]] as const)),
          [t.fingerprint, <code key="f">{summary.fingerprint ?? '?'}</code>],
          [t.head, <code key="h">{summary.head ?? '?'}</code>],
        ]}
      />
      {checkpoint === null ? null : <p className="muted">{t.ledger(checkpoint.origin, checkpoint.size)}</p>}
    </Card>
  );
}

function ReceiptOutcome({ receipt }: { readonly receipt: JudgedReceipt }) {
  const t = useText(verifyText);
  const { name, codes, verdict, isCounted, findings } = receipt;
  const words = {
    verified: [t.receiptTrue, 'success'],
    refuted: [t.receiptFalse, 'error'],
    unusable: [t.receiptUnusable, 'warn'],
  } as const;
  const [title, tone] = words[verdict];
  return (
    <Notice tone={tone} title={`${title}：${name}`}>
      {codes.length === 0 ? null : <p>{codes.join('  ')}</p>}
      {isCounted && <p>{t.receiptCounted}</p>}
      {findings.length > 0 && t.findingLanguage !== '' && <p className="muted small">{t.findingLanguage}</p>}
      {findings.map(({ message }) => (
        <p key={message} lang="en">
          {message}
        </p>
      ))}
    </Notice>
  );
}

export function TestOutcomes({ tests }: { readonly tests: readonly TestOutcome[] }) {
  const t = useText(verifyText);
  const language = useLanguage();
  return tests.map(({ name, checked, refusal }) => {
    if (checked === null) {
      return (
        <Notice key={name} tone="warn" title={name}>
          <p lang="en">{refusal}</p>
        </Notice>
      );
    }
    const isGood = checked.findings.length === 0;
    return (
      <Card key={name} title={`${t.kindTest} ${checked.code}`}>
        <Notice tone={isGood ? 'success' : 'error'} title={isGood ? t.testGood : t.testBad}>
          <p>{isGood ? t.testGoodText : t.testBadText}</p>
          {checked.findings.map(({ message }) => (
            <p key={message} lang="en">
              {message}
            </p>
          ))}
        </Notice>
        <p>{choose(language, checked.subject.subjectZh, checked.subject.subjectEn)}</p>
        <Facts
          facts={checked.marks.map((mark) => [
            `${mark.no}. ${choose(language, mark.titleZh, mark.titleEn)}`,
            choose(language, mark.markZh, mark.markEn),
          ])}
        />
        <p className="muted">
          {t.fingerprint} <code>{checked.fingerprint}</code>
        </p>
      </Card>
    );
  });
}
