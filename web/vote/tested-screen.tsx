/** A ballot opened for a test: the sheet for another device, how to check it, and the way to a fresh ballot. */
import { useMemo } from 'react';
import { saveFile } from '../parts/save-file.ts';
import { useLanguage } from '../text/settings.ts';
import { choose, useText } from '../text/texts.ts';
import { voteText } from '../text/vote.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { WholeWords } from '../ui/whole-words.tsx';
import { marksInWords } from '../voting/check-test.ts';
import { Screen } from './frame.tsx';
import type { Booth } from './machine.ts';

export function TestedScreen({
  booth,
  challenge,
  code,
  onAgain,
}: {
  readonly booth: Booth;
  readonly challenge: string;
  readonly code: string;
  readonly onAgain: () => void;
}) {
  const t = useText(voteText);
  const language = useLanguage();
  const name = `test-${code}.json`;
  const lines = useMemo(() => {
    const { choices } = JSON.parse(challenge) as { readonly choices: number[][] };
    return marksInWords(booth.paper.sheet, choices);
  }, [booth, challenge]);
  const file = shareable(name, challenge);
  return (
    <Screen title={t.testedTitle} lead={t.testedLead}>
      <section className="card ballot-code">
        <h2>{t.codeTitle}</h2>
        <p className="code-large">
          <code>{code}</code>
        </p>
      </section>
      <section className="card">
        <ol className="stack-tight">
          <li>{t.testedStep1}</li>
          <li>{t.testedStep2(`${location.origin}/verify`)}</li>
          <li>{t.testedStep3}</li>
        </ol>
        <div className="row no-print">
          <Button kind="primary" onPress={() => saveFile(name, challenge)}>
            {t.saveSheet}
          </Button>
          {file !== undefined && (
            <Button onPress={() => void navigator.share({ files: [file] }).catch(() => undefined)}>
              {t.shareSheet}
            </Button>
          )}
          <Button onPress={() => print()}>{t.print}</Button>
        </div>
        <Notice tone="warn" title={t.testedWarning} />
      </section>
      <section className="card">
        <h2>{t.testedChoices}</h2>
        <ol className="tested-marks">
          {lines.map((line) => (
            <li key={line.no} value={line.no}>
              <WholeWords text={choose(language, line.titleZh, line.titleEn)} />
              <strong>{choose(language, line.markZh, line.markEn)}</strong>
            </li>
          ))}
        </ol>
      </section>
      <div className="no-print">
        <Button kind="primary" isLarge onPress={onAgain}>
          {t.startAgain}
        </Button>
      </div>
    </Screen>
  );
}

/** The sheet as a file to hand to another program, where this browser can. */
function shareable(name: string, text: string): File | undefined {
  const file = new File([text], name, { type: 'application/json' });
  return typeof navigator.canShare === 'function' && navigator.canShare({ files: [file] }) ? file : undefined;
}
