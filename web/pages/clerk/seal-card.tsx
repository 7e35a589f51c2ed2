/**
 * Sealing: what is still missing, everything that would be sealed, and its hash. The presidium agrees to exactly the hash on its
 * screen; should anything change meanwhile, the server refuses and the page shows the new one.
 */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { SealView, SessionView } from '#server/api';
import { assertOk, ROLE_NAMES, readSetup } from '#tally';
import { sealOfSession, useSessionStep } from '../../api/ballot-sessions.ts';
import { Answer } from '../../api/query.tsx';
import { MISSING, sessionText } from '../../text/sessions.ts';
import { useLanguage } from '../../text/settings.ts';
import { useText } from '../../text/texts.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/choices.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Card, Facts } from '../../ui/page.tsx';
import { showToast } from '../../ui/toast.tsx';

export function SealCard({ session, maySeal }: { readonly session: SessionView; readonly maySeal: boolean }) {
  const t = useText(sessionText);
  const query = useQuery(sealOfSession(session.id));
  return (
    <Card title={t.sealTitle}>
      <p className="muted">{t.sealLead}</p>
      <Answer query={query}>{(view) => <Sealing poll={session.id} view={view} maySeal={maySeal} />}</Answer>
    </Card>
  );
}

function Sealing({
  poll,
  view,
  maySeal,
}: {
  readonly poll: string;
  readonly view: SealView;
  readonly maySeal: boolean;
}) {
  const t = useText(sessionText);
  const language = useLanguage();
  const step = useSessionStep(poll);
  const [seen, setSeen] = useState<string | null>(null);
  const [isAsked, setAsked] = useState(false);
  const { texts, setupHash } = view;
  if (texts === null || setupHash === null) {
    return (
      <Notice tone="warn" title={t.sealMissing}>
        <ul>
          {view.missing.map((missing) => (
            <li key={missing}>{MISSING[missing][language === 'zh' ? 0 : 1]}</li>
          ))}
        </ul>
      </Notice>
    );
  }
  const short = `${setupHash.slice(0, 8)}…${setupHash.slice(-8)}`;
  return (
    <>
      <Notice tone="success" title={t.sealReady} />
      <SealedFacts setupText={texts.setup} setupHash={setupHash} />
      <details>
        <summary>{t.sealedTexts}</summary>
        {(['setup', 'rulePack', 'form', 'election'] as const).map((name) => {
          const text = texts[name];
          return text === null ? null : (
            <section key={name}>
              <h3>{t[`text_${name}`]}</h3>
              <pre className="sealed-text">{JSON.stringify(JSON.parse(text), null, 1)}</pre>
            </section>
          );
        })}
      </details>
      {maySeal && (
        <>
          <Checkbox
            label={t.sealSeen}
            isChecked={seen === setupHash}
            onChange={(isSeen) => setSeen(isSeen ? setupHash : null)}
          />
          <div className="row">
            <Button kind="primary" isLarge isDisabled={seen !== setupHash} onPress={() => setAsked(true)}>
              {t.seal}
            </Button>
          </div>
          <ConfirmDialog
            isOpen={isAsked}
            title={t.sealConfirmTitle}
            confirm={t.seal}
            onConfirm={async () => {
              const sealed = await step.run('seal', { setupHash });
              if (!sealed.ok) throw sealed.failure;
              showToast(t.sealed, { tone: 'success' });
            }}
            onClose={() => setAsked(false)}
          >
            <p>{t.sealConfirmBody(short)}</p>
          </ConfirmDialog>
        </>
      )}
    </>
  );
}

function SealedFacts({ setupText, setupHash }: { readonly setupText: string; readonly setupHash: string }) {
  const t = useText(sessionText);
  const language = useLanguage();
  const setup = assertOk(readSetup(setupText, 'setup'));
  const { cards, signers, booth } = setup;
  return (
    <Facts
      facts={[
        [
          t.setupHash,
          <code key="hash" className="hash">
            {setupHash}
          </code>,
        ],
        [t.entitled, setup.inOffice],
        [t.cardsListed, t.cardsValue(cards.listed, cards.spare)],
        [
          t.signers,
          <ul key="signers" className="plain-list">
            {signers.map(({ role, name, publicKey }) => (
              <li key={`${role} ${publicKey}`}>
                {ROLE_NAMES[role][language]} {name}{' '}
                <code className="muted small">{publicKey.slice(0, 16)}…</code>
              </li>
            ))}
          </ul>,
        ],
        [t.boothFiles, booth.length],
      ]}
    />
  );
}
