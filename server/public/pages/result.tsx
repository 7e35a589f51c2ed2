/** The page of a published result, in the order in which people ask: what came out, is it in order, how do I check it. */
import type { Proclamation } from '#tally';
import { splitProclamation } from '../proclamation-parts.ts';
import type { ListOrder, ResultModel } from '../result-model.ts';
import { commonWords } from '../text/common.ts';
import { titleOfNo } from '../text/names.ts';
import { resultWords } from '../text/result.ts';
import type { Language } from '../text/words.ts';
import { BySource } from './by-source.tsx';
import { Outcome, Votes } from './decision.tsx';
import { Figures, Grades } from './evaluation.tsx';
import { AttendanceFacts, ProcessLog, Signatures, Verification, Versions } from './facts.tsx';
import { crumbsOf, Heading, StateTag, subjectOf } from './heading.tsx';
import { Layout, type View } from './layout.tsx';
import { TimeText } from './time-text.tsx';
import { type NamedVotes, VotesByName } from './votes-by-name.tsx';
import { WholeWords } from './whole-words.tsx';

export interface ResultPageProps {
  readonly view: View;
  readonly model: ResultModel;
  readonly order: ListOrder;
  readonly proclamation: Proclamation | null;
  /** Of a vote by name; null of a secret one. */
  readonly named: NamedVotes | null;
}

export function ResultPage({ view, model, order, proclamation, named }: ResultPageProps) {
  const { language } = view;
  const w = resultWords(language);
  const c = commonWords(language);
  const { poll, publication, report, certificate, versions } = model;
  const { result } = report;
  const isOld = versions[0] !== undefined && versions[0].version !== publication.version;
  return (
    <Layout view={view} title={subjectOf(language, poll)} crumbs={crumbsOf(language, poll)} section="home">
      <Heading poll={poll} language={language} />
      {isOld ? (
        <p className="notice tone-warn" role="note">
          {w.oldVersion} <a href={`/polls/${poll.id}`}>{w.newest}</a>
        </p>
      ) : null}
      <div className="seal">
        <div>
          <p>
            <StateTag state={poll.state} language={language} /> {c.version(publication.version)}
          </p>
          <p className="help">
            <TimeText instant={publication.publishedAt} language={language} />
          </p>
        </div>
        <div>
          <p>
            {c.code} <span className="code">{certificate.verificationCode}</span>
          </p>
          <p className="help">{w.codeHelp}</p>
        </div>
        <a
          className="button"
          href={`/polls/${poll.id}/certificate${isOld ? `?version=${publication.version}` : ''}`}
        >
          {w.certificate}
        </a>
      </div>
      {publication.reason === '' ? null : (
        <p className="notice tone-info" role="note">
          {publication.reason}
        </p>
      )}
      {result === null ? null : result.kind === 'decision' ? (
        <Outcome model={model} result={result} language={language} order={order} />
      ) : (
        <Grades model={model} result={result} language={language} order={order} />
      )}
      <AttendanceFacts model={model} language={language} />
      {result === null ? null : result.kind === 'decision' ? (
        <Votes model={model} result={result} language={language} order={order} />
      ) : (
        <Figures model={model} result={result} language={language} order={order} />
      )}
      <BySource model={model} language={language} />
      {named === null ? null : <VotesByName named={named} report={report} language={language} />}
      <Revotes model={model} language={language} />
      <Announcement model={model} language={language} proclamation={proclamation} />
      <Signatures model={model} language={language} />
      <Verification model={model} language={language} />
      <Versions model={model} language={language} />
      <ProcessLog actions={model.actions} language={language} />
    </Layout>
  );
}

/** Which vote this one belongs to, and the re-votes that decided its ties. */
function Revotes({ model, language }: { model: ResultModel; language: Language }) {
  const w = resultWords(language);
  const { report, parent, children } = model;
  if (report.revotes.length === 0 && parent === null && children.length === 0) return null;
  return (
    <section aria-labelledby="revotes">
      <h2 id="revotes">{w.revotes}</h2>
      {parent === null ? null : (
        <p>
          {report.round.kind === 'second_round' ? w.secondRoundOf : w.revoteOf}{' '}
          <a href={`/polls/${parent.id}`}>{subjectOf(language, parent)}</a>
        </p>
      )}
      {report.revotes.length === 0 ? null : <p>{w.revoteDecided}</p>}
      {report.revotes.map(({ sessionUuid, reportHash, items }) => (
        <div key={sessionUuid} className="revote">
          {items === null ? null : (
            <ul className="items">
              {items.map(({ no, for: votes }) => (
                <li key={no}>
                  <span className="no">{no}</span>
                  <span className="title">
                    <WholeWords text={titleOfNo(language, report, no)} />
                  </span>
                  <span className="unit">{w.revoteVotes(votes)}</span>
                </li>
              ))}
            </ul>
          )}
          <p>
            <a href={`/polls/${sessionUuid}`}>{w.childSession}</a>
          </p>
          <p className="hash">
            {w.reportHash} {reportHash}
          </p>
        </div>
      ))}
      {children
        .filter(({ id }) => report.revotes.every(({ sessionUuid }) => sessionUuid !== id))
        .map((child) => (
          <p key={child.id}>
            <a href={`/polls/${child.id}`}>{subjectOf(language, child)}</a>{' '}
            <StateTag state={child.state} language={language} />
          </p>
        ))}
    </section>
  );
}

function Announcement({
  model,
  language,
  proclamation,
}: {
  model: ResultModel;
  language: Language;
  proclamation: Proclamation | null;
}) {
  const w = resultWords(language);
  const { announcement } = model.report;
  return (
    <section aria-labelledby="announcement">
      <h2 id="announcement">{w.announcement}</h2>
      <p className="help">{w.announcementHelp}</p>
      <blockquote className="read-aloud">
        {(language === 'zh' ? announcement.zh : announcement.en).map((sentence) => (
          <p key={sentence}>
            <WholeWords text={sentence} />
          </p>
        ))}
      </blockquote>
      {proclamation === null ? null : (
        <ProclamationText model={model} language={language} proclamation={proclamation} />
      )}
    </section>
  );
}

function ProclamationText({
  model,
  language,
  proclamation,
}: {
  model: ResultModel;
  language: Language;
  proclamation: Proclamation;
}) {
  const w = resultWords(language);
  const { signature, day } = splitProclamation(model, proclamation, language);
  return (
    <>
      <h3>{proclamation.kind === 'notice' ? w.notice : w.proclamation}</h3>
      <blockquote className="document-text">
        {proclamation[language].slice(0, -1).map((paragraph) => (
          <p key={paragraph}>
            <WholeWords text={paragraph} />
          </p>
        ))}
        <p>
          <WholeWords text={signature} />
          <br />
          <WholeWords text={day} />
        </p>
      </blockquote>
      <p>
        <a href={`/polls/${model.poll.id}/proclamation`}>{w.openDocument}</a>
      </p>
    </>
  );
}
