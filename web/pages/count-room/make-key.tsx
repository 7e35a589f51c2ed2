/** Step 1 of the key set-up: a key is drawn and sealed, kept as a file or printed code, and opened again before it counts. */
import { type FormEvent, useState } from 'react';
import type { CeremonyView } from '#server/api';
import { useAction } from '../../api/action.ts';
import { Failure } from '../../api/client.ts';
import { useKeyActions } from '../../api/counting.ts';
import type { CountingWorker } from '../../counting/counting-worker.ts';
import { MIN_PASSPHRASE } from '../../keys/key-file.ts';
import { saveFile } from '../../parts/save-file.ts';
import { keysText } from '../../text/keys.ts';
import { useText } from '../../text/texts.ts';
import { Button } from '../../ui/button.tsx';
import { QrCode } from '../../ui/qr-code.tsx';
import { FailureNotice } from '../../ui/states.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { Member } from './key-step.tsx';
import { type GivenKey, OpenKey } from './open-key.tsx';

interface Made {
  readonly file: string;
  readonly certificate: string;
}

export function MakeKey({
  view,
  own,
  worker,
  onKept,
}: {
  readonly view: CeremonyView;
  readonly own: Member;
  readonly worker: CountingWorker;
  readonly onKept: () => void;
}) {
  const [made, setMade] = useState<Made | null>(null);
  const [isSaved, setSaved] = useState(false);
  const [isPrinted, setPrinted] = useState(false);
  if (made === null) return <Draw view={view} own={own} worker={worker} onMade={setMade} />;
  return (
    <div className="stack stack-wide">
      <Keep
        view={view}
        own={own}
        made={made}
        isKept={isSaved || isPrinted}
        onSave={() => setSaved(true)}
        onPrint={() => setPrinted(true)}
      />
      {(isSaved || isPrinted) && (
        <TestAndSend
          view={view}
          made={made}
          worker={worker}
          onKept={onKept}
          onAgain={() => {
            setMade(null);
            setSaved(false);
            setPrinted(false);
          }}
        />
      )}
    </div>
  );
}

function Draw({
  view,
  own,
  worker,
  onMade,
}: {
  readonly view: CeremonyView;
  readonly own: Member;
  readonly worker: CountingWorker;
  readonly onMade: (made: Made) => void;
}) {
  const t = useText(keysText);
  const [passphrase, setPassphrase] = useState('');
  const [again, setAgain] = useState('');
  const [isTried, setTried] = useState(false);
  const short = [...passphrase].length < MIN_PASSPHRASE;
  const action = useAction(async () => {
    const place = { index: own.position, size: view.members.length, threshold: view.threshold };
    const about = t.codeOf(own.name, view.meetingTitleZh);
    onMade(await worker.ask({ kind: 'make', passphrase, about, place }));
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!short && passphrase === again) void action.run();
  };
  return (
    <form className="stack" onSubmit={submit}>
      <p>{t.makeLead}</p>
      <TextField
        label={t.passphrase}
        hint={t.passphraseHint}
        type="password"
        autoComplete="new-password"
        value={passphrase}
        onChange={setPassphrase}
        error={isTried && short ? t.passphraseShort : undefined}
      />
      <TextField
        label={t.passphraseAgain}
        type="password"
        autoComplete="new-password"
        value={again}
        onChange={setAgain}
        error={isTried && !short && passphrase !== again ? t.passphraseDiffers : undefined}
      />
      <FailureNotice failure={action.failure} />
      <div>
        <Button type="submit" kind="primary" isLarge isBusy={action.isBusy}>
          {t.make}
        </Button>
      </div>
    </form>
  );
}

function Keep({
  view,
  own,
  made,
  isKept,
  onSave,
  onPrint,
}: {
  readonly view: CeremonyView;
  readonly own: Member;
  readonly made: Made;
  readonly isKept: boolean;
  readonly onSave: () => void;
  readonly onPrint: () => void;
}) {
  const t = useText(keysText);
  return (
    <div className="stack">
      <p>{t.saveLead}</p>
      <div className="row no-print">
        <Button
          kind={isKept ? 'secondary' : 'primary'}
          onPress={() => {
            saveFile(`minyi-scrutineer-${own.position}-${view.meetingId.slice(0, 8)}.json`, made.file);
            onSave();
          }}
        >
          {t.saveFile}
        </Button>
        <Button
          onPress={() => {
            onPrint();
            window.print();
          }}
        >
          {t.printCode}
        </Button>
      </div>
      <div className="only-print">
        <p className="strong">{t.codeOf(own.name, view.meetingTitleZh)}</p>
        <QrCode text={made.file} label={t.codeLabel} />
        <p>{t.codeLabel}</p>
      </div>
    </div>
  );
}

/** The file as it was kept must open, and hold the very seed whose certificate is sent. */
function TestAndSend({
  view,
  made,
  worker,
  onKept,
  onAgain,
}: {
  readonly view: CeremonyView;
  readonly made: Made;
  readonly worker: CountingWorker;
  readonly onKept: () => void;
  readonly onAgain: () => void;
}) {
  const t = useText(keysText);
  const { send } = useKeyActions(view.meetingId);
  const action = useAction(async (given: GivenKey) => {
    const opened = await worker.ask({ kind: 'open', ...given });
    if (!opened.ok) throw new Failure(opened.error.code, { detail: opened.error.message });
    const { certificate } = made;
    if (!(await worker.ask({ kind: 'matches', certificate }))) {
      throw new Failure('INCONSISTENT', { detail: t.notThisFile });
    }
    onKept();
    await send({ attempt: view.attempt, step: 'certificate', message: certificate });
  });
  return (
    <div className="stack no-print">
      <p>{t.testLead}</p>
      <OpenKey
        label={t.keyFile}
        passphraseLabel={t.passphrase}
        submit={t.testAndSend}
        isBusy={action.isBusy}
        failure={action.failure}
        onSubmit={(given) => void action.run(given)}
      >
        <div>
          <Button kind="quiet" onPress={onAgain}>
            {t.startAgain}
          </Button>
        </div>
      </OpenKey>
    </div>
  );
}
