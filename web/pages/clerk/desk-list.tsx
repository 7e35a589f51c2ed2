/** Who is missing, who is here, who has left; and what is done for one of them. */
import { useState } from 'react';
import type { DeskRow, MeetingView } from '#server/api';
import { useArrive, useDepart, usePaperInstead, useUndoSignIn } from '../../api/meetings.ts';
import { deskText } from '../../text/desk.ts';
import { useFormat } from '../../text/format.ts';
import { useText } from '../../text/texts.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { FailureNotice } from '../../ui/states.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { showToast } from '../../ui/toast.tsx';

type Task = { readonly kind: 'signOut' | 'paperInstead'; readonly row: DeskRow };

export function DeskList({
  meeting,
  rows,
  mayAct,
}: {
  readonly meeting: MeetingView;
  readonly rows: readonly DeskRow[];
  readonly mayAct: boolean;
}) {
  const t = useText(deskText);
  const format = useFormat();
  const [task, setTask] = useState<Task | null>(null);
  const arrive = useArrive(meeting.id);
  const undo = useUndoSignIn(meeting.id);
  const depart = useDepart(meeting.id);
  const paper = usePaperInstead(meeting.id);
  const absent = rows.filter(({ signedInAt }) => signedInAt === null);
  const here = rows.filter(({ signedInAt, signedOutAt }) => signedInAt !== null && signedOutAt === null);
  const left = rows.filter(({ signedOutAt }) => signedOutAt !== null);

  const person: readonly Column<DeskRow>[] = [
    { key: 'number', header: t.number, sortBy: ({ number }) => number, cell: ({ number }) => number },
    { key: 'name', header: t.name, isRowHeader: true, sortBy: ({ name }) => name, cell: ({ name }) => name },
    {
      key: 'delegation',
      header: t.delegation,
      sortBy: ({ delegation }) => delegation,
      cell: ({ delegation }) => delegation,
    },
  ];
  const time = (key: 'signedInAt' | 'signedOutAt', header: string): Column<DeskRow> => ({
    key,
    header,
    sortBy: (row) => row[key] ?? '',
    cell: (row) => (row[key] === null ? '' : format.clock(row[key])),
  });
  const ballot: Column<DeskRow> = {
    key: 'ballot',
    header: t.ballot,
    sortBy: ({ medium }) => medium ?? '',
    cell: ({ medium, serial }) =>
      medium === null
        ? t.none
        : medium === 'paper'
          ? t.paper
          : serial === null
            ? t.drawnCard
            : t.card(serial),
  };
  const actions = (cell: Column<DeskRow>['cell']): readonly Column<DeskRow>[] =>
    mayAct ? [{ key: 'actions', header: t.actions, cell }] : [];
  const button = (row: DeskRow, label: string, onPress: () => void) => (
    <Button kind="quiet" label={t.labelOf(label, row.name)} onPress={onPress}>
      {label}
    </Button>
  );
  const comeIn = (row: DeskRow) =>
    button(row, t.signIn, () => void arrive.run({ who: { memberId: row.memberId }, hand: 'nothing' }));

  const table = (list: readonly DeskRow[], columns: readonly Column<DeskRow>[], empty: string) => (
    <Table
      caption={t.list}
      isCaptionHidden
      rows={list}
      rowKey={({ memberId }) => memberId}
      columns={columns}
      empty={empty}
    />
  );
  return (
    <div className="stack">
      <FailureNotice failure={arrive.failure ?? undo.failure} />
      <Tabs
        label={t.list}
        tabs={[
          {
            key: 'absent',
            title: t.tabAbsent(absent.length),
            content: table(absent, [...person, ...actions(comeIn)], t.everyone),
          },
          {
            key: 'here',
            title: t.tabPresent(here.length),
            content: table(
              here,
              [
                ...person,
                time('signedInAt', t.at),
                ballot,
                ...actions((row) => (
                  <span className="row">
                    {row.medium === null && button(row, t.undo, () => void undo.run(row.memberId))}
                    {row.medium === 'electronic' &&
                      button(row, t.paperInstead, () => setTask({ kind: 'paperInstead', row }))}
                    {button(row, t.signOut, () => setTask({ kind: 'signOut', row }))}
                  </span>
                )),
              ],
              t.nobody,
            ),
          },
          {
            key: 'left',
            title: t.tabLeft(left.length),
            content: table(left, [...person, time('signedOutAt', t.leftAt), ...actions(comeIn)], t.nobody),
          },
        ]}
      />
      <ConfirmDialog
        isOpen={task?.kind === 'signOut'}
        title={t.signOutTitle(task?.row.name ?? '')}
        confirm={t.signOut}
        onClose={() => setTask(null)}
        onConfirm={async () => {
          if (task === null) return;
          const done = await depart.run({ memberId: task.row.memberId });
          if (!done.ok) throw done.failure;
          const { member, serial, medium } = done.value;
          showToast(
            medium === 'electronic' && serial !== null
              ? t.goneCard(member.name, serial)
              : t.gone(member.name),
          );
        }}
      >
        <p>{t.signOutText}</p>
      </ConfirmDialog>
      <ConfirmDialog
        isOpen={task?.kind === 'paperInstead'}
        title={t.paperInsteadTitle(task?.row.name ?? '')}
        confirm={t.paperInstead}
        onClose={() => setTask(null)}
        onConfirm={async () => {
          if (task === null) return;
          const done = await paper.run(task.row.memberId);
          if (!done.ok) throw done.failure;
        }}
      >
        <p>{t.paperInsteadText}</p>
      </ConfirmDialog>
    </div>
  );
}
