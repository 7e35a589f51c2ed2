/** The certificate as a page, set like an official document and drawn from the same blocks as its PDF. */
import type { Block, CertificateContent } from '../certificate-content.ts';
import type { ResultModel } from '../result-model.ts';
import { documentWords } from '../text/document.ts';
import { DocumentFrame } from './document-frame.tsx';
import { crumbsOf, subjectOf } from './heading.tsx';
import type { View } from './layout.tsx';
import { QrFigure } from './qr-figure.tsx';

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
          <span className="help">{w.print}</span>
          {missing.length === 0 ? null : (
            <p className="notice tone-warn" role="note">
              {w.missing(missing.join(' '))}
            </p>
          )}
        </>
      }
    >
      <header className="document-head">
        <p className="document-meeting">{content.meeting}</p>
        <h1>
          {content.subject}
          <br />
          {content.title}
        </h1>
        <p className="document-code">
          {w.code} <span>{content.code}</span>
        </p>
      </header>
      {content.blocks.map((block, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: blocks never move
        <BlockView key={i} block={block} />
      ))}
      <footer className="document-foot">
        <QrFigure text={content.url} label={w.scan} />
        <div className="document-seal">
          <p>{content.sealedBy}</p>
          <p>{content.day}</p>
          <p className="seal-space">{w.seal}</p>
        </div>
      </footer>
    </DocumentFrame>
  );
}

function BlockView({ block }: { block: Block }) {
  if (block.kind === 'heading') return <h2>{block.text}</h2>;
  if (block.kind === 'paragraph') return <p>{block.text}</p>;
  if (block.kind === 'fact') {
    return (
      <p className="document-fact">
        <span>{block.name}</span> <span className="hash">{block.value}</span>
      </p>
    );
  }
  const { head, rows, columns, note } = block;
  return (
    <>
      <table>
        <thead>
          <tr>
            {head.map((name, i) => (
              <th key={name} scope="col" className={columns[i]?.isNumeric ? 'numeric' : undefined}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells) => (
            <tr key={cells.join('\n')}>
              {cells.map((cell, i) =>
                i === 1 ? (
                  <th key={head[i]} scope="row">
                    {cell}
                  </th>
                ) : (
                  <td key={head[i]} className={columns[i]?.isNumeric ? 'numeric' : undefined}>
                    {cell}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {note === '' ? null : <p className="document-note">{note}</p>}
    </>
  );
}
