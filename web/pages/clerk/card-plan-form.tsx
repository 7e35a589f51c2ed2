/** What cards to make, who watches, and how far it has come. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Colleague, DeskRow, MeetingView } from '#server/api';
import { useAction } from '../../api/action.ts';
import { getJson } from '../../api/client.ts';
import { type DrawnCard, usualSpares } from '../../cards/card-maker.ts';
import { type CardsProgress, makeCards } from '../../cards/make-cards.ts';
import { useCurrentLogin } from '../../shell/current-login.ts';
import { cardsText } from '../../text/cards.ts';
import { useText } from '../../text/texts.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox, RadioGroup, Select } from '../../ui/choices.tsx';
import { Progress } from '../../ui/figures.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Card } from '../../ui/page.tsx';
import { FailureNotice } from '../../ui/states.tsx';
import { TextField } from '../../ui/text-field.tsx';

const USUAL_RESERVES = 6;
const MAX_RESERVES = 20;
const MAX_SPARES = 1_000;

export function CardPlanForm({
  meeting,
  members,
  onMade,
}: {
  readonly meeting: MeetingView;
  readonly members: readonly DeskRow[];
  readonly onMade: (cards: readonly DrawnCard[]) => void;
}) {
  const t = useText(cardsText);
  const { data: login } = useCurrentLogin();
  const people = useQuery({
    queryKey: ['people', meeting.organId],
    queryFn: async () =>
      (await getJson<{ people: readonly Colleague[] }>(`/api/organs/${meeting.organId}/people`)).people,
  });
  const [kind, setKind] = useState<'named' | 'drawn'>('named');
  const [spares, setSpares] = useState(String(usualSpares(members.length)));
  const [reserves, setReserves] = useState(String(USUAL_RESERVES));
  const [witnessId, setWitness] = useState('');
  const [isWatched, setWatched] = useState(false);
  const [progress, setProgress] = useState<CardsProgress | null>(null);
  const making = useAction(() =>
    makeCards(
      {
        meetingId: meeting.id,
        kind,
        holders: members.map(({ memberId, number, name, delegation }) => ({
          memberId,
          number,
          name,
          delegation,
        })),
        spares: clamp(spares, 0, MAX_SPARES),
        reserves: clamp(reserves, 1, MAX_RESERVES),
        witnessId,
      },
      setProgress,
    ),
  );
  const witnesses = (people.data ?? []).filter(
    ({ accountId, roles }) =>
      accountId !== login?.accountId &&
      roles.some((role) => role === 'scrutineer' || role === 'chiefScrutineer'),
  );
  const isReady = members.length > 0 && witnessId !== '' && isWatched;
  const make = async () => {
    const made = await making.run();
    if (made.ok) onMade(made.value);
  };
  if (making.isBusy) {
    return (
      <Card title={t.stepMake}>
        <Notice tone="warn">{t.keepOpen}</Notice>
        <Progress label={t[progress?.stage ?? 'drawing']} value={progress?.done} max={progress?.of ?? 1} />
      </Card>
    );
  }
  return (
    <form
      className="card"
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) void make();
      }}
    >
      <RadioGroup
        label={t.kind}
        hint={t.members(members.length)}
        value={kind}
        onChange={setKind}
        options={[
          { value: 'named', label: t.named, hint: t.namedHint },
          { value: 'drawn', label: t.drawn, hint: t.drawnHint },
        ]}
      />
      <div className="columns">
        <TextField
          label={t.spares}
          hint={t.sparesHint}
          type="number"
          inputMode="numeric"
          value={spares}
          onChange={setSpares}
        />
        <TextField
          label={t.reserves}
          hint={t.reservesHint}
          type="number"
          inputMode="numeric"
          value={reserves}
          onChange={setReserves}
        />
      </div>
      <Select
        label={t.witness}
        value={witnessId}
        options={witnesses.map(({ accountId, name }) => ({ value: accountId, label: name }))}
        onChange={setWitness}
      />
      {people.isSuccess && witnesses.length === 0 && <Notice tone="warn">{t.noWitness}</Notice>}
      <Checkbox label={t.witnessConfirm} isChecked={isWatched} onChange={setWatched} />
      {making.failure !== null && (
        <>
          <Notice tone="error" title={t.failedTitle}>
            {t.failedText}
          </Notice>
          <FailureNotice failure={making.failure} />
        </>
      )}
      <div className="row">
        <Button kind="primary" type="submit" isLarge isDisabled={!isReady}>
          {t.make}
        </Button>
      </div>
    </form>
  );
}

function clamp(typed: string, least: number, most: number): number {
  const number = Math.trunc(Number(typed));
  return Number.isFinite(number) ? Math.min(most, Math.max(least, number)) : least;
}
