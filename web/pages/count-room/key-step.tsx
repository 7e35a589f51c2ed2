/**
 * The next step of a scrutineer in the key set-up. The seed lives in the worker; while it is there the steps between are taken
 * by themselves as soon as the others are ready, and after the page was closed the key file is opened again.
 */
import { useEffect, useRef, useState } from 'react';
import type { CeremonyView } from '#server/api';
import { useAction } from '../../api/action.ts';
import { Failure } from '../../api/client.ts';
import { loadPart, useKeyActions } from '../../api/counting.ts';
import type { CountingWorker } from '../../counting/counting-worker.ts';
import { keysText } from '../../text/keys.ts';
import { useText } from '../../text/texts.ts';
import { Notice } from '../../ui/notice.tsx';
import { FailureNotice, Loading } from '../../ui/states.tsx';
import { MakeKey } from './make-key.tsx';
import { type GivenKey, OpenKey } from './open-key.tsx';
import { Rehearse } from './rehearse.tsx';

export type Member = CeremonyView['members'][number];

export function KeyStep({
  view,
  own,
  worker,
}: {
  readonly view: CeremonyView;
  readonly own: Member;
  readonly worker: CountingWorker;
}) {
  const t = useText(keysText);
  const [isOpen, setOpen] = useState(false);
  const { state } = view;
  if (state === 'certificates' && !own.hasCertificate) {
    return <MakeKey view={view} own={own} worker={worker} onKept={() => setOpen(true)} />;
  }
  if (state === 'rehearsal' && !own.isRehearsed) return <Rehearse view={view} worker={worker} />;
  if (state === 'complete' || own.isRehearsed) return <Notice tone="success">{t.rehearsed}</Notice>;
  const isMine = (state === 'polynomials' && !own.hasPolynomial) || (state === 'outputs' && !own.hasOutput);
  if (!isMine) return <Notice>{t.sentWait}</Notice>;
  return isOpen ? (
    <TakeStep key={state} view={view} worker={worker} />
  ) : (
    <OpenAgain worker={worker} onOpen={() => setOpen(true)} />
  );
}

/** The key file, once more, after the page was closed. */
function OpenAgain({ worker, onOpen }: { readonly worker: CountingWorker; readonly onOpen: () => void }) {
  const t = useText(keysText);
  const action = useAction(async (given: GivenKey) => {
    const opened = await worker.ask({ kind: 'open', ...given });
    if (!opened.ok) throw new Failure(opened.error.code, { detail: opened.error.message });
    onOpen();
  });
  return (
    <div className="stack">
      <p>{t.openLead}</p>
      <OpenKey
        label={t.keyFile}
        passphraseLabel={t.passphrase}
        submit={t.openFile}
        isBusy={action.isBusy}
        failure={action.failure}
        onSubmit={(given) => void action.run(given)}
      />
    </div>
  );
}

/** Step 3 or 5, by itself. */
function TakeStep({ view, worker }: { readonly view: CeremonyView; readonly worker: CountingWorker }) {
  const t = useText(keysText);
  const { send, report } = useKeyActions(view.meetingId);
  const { attempt } = view;
  const action = useAction(async () => {
    const { certificates, threshold, input } = await loadPart(view.meetingId);
    const given = { certificates: certificates ?? [], threshold };
    const step = view.state === 'polynomials' ? 'polynomial' : 'output';
    const made =
      step === 'polynomial'
        ? await worker.ask({ kind: step, ...given })
        : await worker.ask({ kind: step, ...given, input: input ?? '' });
    if (!made.ok) {
      const { culprit, message } = made.error;
      if (culprit !== null && step === 'output') await report(attempt, culprit);
      throw new Failure('INCONSISTENT', { detail: message });
    }
    await send({ attempt, step, message: made.value });
  });
  const hasBegun = useRef(false);
  const { run } = action;
  useEffect(() => {
    if (hasBegun.current) return;
    hasBegun.current = true;
    void run();
  }, [run]);
  return action.failure === null ? <Loading label={t.working} /> : <FailureNotice failure={action.failure} />;
}
