/** The same steps with the command line: what a step needs is downloaded, what it gives is submitted as a file. */
import { useState } from 'react';
import type { CeremonyView } from '#server/api';
import { useAction } from '../../api/action.ts';
import { loadPart, useKeyActions } from '../../api/counting.ts';
import { saveFile } from '../../parts/save-file.ts';
import { keysText } from '../../text/keys.ts';
import { useText } from '../../text/texts.ts';
import { Button, LinkButton } from '../../ui/button.tsx';
import { FileDrop } from '../../ui/file-drop.tsx';
import { FailureNotice } from '../../ui/states.tsx';
import type { Member } from './key-step.tsx';
import { KeyFields, NO_KEY } from './open-key.tsx';
import { stateHolder } from './rehearse.tsx';

const STEPS = {
  certificates: { step: 'certificate', ending: '.cert', command: 'certificate' },
  polynomials: { step: 'polynomial', ending: '.polynomial', command: 'polynomial' },
  outputs: { step: 'output', ending: '.voutput', command: 'complete' },
  rehearsal: { step: 'decryption', ending: '.json', command: 'decrypt' },
} as const;

export function KeyCommandLine({ view, own }: { readonly view: CeremonyView; readonly own: Member }) {
  const t = useText(keysText);
  const { send } = useKeyActions(view.meetingId);
  const state = view.state === null || view.state === 'complete' ? 'certificates' : view.state;
  const { step, ending, command } = STEPS[state];
  const [signing, setSigning] = useState(NO_KEY);
  const submit = useAction(async (file: File) => {
    const message = (await file.text()).trim();
    const holder =
      step === 'decryption'
        ? await stateHolder(await loadPart(view.meetingId), signing, t.wrongSigningKey)
        : null;
    await send({ attempt: view.attempt, step, message, ...(holder && { holder }) });
  });
  const download = useAction(async () => {
    const { certificates, input, trustees } = await loadPart(view.meetingId);
    if (certificates !== null) saveFile('certs.jsons', `${certificates.join('\n')}\n`);
    if (input !== null && state === 'outputs') saveFile(`${own.position}.vinput`, `${input}\n`);
    if (trustees !== null) saveFile('trustees.json', trustees);
  });
  const input = command === 'complete' ? ` --input ${own.position}.vinput` : '';
  const place = `--index ${own.position} --size ${view.members.length} --threshold ${view.threshold}`;
  return (
    <details className="no-print">
      <summary>{t.cliTitle}</summary>
      <div className="stack">
        <p className="muted">{t.cliLead}</p>
        <code>
          {command === 'decrypt'
            ? 'minyi decrypt --archive rehearsal.bel --key ID.key --dkey ID.dkey'
            : `minyi threshold ${command} ${command === 'certificate' ? place : `--certs certs.jsons --key ID.key${input}`}`}
        </code>
        <div className="row">
          {state !== 'certificates' && (
            <Button isBusy={download.isBusy} onPress={() => void download.run()}>
              {t.cliDownload}
            </Button>
          )}
          {state === 'rehearsal' && (
            <LinkButton href={`/api/meetings/${view.meetingId}/keys/rehearsal.bel`} download="rehearsal.bel">
              rehearsal.bel
            </LinkButton>
          )}
        </div>
        {state === 'rehearsal' && (
          <>
            <p>{t.signingLead}</p>
            <KeyFields
              label={t.signingFile}
              passphraseLabel={t.signingPassphrase}
              given={signing}
              onChange={setSigning}
            />
          </>
        )}
        <FileDrop
          label={`${t.cliStep} (${ending})`}
          accept={ending}
          isBusy={submit.isBusy}
          onFile={(file) => void submit.run(file)}
        />
        <FailureNotice failure={submit.failure ?? download.failure} />
      </div>
    </details>
  );
}
