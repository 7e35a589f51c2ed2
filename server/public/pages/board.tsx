/** The board of a session: every tracker in the order of casting, in pages, searchable; the chain head over it. */
import type { BoardHead, BoardRow } from '../board-store.ts';
import type { PollDetail } from '../store.ts';
import { boardWords } from '../text/checking.ts';
import { commonWords } from '../text/common.ts';
import { resultWords } from '../text/result.ts';
import { DataTable } from './data-table.tsx';
import { crumbsOf, subjectOf } from './heading.tsx';
import { Layout, type View } from './layout.tsx';
import { WholeWords } from './whole-words.tsx';

export interface BoardPageProps {
  readonly view: View;
  readonly poll: PollDetail;
  readonly head: BoardHead;
  readonly rows: readonly BoardRow[];
  readonly page: number;
  readonly pages: number;
  /** What was searched for, null for the whole board. */
  readonly search: string | null;
}

export function BoardPage({ view, poll, head, rows, page, pages, search }: BoardPageProps) {
  const { language } = view;
  const w = boardWords(language);
  const c = commonWords(language);
  const base = `/polls/${poll.id}/board`;
  const crumbs = [
    ...crumbsOf(language, poll),
    { name: subjectOf(language, poll), href: `/polls/${poll.id}` },
  ];
  return (
    <Layout
      view={view}
      title={`${w.title} · ${subjectOf(language, poll)}`}
      crumbs={crumbs}
      section="receipts"
    >
      <div className="heading">
        <p className="kicker">
          <WholeWords text={subjectOf(language, poll)} />
        </p>
        <h1>{w.title}</h1>
        <p className="lead">{w.lead}</p>
      </div>
      <section aria-label={w.head}>
        <dl className="rows">
          <div>
            <dt>{w.ballots}</dt>
            <dd>{head.count}</dd>
          </div>
          <div>
            <dt>{w.head}</dt>
            <dd className="hash">{head.head}</dd>
          </div>
          <div>
            <dt>{w.height}</dt>
            <dd>{head.height + 1}</dd>
          </div>
          <div>
            <dt>{w.fingerprint}</dt>
            <dd className="hash">{head.fingerprint}</dd>
          </div>
        </dl>
        <p className="help">{w.headHelp}</p>
        <p className="actions">
          {head.state === 'closed' ? (
            <a href={`/api/public/polls/${poll.id}/archive`}>{w.archive}</a>
          ) : (
            <span className="help">{w.archiveLater}</span>
          )}
          <a href={`/api/public/polls/${poll.id}/board`}>{w.data}</a>
          <a href={`/polls/${poll.id}`}>{resultWords(language).result}</a>
        </p>
      </section>
      <section aria-labelledby="trackers">
        <h2 id="trackers">{search === null ? w.ballots : w.found(rows.length)}</h2>
        <form className="search" method="get" action={base}>
          <label className="field">
            <span className="field-label">{w.searchLabel}</span>
            <input
              className="control"
              name="q"
              defaultValue={search ?? ''}
              maxLength={80}
              autoComplete="off"
              spellCheck={false}
            />
            <span className="field-hint">{w.searchHint}</span>
          </label>
          <button className="button button-primary" type="submit">
            {c.search}
          </button>
        </form>
        {rows.length === 0 ? (
          <p className="empty">{search === null ? w.empty : w.notFound}</p>
        ) : (
          <DataTable
            labelledBy="trackers"
            columns={[
              { name: w.no, kind: 'no' },
              { name: w.code, kind: 'title' },
              { name: w.tracker, kind: 'hash' },
            ]}
            rows={rows.map(({ no, code, tracker, isSuperseded }) => ({
              key: tracker,
              cells: [
                no,
                <span key="code" className="hash">
                  {code}
                </span>,
                <div key="tracker">
                  {tracker}
                  {isSuperseded ? <span className="detail">{w.superseded}</span> : null}
                </div>,
              ],
            }))}
          />
        )}
        {search === null ? (
          <p className="pager">
            {page > 1 ? <a href={`${base}?page=${page - 1}`}>{c.previous}</a> : null}
            {pages > 1 ? <span>{c.page(page, pages)}</span> : null}
            {page < pages ? <a href={`${base}?page=${page + 1}`}>{c.next}</a> : null}
          </p>
        ) : (
          <p>
            <a href={base}>{w.showAll}</a>
          </p>
        )}
      </section>
    </Layout>
  );
}
