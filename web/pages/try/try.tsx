/** Shows a visitor around the demonstration: four people one can be, the accounts with their codes, cards to vote with. */
import { useQuery } from '@tanstack/react-query';
import type { DemoView } from '#server/api';
import { Failure, getJson } from '../../api/client.ts';
import { Answer } from '../../api/query.tsx';
import { roleText } from '../../text/shell.ts';
import { useText } from '../../text/texts.ts';
import { tryText } from '../../text/try.ts';
import { LinkButton } from '../../ui/button.tsx';
import { Progress } from '../../ui/figures.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Card, Page } from '../../ui/page.tsx';
import { Empty } from '../../ui/states.tsx';
import { Table } from '../../ui/table.tsx';
import { Tabs } from '../../ui/tabs.tsx';

export function TryPage() {
  const t = useText(tryText);
  const demo = useQuery({
    queryKey: ['demo'],
    refetchInterval: ({ state }) => (state.data === null ? false : 2_000),
    queryFn: async (): Promise<DemoView | null> => {
      try {
        return await getJson<DemoView>('/api/demo');
      } catch (error) {
        if (error instanceof Failure && error.code === 'NOT_FOUND') return null;
        throw error;
      }
    },
  });
  return (
    <Page title={t.title} lead={t.lead}>
      <Answer query={demo}>
        {(view) =>
          view === null ? (
            <Empty title={t.absentTitle}>
              <p>{t.absentText}</p>
            </Empty>
          ) : (
            <>
              <Filling view={view} />
              <Journeys view={view} />
              <Accounts view={view} />
              <Cards view={view} />
            </>
          )
        }
      </Answer>
    </Page>
  );
}

type Given = { readonly view: DemoView };
const STEPS = ['people', 'roll', 'keys', 'cards', 'projects', 'evaluation', 'done'] as const;

function Filling({ view: { progress } }: Given) {
  const t = useText(tryText);
  const step = STEPS.find((known) => known === progress.step) ?? 'people';
  if (step === 'done') return null;
  return (
    <Notice title={t.filling}>
      <Progress
        label={t[`step_${step}`]}
        max={progress.of}
        {...(progress.of > 1 ? { value: progress.done } : {})}
      />
    </Notice>
  );
}

function Journeys({ view: { polls } }: Given) {
  const t = useText(tryText);
  const steps = (...lines: readonly string[]) => (
    <ol className="stack-tight">
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ol>
  );
  const signIn = (
    <LinkButton href="/app/login" kind="primary">
      {t.signIn}
    </LinkButton>
  );
  return (
    <Tabs
      label={t.who}
      tabs={[
        {
          key: 'clerk',
          title: t.clerk,
          content: (
            <Card title={t.clerk}>
              <p>{t.clerkLead}</p>
              {steps(t.clerk1, t.clerk2, t.clerk3)}
              <div className="row">{signIn}</div>
            </Card>
          ),
        },
        {
          key: 'representative',
          title: t.representative,
          content: (
            <Card title={t.representative}>
              <p>{t.representativeLead}</p>
              {steps(t.representative1, t.representative2, t.representative3)}
            </Card>
          ),
        },
        {
          key: 'scrutineer',
          title: t.scrutineer,
          content: (
            <Card title={t.scrutineer}>
              <p>{t.scrutineerLead}</p>
              {steps(t.scrutineer1, t.scrutineer2, t.scrutineer3)}
              <div className="row">{signIn}</div>
            </Card>
          ),
        },
        {
          key: 'stranger',
          title: t.stranger,
          content: (
            <Card title={t.stranger}>
              <p>{t.strangerLead}</p>
              {steps(t.stranger1, t.stranger2, t.stranger3)}
              <div className="row">
                <LinkButton href={polls === null ? '/' : `/polls/${polls.projects}`} kind="primary">
                  {t.results}
                </LinkButton>
                <LinkButton href="/verify">{t.verify}</LinkButton>
              </div>
            </Card>
          ),
        },
      ]}
    />
  );
}

function Accounts({ view: { accounts, secondsLeft } }: Given) {
  const t = useText(tryText);
  const roles = useText(roleText);
  return (
    <div className="stack-tight">
      <Table
        caption={t.accounts}
        rows={accounts}
        rowKey={({ loginName }) => loginName}
        empty={t.loading}
        columns={[
          { key: 'who', header: t.account, cell: (row) => row.roles.map((role) => roles[role]).join(' ') },
          { key: 'login', header: t.loginName, cell: (row) => <code>{row.loginName}</code> },
          { key: 'password', header: t.password, cell: (row) => <code>{row.password}</code> },
          { key: 'code', header: t.code, cell: (row) => <code>{row.code}</code> },
        ]}
      />
      <p className="muted small">
        {t.codeChanges(secondsLeft)} · {t.codeOnce}
      </p>
    </div>
  );
}

function Cards({ view: { cards } }: Given) {
  const t = useText(tryText);
  return (
    <Table
      caption={t.cards}
      rows={cards}
      rowKey={({ serial }) => serial}
      empty={t.preparing}
      columns={[
        { key: 'card', header: t.card, cell: ({ serial }) => <code>{serial}</code> },
        {
          key: 'open',
          header: t.open,
          cell: ({ serial, address }) => (
            <a href={address} target="_blank" rel="noreferrer" aria-label={t.openCard(serial)}>
              {t.openThis}
            </a>
          ),
        },
      ]}
    />
  );
}
