/**
 * The ballot as a voter sees it: an item a row, its marks as real radio buttons (a check box where the rules only know
 * ticks). Light on purpose, for the voting page; the preview of a session shows the same component. It holds no state but
 * which item is being read aloud: marks live where `onChange` goes.
 */
import { useEffect, useId, useState } from 'react';
import { type Item, markNames, type Sheet } from '#tally/booth';
import { ballotText } from '../text/ballot.ts';
import { useFormat } from '../text/format.ts';
import { useLanguage } from '../text/settings.ts';
import { choose, useText } from '../text/texts.ts';
import { WholeWords } from '../ui/whole-words.tsx';
import { markWord } from './mark-words.ts';
import { type CapUse, capAgainst, type DraftMarks, isTicks } from './marks.ts';

/** What is shown beside an item, sealed with the session; by ballot number. */
export interface ItemDescription {
  readonly textZh?: string | undefined;
  readonly textEn?: string | undefined;
  readonly finishOn?: string | undefined;
  /** SHA-256 of a picture. */
  readonly picture?: string | undefined;
}

export interface BallotFormProps {
  readonly sheet: Sheet;
  readonly descriptions: Readonly<Record<string, ItemDescription>>;
  readonly marks: DraftMarks;
  readonly onChange: (item: number, mark: number | null) => void;
  /** A mark the cap forbids was pressed; nothing changed. */
  readonly onCap?: ((cap: CapUse) => void) | undefined;
  /** Address of a picture by its hash. */
  readonly pictureUrl: (hash: string) => string;
  /** A ballot to look at only. */
  readonly isReadOnly?: boolean;
}

export function BallotForm(props: BallotFormProps) {
  const [spoken, setSpoken] = useState<number | null>(null);
  useEffect(() => stopReading, []);
  const toggle = (item: Item, text: string, lang: string) => {
    stopReading();
    if (spoken === item.no) {
      setSpoken(null);
      return;
    }
    setSpoken(item.no);
    readAloud(text, lang, () => setSpoken((now) => (now === item.no ? null : now)));
  };
  return (
    <ol className="ballot-items">
      {props.sheet.items.map((item, i) => (
        <li key={item.no} className="ballot-item">
          <BallotItem {...props} item={item} at={i} isSpoken={spoken === item.no} onRead={toggle} />
        </li>
      ))}
    </ol>
  );
}

function BallotItem({
  sheet,
  descriptions,
  marks,
  onChange,
  onCap,
  pictureUrl,
  isReadOnly = false,
  item,
  at,
  isSpoken,
  onRead,
}: BallotFormProps & {
  readonly item: Item;
  readonly at: number;
  readonly isSpoken: boolean;
  readonly onRead: (item: Item, text: string, lang: string) => void;
}) {
  const t = useText(ballotText);
  const language = useLanguage();
  const id = useId();
  const title = choose(language, item.titleZh, item.titleEn);
  const description = descriptions[String(item.no)] ?? {};
  const about = choose(language, description.textZh ?? '', description.textEn);
  const names = markNames(sheet.pack);
  const asTicks = isTicks(sheet);
  const press = (mark: number, isOn: boolean) => {
    const isForbidden = isOn && capAgainst(sheet, marks, at, mark) !== undefined;
    if (!isReadOnly && !isForbidden) onChange(at, isOn ? mark : null);
  };
  return (
    <fieldset className="ballot-fieldset">
      <legend className="ballot-title">
        <span className="ballot-no">{item.no}</span>
        <WholeWords text={title} />
      </legend>
      <ItemFacts item={item} description={description} />
      <div className="ballot-more">
        {(about !== '' || description.picture !== undefined) && (
          <details className="ballot-details">
            <summary>{t.details}</summary>
            {about !== '' && <p className="keep-lines">{about}</p>}
            {description.picture !== undefined && (
              <img src={pictureUrl(description.picture)} alt={t.pictureOf(title)} loading="lazy" />
            )}
          </details>
        )}
        {canReadAloud() && !isReadOnly && (
          <button
            type="button"
            className="button button-quiet ballot-read no-print"
            aria-pressed={isSpoken}
            onClick={() => onRead(item, [`${item.no}. ${title}`, about].join('。'), language)}
          >
            {isSpoken ? t.stopReading : t.readAloud}
            <span className="visually-hidden">{title}</span>
          </button>
        )}
      </div>
      <div className={`ballot-marks ballot-marks-${asTicks ? 1 : names.length}`}>
        {names.map((name, mark) => {
          const cap = capAgainst(sheet, marks, at, mark);
          const isOn = marks[at] === mark;
          const word = markWord(name, language);
          return (
            <label key={name} className={`mark mark-${name}${cap === undefined ? '' : ' mark-full'}`}>
              <input
                type={asTicks ? 'checkbox' : 'radio'}
                name={id}
                checked={isOn}
                autoComplete="off"
                aria-disabled={isReadOnly || cap !== undefined || undefined}
                onClick={(event) => {
                  // A press the cap forbids must leave the old mark standing, whatever draws the page.
                  if (isReadOnly || cap !== undefined) event.preventDefault();
                  if (!isReadOnly && cap !== undefined) onCap?.(cap);
                }}
                onChange={(event) => press(mark, event.currentTarget.checked)}
              />
              <span className="mark-face">
                <span className="mark-sign" aria-hidden="true" />
                {word}
                {cap !== undefined && <span className="visually-hidden">{t.capFull(word, cap.max)}</span>}
              </span>
            </label>
          );
        })}
      </div>
    </fieldset>
  );
}

function ItemFacts({ item, description }: { readonly item: Item; readonly description: ItemDescription }) {
  const t = useText(ballotText);
  const language = useLanguage();
  const format = useFormat();
  const facts = [
    t.leadUnit(item.leadUnit),
    ...(item.supportUnits === undefined ? [] : [t.supportUnits(format.list(item.supportUnits))]),
    ...(item.costFen === undefined ? [] : [t.cost(money(item.costFen, language))]),
    ...(description.finishOn === undefined ? [] : [t.finish(format.date(description.finishOn))]),
  ];
  return (
    <ul className="ballot-facts">
      {facts.map((fact) => (
        <li key={fact}>{fact}</li>
      ))}
    </ul>
  );
}

/** 4,200 万元 / ¥42,000,000: a round sum in ten thousands as budgets have it, any other to the fen. */
function money(fen: number, language: 'zh' | 'en'): string {
  const yuan = fen / 100;
  if (language === 'zh' && fen % 1_000_000 === 0) return `${(yuan / 10_000).toLocaleString('zh-CN')} 万元`;
  return language === 'zh' ? `${yuan.toLocaleString('zh-CN')} 元` : `¥${yuan.toLocaleString('en-GB')}`;
}

function canReadAloud(): boolean {
  return typeof speechSynthesis !== 'undefined';
}

/** Reads an item's title and description, never a mark: the room may listen. */
function readAloud(text: string, language: string, onEnd: () => void): void {
  const speech = new SpeechSynthesisUtterance(text);
  speech.lang = language === 'zh' ? 'zh-CN' : 'en-GB';
  speech.rate = 0.9;
  speech.onend = onEnd;
  speech.onerror = onEnd;
  speechSynthesis.speak(speech);
}

function stopReading(): void {
  if (canReadAloud()) speechSynthesis.cancel();
}
