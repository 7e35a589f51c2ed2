/** Paper ballots of a session: its batches, keying one, and the chief scrutineer's ruling where two keyings differ. */
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { BatchView, SessionView } from '#server/api';
import type { RulePack } from '#tally';
import { oneSession, paperOfSession } from '../../api/ballot-sessions.ts';
import { Answer } from '../../api/query.tsx';
import { useCurrentLogin } from '../../shell/current-login.ts';
import { useRolesIn } from '../../shell/roles.ts';
import { paperText } from '../../text/paper.ts';
import { sessionText } from '../../text/sessions.ts';
import { useLanguage } from '../../text/settings.ts';
import { choose, useText } from '../../text/texts.ts';
import { Button } from '../../ui/button.tsx';
import { Badge, Notice } from '../../ui/notice.tsx';
import { Card, Page } from '../../ui/page.tsx';
import { Table } from '../../ui/table.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { PaperColumns } from './paper-columns.tsx';
import { PaperKeying } from './paper-keying.tsx';
import { PaperRuling } from './paper-ruling.tsx';
import './sessions.css';
import './paper.css';

type View = { readonly kind: 'list' } | { readonly kind: 'key' | 'look' | 'rule'; readonly batch: number };

export function PaperPage() {
  const { poll } = useParams({ from: '/signed-in/app/sessions/$poll/paper' });
  const query = useQuery(oneSession(poll));
  return <Answer query={query}>{(session) => <PaperOf session={session} />}</Answer>;
}

function PaperOf({ session }: { readonly session: SessionView }) {
  const t = useText(paperText);
  const ts = useText(sessionText);
  const language = useLanguage();
  const query = useQuery(paperOfSession(session.id));
  const roles = useRolesIn(session.organId);
  const accountId = useCurrentLogin().data?.accountId ?? '';
  const [view, setView] = useState<View>({ kind: 'list' });
  const pack = JSON.parse(session.rulePack) as RulePack;
  const mayKey = roles.has('teller') && session.state === 'closed';
  return (
    <Page
      title={t.title}
      lead={t.lead}
      crumbs={[
        { label: ts.listTitle, to: `/app/meetings/${session.meetingId}/sessions` },
        { label: choose(language, session.subjectZh, session.subjectEn), to: `/app/sessions/${session.id}` },
      ]}
    >
      {view.kind === 'key' ? (
        <PaperKeying
          key={accountId}
          accountId={accountId}
          session={session}
          pack={pack}
          batch={view.batch}
          onDone={() => setView({ kind: 'list' })}
        />
      ) : (
        <Answer query={query}>
          {(batches) => (
            <>
              {mayKey ? (
                <StartCard batches={batches} onStart={(batch) => setView({ kind: 'key', batch })} />
              ) : (
                session.state !== 'closed' && roles.has('teller') && <Notice>{t.onlyClosed}</Notice>
              )}
              <BatchTable
                batches={batches}
                mayRule={roles.has('chiefScrutineer')}
                onLook={(batch) => setView({ kind: 'look', batch })}
                onRule={(batch) => setView({ kind: 'rule', batch })}
              />
              <Chosen
                session={session}
                pack={pack}
                view={view}
                batch={batches.find(({ batch }) => view.kind !== 'list' && batch === view.batch)}
                onDone={() => setView({ kind: 'list' })}
              />
            </>
          )}
        </Answer>
      )}
    </Page>
  );
}

function StartCard({
  batches,
  onStart,
}: {
  readonly batches: readonly BatchView[];
  readonly onStart: (batch: number) => void;
}) {
  const t = useText(paperText);
  const next = Math.max(0, ...batches.map(({ batch }) => batch)) + 1;
  const waiting = batches.find(({ secondTeller }) => secondTeller === null)?.batch;
  const [number, setNumber] = useState('');
  const chosen = number === '' ? (waiting ?? next) : Number(number);
  const isReady = Number.isInteger(chosen) && chosen >= 1 && chosen <= 9999;
  return (
    <Card title={t.newBatch}>
      <form
        className="row row-end"
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady) onStart(chosen);
        }}
      >
        <TextField
          label={t.batchNumber}
          hint={t.batchNumberHint}
          inputMode="numeric"
          isRequired={false}
          maxLength={4}
          placeholder={String(waiting ?? next)}
          value={number}
          onChange={setNumber}
        />
        <Button kind="primary" type="submit" isDisabled={!isReady}>
          {t.start}
        </Button>
      </form>
    </Card>
  );
}

function BatchTable({
  batches,
  mayRule,
  onLook,
  onRule,
}: {
  readonly batches: readonly BatchView[];
  readonly mayRule: boolean;
  readonly onLook: (batch: number) => void;
  readonly onRule: (batch: number) => void;
}) {
  const t = useText(paperText);
  const outcome = ({ secondTeller, waits, resolution }: BatchView) => {
    if (secondTeller === null) return <Badge>{t.keyedOnce}</Badge>;
    if (resolution !== null) return <Badge tone="success">{t.ruledBy(resolution.by)}</Badge>;
    return waits ? <Badge tone="warn">{t.waits}</Badge> : <Badge tone="success">{t.agrees}</Badge>;
  };
  return (
    <Table
      caption={t.batches}
      rows={batches}
      rowKey={({ batch }) => String(batch)}
      empty={t.none}
      columns={[
        {
          key: 'batch',
          header: t.batch,
          cell: ({ batch }) => t.batchNo(batch),
          sortBy: ({ batch }) => batch,
        },
        { key: 'first', header: t.firstTeller, cell: ({ firstTeller }) => firstTeller },
        { key: 'second', header: t.secondTeller, cell: ({ secondTeller }) => secondTeller ?? '—' },
        { key: 'outcome', header: t.outcome, cell: outcome },
        {
          key: 'act',
          header: t.act,
          cell: ({ batch, columns, waits }) =>
            columns !== null &&
            (waits && mayRule ? (
              <Button kind="primary" onPress={() => onRule(batch)}>
                {t.rule}
              </Button>
            ) : (
              <Button kind="quiet" onPress={() => onLook(batch)}>
                {t.look}
              </Button>
            )),
        },
      ]}
    />
  );
}

function Chosen({
  session,
  pack,
  view,
  batch,
  onDone,
}: {
  readonly session: SessionView;
  readonly pack: RulePack;
  readonly view: View;
  readonly batch: BatchView | undefined;
  readonly onDone: () => void;
}) {
  const t = useText(paperText);
  if (batch?.columns == null) return null;
  const { first, second } = batch.columns;
  if (view.kind === 'rule') {
    return (
      <PaperRuling
        key={batch.batch}
        session={session}
        pack={pack}
        batch={batch.batch}
        first={first}
        second={second}
        onDone={onDone}
      />
    );
  }
  return (
    <Card title={t.batchNo(batch.batch)}>
      <PaperColumns
        pack={pack}
        items={session.items}
        columns={[
          { header: t.first, column: first },
          { header: t.second, column: second },
          ...(batch.resolution === null ? [] : [{ header: t.holds, column: batch.resolution.column }]),
        ]}
      />
      {batch.resolution !== null && <p>{t.because(batch.resolution.reason)}</p>}
    </Card>
  );
}
