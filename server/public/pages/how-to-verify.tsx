/** How anyone checks a result, in three ways, what is checked and what cannot be. */
import { CHECK_GROUPS, CHECK_GROUPS_ZH } from '#tally';
import { howToWords } from '../text/checking.ts';
import { commonWords } from '../text/common.ts';
import { Layout, type View } from './layout.tsx';
import { ScrollFrame } from './scroll-frame.tsx';

/** @param poll the session whose record the examples name; null for any */
export function HowToVerifyPage({ view, poll }: { view: View; poll: string | null }) {
  const { language } = view;
  const w = howToWords(language);
  const uuid = poll ?? 'UUID';
  const groups = Object.entries(CHECK_GROUPS).sort(([a], [b]) => (a < b ? -1 : 1));
  return (
    <Layout
      view={view}
      title={w.title}
      section="how-to-verify"
      crumbs={[{ name: commonWords(language).home, href: '/' }]}
    >
      <div className="heading">
        <h1>{w.title}</h1>
        <p className="lead">{w.lead}</p>
      </div>
      <section aria-labelledby="browser">
        <h2 id="browser">{w.one}</h2>
        <p>{w.oneText}</p>
        <p>
          <a className="button button-primary" href={poll === null ? '/verify' : recordHref(poll)}>
            {w.open}
          </a>
        </p>
      </section>
      <section aria-labelledby="command">
        <h2 id="command">{w.two}</h2>
        <p>{w.twoText}</p>
        <Command labelledBy="command" text={`npm ci\nnpm run -s verify -- record-${uuid}.zip`} />
        <p>{w.twoAfter}</p>
      </section>
      <section aria-labelledby="peer">
        <h2 id="peer">{w.three}</h2>
        <p>{w.threeText}</p>
        <Command
          labelledBy="peer"
          text={`mkdir check && unzip record-${uuid}.zip ${uuid}.bel -d check\nbelenios-tool election verify --dir check`}
        />
      </section>
      <section aria-labelledby="own">
        <h2 id="own">{w.receipt}</h2>
        <p>{w.receiptText}</p>
        <Command labelledBy="own" text={`npm run -s receipt -- receipt.json --record record-${uuid}.zip`} />
        <p>
          <a href="/receipts">{w.receiptLink}</a>
        </p>
      </section>
      <section aria-labelledby="what">
        <h2 id="what">{w.what}</h2>
        <p>{w.whatText}</p>
        <ol className="checks">
          {groups.map(([number, title]) => (
            <li key={number}>
              <span className="no">{number}</span>
              {language === 'zh' ? (CHECK_GROUPS_ZH[number] ?? title) : title}
            </li>
          ))}
        </ol>
      </section>
      <section aria-labelledby="limits">
        <h2 id="limits">{w.not}</h2>
        <p>{w.notText}</p>
      </section>
    </Layout>
  );
}

/** A line to be typed as it stands is never broken. */
function Command({ labelledBy, text }: { labelledBy: string; text: string }) {
  return (
    <ScrollFrame labelledBy={labelledBy} className="verbatim command">
      <pre>{text}</pre>
    </ScrollFrame>
  );
}

function recordHref(poll: string): string {
  return `/verify?record=/api/public/polls/${poll}/record-${poll}.zip`;
}
