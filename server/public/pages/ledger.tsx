/** The ledger as anyone may read it: signed head, keys and witnesses, consistency with an earlier head, the leaves. */
import type { Checkpoint, Policy } from '#tally';
import { ledgerWords } from '../text/checking.ts';
import { commonWords } from '../text/common.ts';
import { DataTable } from './data-table.tsx';
import { Layout, type View } from './layout.tsx';

export interface LedgerPageProps {
  readonly view: View;
  /** Null in an incident: nothing is signed any more. */
  readonly head: { readonly checkpoint: Checkpoint; readonly rootHex: string; readonly text: string } | null;
  readonly policy: Policy;
  readonly policyText: string;
  /** Newest first. */
  readonly leaves: readonly { readonly index: number; readonly leaf: string }[];
  /** Leaves before this index are shown; null from the newest. */
  readonly before: number | null;
  /** The consistency asked for; hashes null when there are not so many leaves. */
  readonly consistency: { readonly from: number; readonly hashes: readonly string[] | null } | null;
}

export function LedgerPage(props: LedgerPageProps) {
  const { view, head, policyText, policy } = props;
  const { language } = view;
  const w = ledgerWords(language);
  return (
    <Layout
      view={view}
      title={w.title}
      section="ledger"
      crumbs={[{ name: commonWords(language).home, href: '/' }]}
    >
      <div className="heading">
        <h1>{w.title}</h1>
        <p className="lead">{w.lead}</p>
      </div>
      {head === null ? (
        <p className="notice tone-error" role="alert">
          {w.incident}
        </p>
      ) : (
        <section aria-labelledby="head">
          <h2 id="head">{w.head}</h2>
          <dl className="rows">
            <div>
              <dt>{w.origin}</dt>
              <dd className="hash">{head.checkpoint.origin}</dd>
            </div>
            <div>
              <dt>{w.size}</dt>
              <dd>{head.checkpoint.size}</dd>
            </div>
            <div>
              <dt>{w.root}</dt>
              <dd className="hash">{head.rootHex}</dd>
            </div>
          </dl>
          <h3>{w.headText}</h3>
          <pre className="verbatim">{head.text}</pre>
          <p className="help">{w.headHelp}</p>
        </section>
      )}
      <section aria-labelledby="policy">
        <h2 id="policy">{w.policy}</h2>
        <p>
          {policy.witnesses.length === 0
            ? w.noWitnesses
            : w.witnesses(policy.witnesses.length, policy.quorum)}
        </p>
        <pre className="verbatim">{policyText}</pre>
        <p className="help">{w.policyHelp}</p>
      </section>
      <Consistency {...props} />
      <Leaves {...props} />
    </Layout>
  );
}

function Consistency({ view, consistency, head }: LedgerPageProps) {
  const w = ledgerWords(view.language);
  return (
    <section aria-labelledby="consistency">
      <h2 id="consistency">{w.consistency}</h2>
      <p className="help">{w.consistencyHelp}</p>
      <form className="search" method="get" action="/ledger">
        <label className="field">
          <span className="field-label">{w.from}</span>
          <input
            className="control"
            name="from"
            inputMode="numeric"
            pattern="[0-9]{1,15}"
            defaultValue={consistency?.from ?? ''}
            required
          />
        </label>
        <button className="button" type="submit">
          {w.prove}
        </button>
      </form>
      {consistency === null ? null : (
        <div role="status">
          {consistency.hashes === null ? (
            <p>{w.proofBad}</p>
          ) : (
            <>
              <h3>{w.proofFrom(consistency.from, head?.checkpoint.size ?? 0)}</h3>
              {consistency.hashes.length === 0 ? (
                <p>{w.proofEmpty}</p>
              ) : (
                <pre className="verbatim">{consistency.hashes.join('\n')}</pre>
              )}
            </>
          )}
        </div>
      )}
    </section>
  );
}

function Leaves({ view, leaves, before }: LedgerPageProps) {
  const w = ledgerWords(view.language);
  const last = leaves.at(-1)?.index ?? 0;
  return (
    <section aria-labelledby="leaves">
      <h2 id="leaves">{w.leaves}</h2>
      {leaves.length === 0 ? (
        <p className="empty">{commonWords(view.language).nothing}</p>
      ) : (
        <DataTable
          labelledBy="leaves"
          columns={[{ name: w.index, kind: 'no' }, { name: w.leaf }]}
          rows={leaves.map(({ index, leaf }) => ({
            key: index,
            cells: [
              index,
              <div key="leaf">
                {kindOf(leaf, w)}
                <LeafDetail leaf={leaf} />
              </div>,
            ],
          }))}
        />
      )}
      <p className="pager">
        {before === null ? null : <a href="/ledger#leaves">{w.newest}</a>}
        {last > 0 ? <a href={`/ledger?before=${last}#leaves`}>{w.older}</a> : null}
      </p>
    </section>
  );
}

function kindOf(leaf: string, w: ReturnType<typeof ledgerWords>): string {
  if (leaf.startsWith('ballot-event/1\n')) return w.ballotEvent;
  return leaf.startsWith('action/1\n') ? w.action : w.survey;
}

/** The lines of a leaf after its kind; the session's is a link. */
function LeafDetail({ leaf }: { leaf: string }) {
  const [, ...parts] = leaf.trimEnd().split('\n');
  const [poll, ...rest] = parts;
  return (
    <span className="detail hash">
      {rest.length === 0 ? (
        poll
      ) : (
        <>
          <a href={`/polls/${poll}`}>{poll}</a> {rest.join(' ')}
        </>
      )}
    </span>
  );
}
