/**
 * The cards on paper: six on an A4 page, cut along the dashed lines and folded in the middle, so that the secret is inside and name,
 * serial and the desk's code are outside.
 */
import type { MeetingView } from '#server/api';
import { OUTSIDE, votingAddress } from '../../cards/card-code.ts';
import type { DrawnCard } from '../../cards/card-maker.ts';
import { sheetText } from '../../text/cards.ts';
import { useFormat } from '../../text/format.ts';
import { useLanguage } from '../../text/settings.ts';
import { choose, useText } from '../../text/texts.ts';
import { QrCode } from '../../ui/qr-code.tsx';
import './card-sheets.css';

const PER_PAGE = 6;

export function CardSheets({
  cards,
  meeting,
  organName,
}: {
  readonly cards: readonly DrawnCard[];
  readonly meeting: MeetingView;
  readonly organName: string;
}) {
  const pages = Array.from({ length: Math.ceil(cards.length / PER_PAGE) }, (_, page) =>
    cards.slice(page * PER_PAGE, (page + 1) * PER_PAGE),
  );
  return (
    <div className="sheets">
      {pages.map((onPage) => (
        <div key={onPage[0]?.serial} className="sheet">
          {onPage.map((card) => (
            <PrintedCard key={card.serial} card={card} meeting={meeting} organName={organName} />
          ))}
        </div>
      ))}
    </div>
  );
}

function PrintedCard({
  card,
  meeting,
  organName,
}: {
  readonly card: DrawnCard;
  readonly meeting: MeetingView;
  readonly organName: string;
}) {
  const t = useText(sheetText);
  const format = useFormat();
  const language = useLanguage();
  const { serial, secret, holder, isSpare } = card;
  const { origin, host } = window.location;
  return (
    <article className="voting-card">
      <div className="card-half card-outside">
        <div className="card-words">
          <span className="card-organ">{organName}</span>
          <span className="card-meeting">
            {choose(language, meeting.titleZh, meeting.titleEn)} · {format.date(meeting.heldOn)}
          </span>
          <strong className="card-name">{holder?.name ?? (isSpare ? t.spareCard : t.drawnCard)}</strong>
          <span>
            {holder === null ? t.voting : [holder.number, holder.delegation].filter(Boolean).join(' · ')}
          </span>
          <span>
            {t.serial} <code>{serial}</code>
          </span>
        </div>
        <div className="card-desk-code">
          <QrCode text={`${OUTSIDE}${serial}`} label={t.deskLabel} />
          <span>{t.outside}</span>
        </div>
      </div>
      <div className="card-half card-inside">
        <div className="card-words">
          <span className="card-inside-label">{t.inside}</span>
          <span>{t.code}</span>
          <code className="card-secret">{secret}</code>
          <span>
            {t.howScan} <code>{`${host}/vote`}</code> {t.howType}
          </span>
          <span>{t.howVote}</span>
          <span>{t.howLost}</span>
        </div>
        <QrCode text={votingAddress(origin, meeting.id, secret)} label={t.scanLabel} />
      </div>
    </article>
  );
}
