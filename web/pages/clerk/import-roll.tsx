/** Importing a list in three steps: choose the file, check what it changes, done. Nothing changes before the second step says so. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { MembersView, RollPreview } from '#server/api';
import { useAction } from '../../api/action.ts';
import type { Failure } from '../../api/client.ts';
import { oneOrgan, previewRoll, rollFile, useCertifyRoll } from '../../api/organs.ts';
import { csvLineText, fileText, importText, rollText } from '../../text/organs.ts';
import { useLanguage } from '../../text/settings.ts';
import { choose, useText } from '../../text/texts.ts';
import { Button, buttonClass, LinkButton } from '../../ui/button.tsx';
import { RadioGroup } from '../../ui/choices.tsx';
import { FileDrop } from '../../ui/file-drop.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Card, Page } from '../../ui/page.tsx';
import { FailureNotice } from '../../ui/states.tsx';
import { Steps } from '../../ui/steps.tsx';
import { FlawTable, RollDifferences } from './roll-differences.tsx';

export function ImportRollPage() {
  const { organId } = useParams({ from: '/signed-in/app/organs/$organId/import' });
  const t = useText(importText);
  const roll = useText(rollText);
  const language = useLanguage();
  const organ = useQuery(oneOrgan(organId));
  const [file, setFile] = useState<File | null>(null);
  const [preview, setPreview] = useState<RollPreview | null>(null);
  const [done, setDone] = useState<MembersView | null>(null);
  const read = useAction((chosen: File) => previewRoll(organId, chosen));
  const check = async (chosen: File) => {
    setFile(chosen);
    const answer = await read.run(chosen);
    setPreview(answer.ok ? answer.value : null);
  };
  return (
    <Page
      title={t.title}
      crumbs={[
        {
          label: organ.data === undefined ? '…' : choose(language, organ.data.nameZh, organ.data.nameEn),
          to: `/app/organs/${organId}`,
        },
        { label: roll.title, to: `/app/organs/${organId}/roll` },
      ]}
    >
      <Steps
        label={t.steps}
        steps={[t.stepFile, t.stepCheck, t.stepDone]}
        current={done !== null ? 3 : preview !== null ? 1 : 0}
      />
      {done !== null ? (
        <Notice tone="success" title={t.done(done.inOffice)}>
          <span className="small">{t.ledger(done.rollHash)}</span>
          <Link
            to="/app/organs/$organId/roll"
            params={{ organId }}
            className={buttonClass({ kind: 'primary' })}
          >
            {t.toRoll}
          </Link>
        </Notice>
      ) : preview === null ? (
        <div className="stack">
          <FileDrop
            label={t.drop}
            accept=".xlsx,.csv"
            isBusy={read.isBusy}
            isMain
            onFile={(chosen) => void check(chosen)}
          >
            <p className="muted">{t.columns}</p>
          </FileDrop>
          <FileFailure failure={read.failure} />
          <div className="row">
            <LinkButton href={rollFile(organId, 'xlsx', true)}>{t.template}</LinkButton>
          </div>
        </div>
      ) : (
        <Check
          organId={organId}
          preview={preview}
          onDone={setDone}
          onAgain={() => setPreview(null)}
          onRecheck={() => file !== null && void check(file)}
        />
      )}
    </Page>
  );
}

/** Says what is wrong with a file by the place the server names. */
function FileFailure({ failure }: { readonly failure: Failure | null }) {
  const t = useText(importText);
  const places: Readonly<Record<string, string>> = useText(fileText);
  const lines = useText(csvLineText);
  if (failure === null) return null;
  const line = /^file\.line-(\d+)$/.exec(failure.where)?.[1];
  const sentence = line === undefined ? places[failure.where] : lines.line(Number(line));
  return sentence === undefined ? (
    <FailureNotice failure={failure} />
  ) : (
    <Notice tone="error" title={t.failed}>
      <p>{sentence}</p>
    </Notice>
  );
}

function Check({
  organId,
  preview,
  onDone,
  onAgain,
  onRecheck,
}: {
  readonly organId: string;
  readonly preview: RollPreview;
  readonly onDone: (view: MembersView) => void;
  readonly onAgain: () => void;
  readonly onRecheck: () => void;
}) {
  const t = useText(importText);
  const [absent, setAbsent] = useState<'leave' | 'stay'>('leave');
  const certify = useCertifyRoll(organId);
  const { rows, differences, flawCount, inOffice } = preview;
  const hasLeavers = differences.some(({ kind }) => kind === 'left');
  const isNothing = differences.length === 0;
  const apply = async () => {
    const done = await certify.run({ rollHash: preview.rollHash, rows: [...rows], absent });
    if (done.ok) onDone(done.value);
  };
  return (
    <div className="stack">
      {preview.encoding !== null && preview.encoding !== 'utf-8' && (
        <Notice tone="warn">{t.encoding(preview.encoding.toUpperCase())}</Notice>
      )}
      {preview.ignored.length > 0 && <Notice>{t.ignored(preview.ignored.join('、'))}</Notice>}
      {flawCount > 0 && (
        <Card title={t.flaws(flawCount)}>
          <Notice tone="error">{t.flawsHint}</Notice>
          <FlawTable flaws={preview.flaws} more={flawCount - preview.flaws.length} />
        </Card>
      )}
      {isNothing ? (
        <Notice tone="success" title={t.nothing} />
      ) : (
        <RollDifferences differences={differences} unchanged={preview.unchanged} />
      )}
      {hasLeavers && (
        <RadioGroup
          label={t.absent}
          value={absent}
          onChange={setAbsent}
          options={[
            { value: 'leave', label: t.absentLeave, hint: t.absentLeaveHint(inOffice.afterLeaving) },
            { value: 'stay', label: t.absentStay, hint: t.absentStayHint(inOffice.afterStaying) },
          ]}
        />
      )}
      {certify.failure?.code === 'STALE' ? (
        <Notice tone="warn" title={t.stale}>
          <Button onPress={onRecheck}>{t.recheck}</Button>
        </Notice>
      ) : (
        <FailureNotice failure={certify.failure} />
      )}
      <div className="row">
        <Button onPress={onAgain}>{t.again}</Button>
        {!isNothing && rows.length > 0 && (
          <Button kind="primary" isBusy={certify.isBusy} onPress={() => void apply()}>
            {t.apply(rows.length)}
          </Button>
        )}
      </div>
    </div>
  );
}
