/** The certificate as a page, set like an official document and drawn from the same blocks as its PDF. */
import type { Block, CertificateContent } from '../certificate-content.ts';
import type { ResultModel } from '../result-model.ts';
import { documentWords } from '../text/document.ts';
import { DataTable } from './data-table.tsx';
import { DocumentFrame } from './document-frame.tsx';
import { crumbsOf, subjectOf } from './heading.tsx';
import type { View } from './layout.tsx';
import { QrFigure } from './qr-figure.tsx';
import { WholeWords } from './whole-words.tsx';

export interface CertificatePageProps {
  readonly view: View;
  readonly model: ResultModel;
  readonly content: CertificateContent;
  /** Characters that the PDF's fonts lack. */
  readonly missing: readonly string[];
}

export function CertificatePage({ view, model, content, missing }: CertificatePageProps) {
  const { language } = view;
  const w = documentWords(language);
  const { poll, publication } = model;
  const version = `?version=${publication.version}`;
  return (
    <DocumentFrame
      view={view}
      title={w.certificateOf(content.subject)}
      section="home"
      crumbs={[
        ...crumbsOf(language, poll),
        { name: subjectOf(language, poll), href: `/polls/${poll.id}${version}` },
      ]}
      tools={
        <>
          <a className="button button-primary" href={`/polls/${poll.id}/certificate.pdf${version}`}>
            {w.pdf}
          </a>
          <span className="help print-hint">{w.print}</span>
          {missing.length === 0 ? null : (
            <p className="notice tone-warn" role="note">
              {w.missing(missing.join(' '))}
            </p>
          )}
        </>
      }
    >
      <header className="document-head">
        <p className="document-meeting">
          <WholeWords text={content.meeting} />
        </p>
        <h1>
          <WholeWords text={content.subject} />
          <br />
          <WholeWords text={content.title} />
        </h1>
        <p className="document-code">
          {w.code} <span>{content.code}</span>
        </p>
      </header>
      {content.blocks.map((block, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: blocks never move
        <BlockView key={i} block={block} labelledBy={headingId(content.blocks, i)} />
      ))}
      <footer className="document-foot">
        <QrFigure text={content.url} label={w.scan} />
        <div className="document-seal">
          <p>
            <WholeWords text={content.sealedBy} />
          </p>
          <p>{content.day}</p>
          <p className="seal-space">{w.seal}</p>
        </div>
      </footer>
    </DocumentFrame>
  );
}

/** The id of the heading that the block at this place is or stands under. */
function headingId(blocks: readonly Block[], at: number): string {
  return `part-${blocks.slice(0, at + 1).findLastIndex(({ kind }) => kind === 'heading')}`;
}

function BlockView({ block, labelledBy }: { block: Block; labelledBy: string }) {
  if (block.kind === 'paragraph')
    return (
      <p>
        <WholeWords text={block.text} />
      </p>
    );
  if (block.kind === 'heading') return <h2 id={labelledBy}>{block.text}</h2>;
  if (block.kind === 'fact') {
    return (
      <p className="document-fact">
        <span>{block.name}</span> <span className={block.isCode ? 'hash' : undefined}>{block.value}</span>
      </p>
    );
  }
  const { head, rows, columns, note } = block;
  return (
    <>
      <DataTable
        labelledBy={labelledBy}
        className="document-table"
        columns={head.map((name, i) => ({ name, ...columns[i] }))}
        rows={rows.map((cells) => ({ key: cells.join('\n'), cells }))}
      />
      {note === '' ? null : <p className="document-note">{note}</p>}
    </>
  );
}
