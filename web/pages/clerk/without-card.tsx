/** Members in office for whom no card was made: each can be given a spare one. */
import { useState } from 'react';
import type { CardsView } from '#server/api';
import { useNameSpare } from '../../api/meetings.ts';
import { cardsText } from '../../text/cards.ts';
import { useText } from '../../text/texts.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Card } from '../../ui/page.tsx';
import { FailureNotice } from '../../ui/states.tsx';
import { Table } from '../../ui/table.tsx';

type Member = NonNullable<CardsView['withoutCard']>[number];

export function WithoutCard({
  meetingId,
  members,
  spares,
}: {
  readonly meetingId: string;
  readonly members: readonly Member[];
  readonly spares: readonly string[];
}) {
  const t = useText(cardsText);
  const give = useNameSpare(meetingId);
  const [busy, setBusy] = useState<string | null>(null);
  const [spare] = spares;
  if (members.length === 0) return null;
  return (
    <Card title={t.withoutCard(members.length)}>
      <p className="muted">{t.withoutCardText}</p>
      {spare === undefined && <Notice tone="warn">{t.noSpare}</Notice>}
      <FailureNotice failure={give.failure} />
      <Table
        caption={t.withoutCard(members.length)}
        isCaptionHidden
        rows={members}
        rowKey={({ memberId }) => memberId}
        columns={[
          { key: 'number', header: t.number, cell: ({ number }) => number },
          { key: 'name', header: t.name, isRowHeader: true, cell: ({ name }) => name },
          {
            key: 'card',
            header: t.card,
            cell: ({ memberId, name }) =>
              spare !== undefined && (
                <Button
                  kind="quiet"
                  label={`${t.giveSpare} ${spare}: ${name}`}
                  isBusy={give.isBusy && busy === memberId}
                  onPress={() => {
                    setBusy(memberId);
                    void give.run(memberId, spare);
                  }}
                >
                  {`${t.giveSpare} ${spare}`}
                </Button>
              ),
          },
        ]}
      />
    </Card>
  );
}
