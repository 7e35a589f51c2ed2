/** The frame of the voting page: whose card, language and size, and the title that takes the focus when a step changes. */
import { type ReactNode, useEffect, useRef } from 'react';
import { elderSetting, languageSetting, useElderMode, useLanguage } from '../text/settings.ts';
import { choose, useText } from '../text/texts.ts';
import { voteText } from '../text/vote.ts';
import { Button } from '../ui/button.tsx';
import { WholeWords } from '../ui/whole-words.tsx';
import type { CardLogin } from './server.ts';

export function Header({
  login,
  isShared,
}: {
  readonly login: CardLogin | null;
  readonly isShared: boolean;
}) {
  const t = useText(voteText);
  const language = useLanguage();
  const isElder = useElderMode();
  return (
    <header className="vote-header no-print">
      <div className="vote-header-inner">
        <div className="vote-name">
          <span className="site-mark" aria-hidden="true">
            民
          </span>
          <span className="vote-who">
            <strong>
              <WholeWords
                text={
                  login === null ? t.pageName : choose(language, login.meeting.titleZh, login.meeting.titleEn)
                }
              />
            </strong>
            {(login !== null || isShared) && (
              <span>{login === null ? t.shared : t.cardNo(login.serial)}</span>
            )}
          </span>
        </div>
        <div className="vote-tools" role="group" aria-label={t.tools}>
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

let isFirstScreen = true;

/** One step. Its title takes the focus, so that keyboard and screen reader begin where the step does. */
export function Screen({
  title,
  lead,
  onBack,
  children,
}: {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly onBack?: (() => void) | undefined;
  readonly children?: ReactNode;
}) {
  const t = useText(voteText);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · ${t.pageName}`;
  }, [title, t.pageName]);
  useEffect(() => {
    if (!isFirstScreen) {
      scrollTo(0, 0);
      heading.current?.focus({ preventScroll: true });
    }
    isFirstScreen = false;
  }, []);
  return (
    <div className="vote-screen">
      {onBack !== undefined && (
        <div className="no-print">
          <Button kind="quiet" onPress={onBack}>
            <span aria-hidden="true">‹</span>
            {t.back}
          </Button>
        </div>
      )}
      <h1 ref={heading} tabIndex={-1}>
        <WholeWords text={title} />
      </h1>
      {lead !== undefined && <p className="vote-lead">{lead}</p>}
      {children}
    </div>
  );
}

/** A step that only waits; what it waits for is said aloud. */
export function Waiting({ label }: { readonly label: string }) {
  return (
    <p className="vote-waiting" role="status">
      <span className="spinner" aria-hidden="true" />
      {label}
    </p>
  );
}
