/**
 * The rehearsal (R33): the key file is opened from where it is kept and opens a small election, by the same program that will
 * open the count. Who has a signing key also signs here that this part of the key is theirs.
 */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { CeremonyPart, CeremonyView } from '#server/api';
import { sha256Hex, signKeyHolder } from '#tally';
import { useAction } from '../../api/action.ts';
import { Failure } from '../../api/client.ts';
import { loadPart, useKeyActions } from '../../api/counting.ts';
import { Answer } from '../../api/query.tsx';
import type { CountingWorker } from '../../counting/counting-worker.ts';
import { openSigningKey, signingTime } from '../../keys/signing.ts';
import { keysText } from '../../text/keys.ts';
import { useText } from '../../text/texts.ts';
import { type GivenKey, isGiven, KeyFields, NO_KEY, OpenKey } from './open-key.tsx';

export function Rehearse(props: { readonly view: CeremonyView; readonly worker: CountingWorker }) {
  const { meetingId, attempt } = props.view;
  const query = useQuery({ queryKey: ['part', meetingId, attempt], queryFn: () => loadPart(meetingId) });
  return <Answer query={query}>{(part) => <WithPart {...props} part={part} />}</Answer>;
}

function WithPart({
  view,
  worker,
  part,
}: {
  readonly view: CeremonyView;
  readonly worker: CountingWorker;
  readonly part: CeremonyPart;
}) {
  const t = useText(keysText);
  const { send, rehearsal } = useKeyActions(view.meetingId);
  const [signing, setSigning] = useState(NO_KEY);
  const isSigning = part.signingKey !== null;
  const action = useAction(async (given: GivenKey) => {
    const holder = await stateHolder(part, signing, t.wrongSigningKey);
    const opened = await worker.ask({ kind: 'open', ...given });
    if (!opened.ok) throw new Failure(opened.error.code, { detail: opened.error.message });
    const archive = await rehearsal();
    const made = await worker.ask({ kind: 'rehearse', output: part.output ?? '', archive });
    if (!made.ok) throw new Failure('INCONSISTENT', { detail: made.findings[0]?.message ?? '' });
    const message = made.value.decryption;
    await send({ attempt: part.attempt, step: 'decryption', message, ...(holder && { holder }) });
  });
  return (
    <div className="stack">
      <p>{t.rehearseLead}</p>
      <OpenKey
        label={t.keyFile}
        passphraseLabel={t.passphrase}
        submit={t.rehearse}
        isBusy={action.isBusy}
        isReady={!isSigning || isGiven(signing)}
        failure={action.failure}
        onSubmit={(given) => void action.run(given)}
      >
        {isSigning && (
          <div className="stack">
            <p>{t.signingLead}</p>
            <KeyFields
              label={t.signingFile}
              passphraseLabel={t.signingPassphrase}
              given={signing}
              onChange={setSigning}
            />
          </div>
        )}
      </OpenKey>
    </div>
  );
}

/** The statement that this part of the key is one's own; null for who has no signing key. */
export async function stateHolder(
  { signingKey, position, name, trustees }: CeremonyPart,
  given: GivenKey,
  wrong: string,
) {
  if (signingKey === null) return null;
  const secret = await openSigningKey(given.file, given.passphrase, signingKey);
  if (!secret.ok) {
    const detail = secret.error.code === 'INCONSISTENT' ? wrong : secret.error.message;
    throw new Failure(secret.error.code, { detail });
  }
  const statement = { position, name, publicKey: signingKey, signedAt: signingTime() };
  const { publicKey, signedAt, signature } = signKeyHolder(
    sha256Hex(trustees ?? ''),
    statement,
    secret.value,
  );
  return { publicKey, signedAt, signature };
}
