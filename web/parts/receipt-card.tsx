/**
 * A receipt as a card: code, QR code, where it stands in the public log; to save and to print. It shows what the receipt
 * file says and nothing more. Whether the file is true is found out here too (the log's signature and the proof), by code
 * that is loaded only now.
 */
import { lazy, Suspense, useEffect, useMemo, useState } from 'react';
import type { Receipt } from '#tally/booth';
import { receiptText } from '../text/receipt.ts';
import { useText } from '../text/texts.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import type { ReceiptVerdict } from './judge-receipt.ts';
import { saveFile } from './save-file.ts';

const QrCode = lazy(async () => ({ default: (await import('../ui/qr-code.tsx')).QrCode }));

export interface ReceiptToShow {
  /** Canonical text of `receipt/1`. */
  readonly receipt: string;
  readonly code: string;
  readonly tracker: string;
  /** Height of the ballot in its archive, or place of the vote by name. */
  readonly position: number;
}

export function ReceiptCard({
  receipt,
  loadPolicy,
  checkUrl,
}: {
  readonly receipt: ReceiptToShow;
  /** The ledger's policy as sealed with the session. */
  readonly loadPolicy: () => Promise<string>;
  /** Where a code is looked up, on any device. */
  readonly checkUrl: string;
}) {
  const t = useText(receiptText);
  // The server's own text: the judge reads it strictly, this only shows it.
  const shown = useMemo(() => JSON.parse(receipt.receipt) as Receipt, [receipt]);
  const verdict = useVerdict(receipt, loadPolicy);
  const entry = shown.entries.find(({ tracker }) => tracker === receipt.tracker) ?? shown.entries[0];
  return (
    <article className="card receipt-card">
      <header>
        <h2>{t.title}</h2>
        <p>{shown.meeting}</p>
        <p className="strong">{entry?.title}</p>
      </header>
      <div className="receipt-body">
        <div className="receipt-code">
          <span className="field-label">{t.code}</span>
          <code className="code-large">{receipt.code}</code>
          <p className="muted small">{shown.class === 'open' ? t.byName : t.noChoice}</p>
        </div>
        {verdict.state === 'judged' && verdict.found.qrText !== undefined && (
          <Suspense fallback={null}>
            <div className="receipt-qr">
              <QrCode text={verdict.found.qrText} label={t.qrLabel} />
            </div>
          </Suspense>
        )}
      </div>
      <VerdictNotice verdict={verdict} />
      <dl className="facts receipt-facts">
        <div className="fact">
          <dt>{t.tracker}</dt>
          <dd>
            <code>{receipt.tracker}</code>
          </dd>
        </div>
        {entry !== undefined && 'fingerprint' in entry && (
          <div className="fact">
            <dt>{t.fingerprint}</dt>
            <dd>
              <code>{entry.fingerprint}</code>
            </dd>
          </div>
        )}
      </dl>
      <section className="receipt-how">
        <h3>{t.howTitle}</h3>
        <ul>
          <li>{t.how1}</li>
          <li>{t.how2(checkUrl)}</li>
          <li>{t.how3}</li>
        </ul>
      </section>
      <div className="row no-print">
        <Button onPress={() => saveFile(`receipt-${receipt.code}.json`, receipt.receipt)}>{t.save}</Button>
        <Button onPress={() => print()}>{t.print}</Button>
      </div>
    </article>
  );
}

type Verdict =
  | { readonly state: 'judging' }
  | { readonly state: 'unchecked' }
  | { readonly state: 'judged'; readonly found: ReceiptVerdict };

function useVerdict({ receipt, tracker }: ReceiptToShow, loadPolicy: () => Promise<string>): Verdict {
  const [verdict, setVerdict] = useState<Verdict>({ state: 'judging' });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the policy belongs to the receipt
  useEffect(() => {
    let isCurrent = true;
    const judge = async (): Promise<Verdict> => {
      const [{ judgeReceipt }, policy] = await Promise.all([import('./judge-receipt.ts'), loadPolicy()]);
      return { state: 'judged', found: judgeReceipt(receipt, tracker, policy) };
    };
    judge()
      .catch((): Verdict => ({ state: 'unchecked' }))
      .then((found) => {
        if (isCurrent) setVerdict(found);
      });
    return () => {
      isCurrent = false;
    };
  }, [receipt, tracker]);
  return verdict;
}

function VerdictNotice({ verdict }: { readonly verdict: Verdict }) {
  const t = useText(receiptText);
  if (verdict.state === 'judging') return <p role="status">{t.proving}</p>;
  if (verdict.state === 'unchecked') return <Notice tone="warn" title={t.unchecked} />;
  return verdict.found.findings.length === 0 ? (
    <Notice tone="success" title={t.proven} />
  ) : (
    <Notice tone="error" title={t.unproven}>
      <ul>
        {verdict.found.findings.map((finding) => (
          <li key={finding}>{finding}</li>
        ))}
      </ul>
    </Notice>
  );
}
