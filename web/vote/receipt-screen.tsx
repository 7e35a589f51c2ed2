/** After casting: the receipt, and the way to the next vote or to the next voter. No choice reaches this step. */
import { ReceiptCard } from '../parts/receipt-card.tsx';
import { useText } from '../text/texts.ts';
import { voteText } from '../text/vote.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { Screen } from './frame.tsx';
import type { HowCast } from './machine.ts';
import { type CastReceipt, type PollForCard, server } from './server.ts';

export function ReceiptScreen({
  receipt,
  poll,
  how,
  isShared,
  hasLogin,
  onDone,
  onLeave,
}: {
  readonly receipt: CastReceipt;
  readonly poll: PollForCard;
  readonly how: HowCast;
  readonly isShared: boolean;
  readonly hasLogin: boolean;
  readonly onDone: () => void;
  readonly onLeave: () => void;
}) {
  const t = useText(voteText);
  const titles = { now: t.receiptTitle, before: t.receiptTitleBefore, other: t.receiptTitleOther };
  return (
    <Screen title={titles[how]}>
      {how === 'other' && <Notice tone="warn" title={t.receiptOther} />}
      {how === 'now' && poll.isRecorded && <Notice tone="success" title={t.receiptRecorded} />}
      <ReceiptCard
        receipt={receipt}
        loadPolicy={() => policyOf(poll)}
        checkUrl={`${location.origin}/receipts`}
      />
      <div className="row no-print">
        {hasLogin && (
          <Button kind="primary" isLarge onPress={onDone}>
            {t.backToPolls}
          </Button>
        )}
        <Button isLarge onPress={onLeave}>
          {isShared ? t.leaveNext : t.leave}
        </Button>
      </div>
    </Screen>
  );
}

/** The ledger's policy as it was sealed with the session. */
async function policyOf(poll: PollForCard): Promise<string> {
  const { setup } = await server.booth(poll.id);
  return (JSON.parse(setup) as { readonly ledger: string }).ledger;
}
