/** Checking a receipt by its code, without script: a form that asks with GET, and the answer in words. */
import type { FoundBallot } from '../receipt-check.ts';
import { receiptWords } from '../text/checking.ts';
import { choose } from '../text/words.ts';
import { Layout, type View } from './layout.tsx';

export interface ReceiptsPageProps {
  readonly view: View;
  /** What was typed; null before anything was. */
  readonly given: string | null;
  /** Null when what was typed is no code. */
  readonly found: readonly FoundBallot[] | null;
}

export function ReceiptsPage({ view, given, found }: ReceiptsPageProps) {
  const w = receiptWords(view.language);
  return (
    <Layout view={view} title={w.title} section="receipts">
      <div className="heading">
        <h1>{w.title}</h1>
        <p className="lead">{w.lead}</p>
      </div>
      <section aria-label={w.title}>
        <form className="search" method="get" action="/receipts">
          <label className="field">
            <span className="field-label">{w.label}</span>
            <input
              className="control code-field"
              name="code"
              defaultValue={given ?? ''}
              maxLength={200}
              required
              autoComplete="off"
              autoCapitalize="characters"
              spellCheck={false}
            />
            <span className="field-hint">{w.hint}</span>
          </label>
          <button className="button button-primary" type="submit">
            {w.check}
          </button>
        </form>
        {given === null ? null : (
          <div role="status">
            <Answer view={view} found={found} />
          </div>
        )}
      </section>
      <section aria-labelledby="file">
        <h2 id="file">{w.fileTitle}</h2>
        <p>{w.fileText}</p>
        <p>
          <a className="button" href="/verify">
            {w.openVerifier}
          </a>
        </p>
      </section>
    </Layout>
  );
}

function Answer({ view, found }: Pick<ReceiptsPageProps, 'view' | 'found'>) {
  const w = receiptWords(view.language);
  if (found === null || found.length === 0) {
    const isMalformed = found === null;
    return (
      <div className={isMalformed ? 'notice tone-warn' : 'notice tone-error'}>
        <div className="notice-text">
          <p className="notice-title">{isMalformed ? w.malformed : w.absent}</p>
          <p>{isMalformed ? w.malformedText : w.absentText}</p>
        </div>
      </div>
    );
  }
  return found.map((ballot) => (
    <Found key={`${ballot.poll} ${ballot.tracker}`} view={view} ballot={ballot} />
  ));
}

function Found({ view, ballot }: { view: View; ballot: FoundBallot }) {
  const { language } = view;
  const w = receiptWords(language);
  const { poll, height, tracker, code, supersededBy } = ballot;
  const text =
    supersededBy !== null ? w.supersededText(supersededBy) : height === null ? w.recordedText : w.presentText;
  return (
    <div className={supersededBy === null ? 'notice tone-success' : 'notice tone-warn'}>
      <div className="notice-text">
        <p className="notice-title">{supersededBy === null ? w.present : w.superseded}</p>
        <p>{text}</p>
        <dl className="rows">
          <div>
            <dt>{w.vote}</dt>
            <dd>
              <a href={`/polls/${poll}`}>{choose(language, ballot.subjectZh, ballot.subjectEn)}</a>
            </dd>
          </div>
          <div>
            <dt>{w.meeting}</dt>
            <dd>{choose(language, ballot.meetingZh, ballot.meetingEn)}</dd>
          </div>
          {height === null ? null : (
            <div>
              <dt>{w.position}</dt>
              <dd>{height}</dd>
            </div>
          )}
          <div>
            <dt>{w.tracker}</dt>
            <dd className="hash">{tracker}</dd>
          </div>
        </dl>
        {height === null ? null : (
          <p>
            <a href={`/polls/${poll}/board?q=${encodeURIComponent(code)}`}>{w.board}</a>
          </p>
        )}
      </div>
    </div>
  );
}
