/** The server's last word on a ballot that was not cast, what it means and what to do. */
import { useText } from '../text/texts.ts';
import { voteText } from '../text/vote.ts';
import { Button } from '../ui/button.tsx';
import { Screen } from './frame.tsx';
import type { Problem } from './machine.ts';
import { ProblemNotice } from './problem-notice.tsx';

export function RefusedScreen({
  code,
  hasLogin,
  onDone,
}: {
  readonly code: Problem;
  readonly hasLogin: boolean;
  readonly onDone: () => void;
}) {
  const t = useText(voteText);
  return (
    <Screen title={t.refusedTitle}>
      <ProblemNotice problem={code} />
      {hasLogin && (
        <div>
          <Button kind="primary" isLarge onPress={onDone}>
            {t.backToPolls}
          </Button>
        </div>
      )}
    </Screen>
  );
}
