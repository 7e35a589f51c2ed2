/**
 * Opening the count: who has opened and who has not, and one's own part. Ballots and ledger are downloaded and verified in the
 * worker before the key is used; what does not verify is never decrypted (R34).
 */
import { useState } from 'react';
import type { CountView } from '#server/api';
import { useAction } from '../../api/action.ts';
import { Failure } from '../../api/client.ts';
import { loadCount, loadPart, useCountActions } from '../../api/counting.ts';
import { useCountingWorker } from '../../counting/counting-worker.ts';
import type { OpenResult } from '../../counting/scrutineer.ts';
import { useRolesIn } from '../../shell/roles.ts';
import { countText } from '../../text/count.ts';
import { keysText } from '../../text/keys.ts';
import { useText } from '../../text/texts.ts';
import { Button, LinkButton } from '../../ui/button.tsx';
import { Progress } from '../../ui/figures.tsx';
import { FileDrop } from '../../ui/file-drop.tsx';
import { Badge, Notice } from '../../ui/notice.tsx';
import { Card } from '../../ui/page.tsx';
import { FailureNotice } from '../../ui/states.tsx';
import { Table } from '../../ui/table.tsx';
import { showToast } from '../../ui/toast.tsx';
import { type GivenKey, OpenKey } from './open-key.tsx';

type Findings = Extract<OpenResult, { readonly ok: false }>['findings'];

export function OpenCount({ view }: { readonly view: CountView }) {
  const t = useText(countText);
  const done = view.holders.filter(({ hasOpened }) => hasOpened).length;
  const own = view.holders.find(({ isYou }) => isYou);
  const isEnough = view.hasResult || done >= view.threshold;
  return (
    <Card title={t.openTitle}>
      {!view.isRecorded && (
        <>
          <p>{t.openLead(view.threshold)}</p>
          <Progress label={t.opened(done, view.threshold)} value={done} max={view.threshold} />
          <Table
            caption={t.openTitle}
            isCaptionHidden
            rows={view.holders}
            rowKey={({ owner }) => String(owner)}
            columns={[
              { key: 'no', header: t.no, cell: ({ owner }) => owner },
              { key: 'name', header: t.holder, isRowHeader: true, cell: ({ name }) => name },
              {
                key: 'standing',
                header: t.standing,
                cell: ({ hasOpened }) => (
                  <Badge tone={hasOpened ? 'success' : 'info'}>
                    {hasOpened ? t.hasOpened : t.hasNotOpened}
                  </Badge>
                ),
              },
            ]}
          />
        </>
      )}
      {own !== undefined && !own.hasOpened && !isEnough && <OwnPart view={view} />}
      {isEnough && <Waiting view={view} />}
      {view.tallyHead !== null && (
        <p className="small muted">
          {t.tallyHead}: <code>{view.tallyHead}</code>
        </p>
      )}
      {own !== undefined && !own.hasOpened && !isEnough && <ByHand view={view} />}
    </Card>
  );
}

/** Enough have opened, or nothing has to be: what is missing is paper, or a server that stopped in between. */
function Waiting({ view }: { readonly view: CountView }) {
  const t = useText(countText);
  const roles = useRolesIn(view.organId);
  const actions = useCountActions(view.poll);
  const action = useAction(actions.goOn);
  const mayGoOn = ['chiefScrutineer', 'scrutineer', 'clerk'].some((role) => roles.has(role as never));
  return (
    <Notice title={t.enough}>
      <p>{t.paperWaits}</p>
      <FailureNotice failure={action.failure} />
      {mayGoOn && (
        <div>
          <Button isBusy={action.isBusy} onPress={() => void action.run()}>
            {t.goOn}
          </Button>
        </div>
      )}
    </Notice>
  );
}

function OwnPart({ view }: { readonly view: CountView }) {
  const t = useText(countText);
  const keys = useText(keysText);
  const worker = useCountingWorker();
  const actions = useCountActions(view.poll);
  const [progress, setProgress] = useState<readonly [done: number, total: number] | null>(null);
  const [findings, setFindings] = useState<Findings>([]);
  const action = useAction(async (given: GivenKey) => {
    setFindings([]);
    const opened = await worker.ask({ kind: 'open', ...given });
    if (!opened.ok) throw new Failure(opened.error.code, { detail: opened.error.message });
    const [{ output }, { archive, evidence }] = await Promise.all([
      loadPart(view.meetingId),
      loadCount(view.poll),
    ]);
    setProgress([0, archive.length]);
    const made = await worker.ask(
      { kind: 'openCount', output: output ?? '', archive, evidence },
      (done, total) => setProgress([done, total]),
    );
    setProgress(null);
    if (!made.ok) {
      setFindings(made.findings);
      return;
    }
    await actions.open(made.value.head, made.value.decryption);
    worker.forget();
    showToast(t.openDone(made.value.numTallied));
  });
  return (
    <div className="stack">
      {findings.length > 0 && (
        <Notice tone="error" title={t.openRefusedTitle}>
          <p>{t.openRefused}</p>
          <ul>
            {findings.slice(0, 20).map(({ check, where, message }) => (
              <li key={`${check} ${where} ${message}`}>
                <strong>{check}</strong> <code>{where}</code> {message}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      <OpenKey
        label={keys.keyFile}
        passphraseLabel={keys.passphrase}
        submit={t.openMine}
        isBusy={action.isBusy}
        failure={action.failure}
        onSubmit={(given) => void action.run(given)}
      >
        {action.isBusy &&
          (progress === null ? (
            <Progress label={t.loadingArchive} max={1} />
          ) : (
            <Progress
              label={t.verifying}
              value={progress[0]}
              max={progress[1]}
              note={`${Math.floor((100 * progress[0]) / Math.max(1, progress[1]))} %`}
            />
          ))}
      </OpenKey>
    </div>
  );
}

/** With the command line: the archive down, the decryption up. */
function ByHand({ view }: { readonly view: CountView }) {
  const t = useText(countText);
  const actions = useCountActions(view.poll);
  const submit = useAction(async (file: File) => {
    await actions.open(view.tallyHead ?? '', (await file.text()).trim());
  });
  return (
    <details>
      <summary>{t.byHand}</summary>
      <div className="stack">
        <p className="muted">{t.byHandLead}</p>
        <div>
          <LinkButton
            href={`/api/ballot-sessions/${view.poll}/count/archive.bel`}
            download={`${view.poll}.bel`}
          >
            {t.downloadArchive}
          </LinkButton>
        </div>
        <FileDrop
          label={t.decryptionFile}
          accept=".json"
          isBusy={submit.isBusy}
          onFile={(file) => void submit.run(file)}
        />
        <FailureNotice failure={submit.failure} />
      </div>
    </details>
  );
}
