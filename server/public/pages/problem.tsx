/** A page that is not there, or cannot be shown now. */
import { commonWords } from '../text/common.ts';
import { Layout, type View } from './layout.tsx';

export function ProblemPage({ view, isAbsent }: { view: View; isAbsent: boolean }) {
  const c = commonWords(view.language);
  const title = isAbsent ? c.notFoundTitle : c.failedTitle;
  return (
    <Layout view={view} title={title} crumbs={[{ name: c.home, href: '/' }]}>
      <div className="heading">
        <h1>{title}</h1>
        <p className="lead">{isAbsent ? c.notFound : c.failed}</p>
      </div>
    </Layout>
  );
}
