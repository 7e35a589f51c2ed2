/** The home page: what is under way, what has been published, by body; and the two things people come for. */
import type { OrganRow, PollHead } from '../store.ts';
import { commonWords, ORGAN_KINDS } from '../text/common.ts';
import { homeWords } from '../text/home.ts';
import { choose, chooseOf } from '../text/words.ts';
import { Layout, type View } from './layout.tsx';
import { PollList } from './poll-list.tsx';
import { WholeWords } from './whole-words.tsx';

export interface HomePageProps {
  readonly view: View;
  readonly organs: readonly OrganRow[];
  /** The body whose results are listed, null for all. */
  readonly organId: string | null;
  readonly current: readonly PollHead[];
  readonly ended: readonly PollHead[];
  readonly page: number;
  readonly hasMore: boolean;
}

export function HomePage({ view, organs, organId, current, ended, page, hasMore }: HomePageProps) {
  const { language } = view;
  const w = homeWords(language);
  const c = commonWords(language);
  const pageHref = (to: number) => `/?${organId === null ? '' : `organ=${organId}&`}page=${to}#results`;
  return (
    <Layout view={view} title={c.site} section="home">
      <div className="heading">
        <h1>
          <WholeWords text={c.siteTag} />
        </h1>
        <p className="lead">{w.lead}</p>
      </div>
      <p className="actions">
        <a className="button button-primary" href="/receipts">
          {w.check}
        </a>
        <a className="button" href="/verify">
          {w.verify}
        </a>
      </p>
      <section aria-labelledby="current">
        <h2 id="current">{w.current}</h2>
        {current.length === 0 ? (
          <p className="empty">{w.noCurrent}</p>
        ) : (
          <>
            <p className="help">{w.currentHelp}</p>
            <PollList polls={current} language={language} />
          </>
        )}
      </section>
      <section aria-labelledby="results">
        <h2 id="results">{w.results}</h2>
        {organs.length < 2 ? null : (
          <nav className="order" aria-label={w.organs}>
            <a href="/#results" {...(organId === null ? { 'aria-current': 'true' as const } : {})}>
              {w.allOrgans}
            </a>
            {organs.map(({ id, kind, nameZh, nameEn }) => (
              <a
                key={id}
                href={`/?organ=${id}#results`}
                title={chooseOf(language, ORGAN_KINDS[kind])}
                {...(id === organId ? { 'aria-current': 'true' as const } : {})}
              >
                {choose(language, nameZh, nameEn)}
              </a>
            ))}
          </nav>
        )}
        {ended.length === 0 ? (
          <p className="empty">{w.noResults}</p>
        ) : (
          <PollList polls={ended} language={language} />
        )}
        <p className="pager">
          {page > 1 ? <a href={pageHref(page - 1)}>{w.newer}</a> : null}
          {hasMore ? <a href={pageHref(page + 1)}>{w.older}</a> : null}
        </p>
      </section>
    </Layout>
  );
}
