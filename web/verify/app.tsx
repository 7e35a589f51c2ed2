/** The verifier as a page: files in, verdict out. A record named in the address is fetched from this server. */
import { useEffect, useState } from 'react';
import { elderSetting, languageSetting, useElderMode, useLanguage } from '../text/settings.ts';
import { useText } from '../text/texts.ts';
import { verifyText } from '../text/verify.ts';
import { Button } from '../ui/button.tsx';
import { Progress } from '../ui/figures.tsx';
import { FileDrop } from '../ui/file-drop.tsx';
import { Notice } from '../ui/notice.tsx';
import { Card } from '../ui/page.tsx';
import { fetchRecord } from './fetch-record.ts';
import { Outcome, TestOutcomes } from './outcome.tsx';
import { type SortedFile, sortFile } from './sort-files.ts';
import { useVerifier } from './use-verifier.ts';

export function App() {
  const t = useText(verifyText);
  const [files, setFiles] = useState<readonly SortedFile[]>([]);
  const [fetching, setFetching] = useState<'no' | 'yes' | 'failed'>('no');
  const { run, start, reset } = useVerifier();
  useEffect(() => {
    document.title = t.title;
  }, [t.title]);

  function add(file: SortedFile): void {
    reset();
    // One record or archive at a time, and one policy; of receipts and tests any number.
    const isOne = (kind: SortedFile['kind']) => kind === 'record' || kind === 'archive';
    setFiles((known) => [
      ...known.filter(
        ({ kind, name }) =>
          name !== file.name &&
          !(isOne(kind) && isOne(file.kind)) &&
          !(kind === 'policy' && file.kind === 'policy'),
      ),
      file,
    ]);
  }

  useEffect(() => {
    const named = new URLSearchParams(location.search).get('record');
    if (named === null) return;
    setFetching('yes');
    void fetchRecord(named).then(async (record) => {
      setFetching(record === null ? 'failed' : 'no');
      if (record === null) return;
      const sorted = await sortFile(record.name, record.blob);
      setFiles((known) => [...known, sorted]);
    });
  }, []);

  const canStart = files.some(({ kind }) => kind !== 'unknown' && kind !== 'policy');
  return (
    <>
      <Header />
      <main id="content" className="page">
        <div className="page-head">
          <h1>{t.title}</h1>
          <p className="page-lead">{t.lead}</p>
        </div>
        <FileDrop
          label={t.drop}
          accept=".zip,.bel,.json,.txt,application/zip,application/json"
          isBusy={run.state === 'running'}
          isMain={files.length === 0}
          onFile={(file) => void sortFile(file.name, file).then(add)}
        >
          <span className="muted small">{t.dropHelp}</span>
        </FileDrop>
        {fetching === 'yes' ? <Notice>{t.fetching}</Notice> : null}
        {fetching === 'failed' ? <Notice tone="warn">{t.fetchFailed}</Notice> : null}
        {files.length === 0 ? null : (
          <Card title={t.given}>
            <FileList
              files={files}
              onRemove={(name) => setFiles(files.filter((file) => file.name !== name))}
            />
            <div className="row">
              <Button
                kind="primary"
                isLarge
                isBusy={run.state === 'running'}
                isDisabled={!canStart}
                onPress={() => void start(files)}
              >
                {run.state === 'done' ? t.again : t.start}
              </Button>
            </div>
            {run.state === 'running' ? (
              <Progress
                label={t.running}
                value={run.done}
                max={run.total}
                note={t.megabytes(mega(run.done), mega(run.total))}
              />
            ) : null}
          </Card>
        )}
        {run.state === 'failed' ? (
          <Notice tone="error" title={t.failed}>
            <p lang="en">{run.message}</p>
          </Notice>
        ) : null}
        {run.state === 'done' ? (
          <>
            {run.judgement === null ? null : <Outcome judgement={run.judgement} />}
            <TestOutcomes tests={run.tests} />
          </>
        ) : null}
      </main>
    </>
  );
}

function mega(bytes: number): string {
  return (bytes / 1_000_000).toFixed(1);
}

function FileList({
  files,
  onRemove,
}: {
  readonly files: readonly SortedFile[];
  readonly onRemove: (name: string) => void;
}) {
  const t = useText(verifyText);
  const kinds = {
    record: t.kindRecord,
    archive: t.kindArchive,
    receipt: t.kindReceipt,
    test: t.kindTest,
    policy: t.kindPolicy,
    unknown: t.kindUnknown,
  };
  return (
    <ul className="given-files">
      {files.map(({ name, kind }) => (
        <li key={name}>
          <span>
            <strong>{kinds[kind]}</strong> {name}
          </span>
          <Button kind="quiet" label={t.remove(name)} onPress={() => onRemove(name)}>
            ×
          </Button>
        </li>
      ))}
    </ul>
  );
}

function Header() {
  const t = useText(verifyText);
  const language = useLanguage();
  const isElder = useElderMode();
  return (
    <header className="site-header no-print">
      <div className="site-header-inner">
        <a className="site-name" href="/">
          <span className="site-mark" aria-hidden="true">
            民
          </span>
          {t.home}
        </a>
        <div className="site-tools" role="group" aria-label={t.tools}>
          <Button kind="quiet" onPress={() => languageSetting.set(language === 'zh' ? 'en' : 'zh')}>
            <span lang={language === 'zh' ? 'en' : 'zh-CN'}>{t.otherLanguage}</span>
          </Button>
          <Button kind="quiet" isPressed={isElder} onPress={() => elderSetting.set(isElder ? 'off' : 'on')}>
            {t.elder}
          </Button>
        </div>
      </div>
    </header>
  );
}
