/** The 公告 or 公示 as a page: red head line, title, text, signature and day, as such documents are set. */
import type { Proclamation } from '#tally';
import { splitProclamation } from '../proclamation-parts.ts';
import type { ResultModel } from '../result-model.ts';
import { documentWords } from '../text/document.ts';
import { resultWords } from '../text/result.ts';
import { DocumentFrame } from './document-frame.tsx';
import { crumbsOf, subjectOf } from './heading.tsx';
import type { View } from './layout.tsx';
import { WholeWords } from './whole-words.tsx';

export function ProclamationPage({
  view,
  model,
  proclamation,
}: {
  view: View;
  model: ResultModel;
  proclamation: Proclamation;
}) {
  const { language } = view;
  const w = documentWords(language);
  const r = resultWords(language);
  const { poll } = model;
  const { issuer, title, opening, items, signature, day } = splitProclamation(model, proclamation, language);
  return (
    <DocumentFrame
      view={view}
      title={`${title} · ${subjectOf(language, poll)}`}
      section="home"
      crumbs={[...crumbsOf(language, poll), { name: subjectOf(language, poll), href: `/polls/${poll.id}` }]}
      tools={
        <>
          <a className="button button-primary" href={`/polls/${poll.id}/proclamation.pdf`}>
            {w.pdf}
          </a>
          <a href={`/polls/${poll.id}`}>{r.result}</a>
        </>
      }
    >
      <header className="document-head red-head">
        <p className="issuer">
          <WholeWords text={issuer} />
        </p>
        <h1>
          <WholeWords text={title} />
        </h1>
      </header>
      <p>
        <WholeWords text={opening} />
      </p>
      <ul className="document-items">
        {items.map((item) => (
          <li key={item}>
            <WholeWords text={item} />
          </li>
        ))}
      </ul>
      <footer className="document-seal">
        <p>
          <WholeWords text={signature} />
        </p>
        <p>{day}</p>
      </footer>
    </DocumentFrame>
  );
}
