/** The switch between ballot order and votes; what the rules publish first is what an address without it shows. */
import type { ListOrder, ResultModel } from '../result-model.ts';
import { resultWords } from '../text/result.ts';
import type { Language } from '../text/words.ts';

export function OrderSwitch({
  poll,
  model,
  order,
  language,
}: {
  poll: string;
  model: ResultModel;
  order: ListOrder;
  language: Language;
}) {
  const w = resultWords(language);
  const { versions, publication, pack } = model;
  const byVotes = pack.kind === 'evaluation' ? w.orderSatisfied : w.orderVotes;
  const isNewest = versions[0]?.version === publication.version;
  const hrefOf = (to: ListOrder) =>
    `/polls/${poll}?${isNewest ? '' : `version=${publication.version}&`}order=${to === 'votes' ? 'votes' : 'ballot'}#votes`;
  return (
    <nav className="order" aria-label={w.orderLabel}>
      {(['ballot_no', 'votes'] as const).map((to) => (
        <a key={to} href={hrefOf(to)} {...(to === order ? { 'aria-current': 'true' as const } : {})}>
          {to === 'votes' ? byVotes : w.orderBallot}
        </a>
      ))}
    </nav>
  );
}
