/** The chief scrutineer reconciles issued and returned, which decides whether anything is opened. */
import type { CountView } from '#server/api';
import { useAction } from '../../api/action.ts';
import { useCountActions } from '../../api/counting.ts';
import { useRolesIn } from '../../shell/roles.ts';
import { countText } from '../../text/count.ts';
import { useText } from '../../text/texts.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/page.tsx';
import { FailureNotice } from '../../ui/states.tsx';

export function Reconcile({ view }: { readonly view: CountView }) {
  const t = useText(countText);
  const actions = useCountActions(view.poll);
  const action = useAction(actions.reconcile);
  const isChief = useRolesIn(view.organId).has('chiefScrutineer');
  return (
    <Card title={t.reconcileTitle}>
      <p>{t.reconcileLead}</p>
      {isChief ? (
        <>
          <FailureNotice failure={action.failure} />
          <div>
            <Button
              kind="primary"
              isLarge
              isBusy={action.isBusy}
              isDisabled={view.returned.paper === null}
              onPress={() => void action.run()}
            >
              {t.reconcile}
            </Button>
          </div>
        </>
      ) : (
        <p className="muted">{t.waitsForChief}</p>
      )}
    </Card>
  );
}
