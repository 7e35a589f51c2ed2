/** Certificates, announcements and notices: each as a page and as a PDF of the same content. */
import { type Context, Hono } from 'hono';
import type { AppEnv } from '../app.ts';
import type { Sql } from '../db/sql.ts';
import { certificateContent } from './certificate-content.ts';
import { type PageContext, showAbsent, showPage } from './page-context.tsx';
import { CertificatePage } from './pages/certificate.tsx';
import { ProclamationPage } from './pages/proclamation.tsx';
import { POLL_ID, readCount } from './parameters.ts';
import { certificatePdf, textsOfCertificate } from './pdf/certificate-pdf.ts';
import { lazyFonts, missingCharacters } from './pdf/fonts.ts';
import { proclamationPdf } from './pdf/proclamation-pdf.ts';
import { loadProclamation } from './proclamation.ts';
import { splitProclamation } from './proclamation-parts.ts';
import type { ResultModel } from './result-model.ts';
import { loadResult } from './result-pages.tsx';
import { loadPoll, loadStamp } from './store.ts';
import { readPreferences } from './view.ts';

async function loadModel(sql: Sql, id: string, version: number | null): Promise<ResultModel | null> {
  const poll = await loadPoll(sql, id);
  return poll === null ? null : loadResult(sql, poll, version);
}

function sendPdf(c: Context<AppEnv>, bytes: Uint8Array<ArrayBuffer>, name: string): Response {
  c.header('content-type', 'application/pdf');
  c.header('content-disposition', `inline; filename="${name}"`);
  c.header('cache-control', 'no-cache');
  c.header('vary', 'cookie');
  return c.body(bytes);
}

export function documentRoutes(context: PageContext) {
  const { site } = context;
  const fonts = lazyFonts(site.readFont);
  return new Hono<AppEnv>()
    .get('/polls/:poll/certificate', (c) => {
      const { sql } = c.var.deps;
      const id = c.req.param('poll');
      const version = readCount(c.req.query('version')) ?? null;
      if (!POLL_ID.test(id)) return showAbsent(c, site);
      return showPage(c, context, {
        subject: id,
        name: 'certificate',
        parameters: { version },
        stamp: () => loadStamp(sql, id),
        render: async (view) => {
          const model = await loadModel(sql, id, version);
          if (model === null) return null;
          const content = certificateContent(model, view.language, site.origin);
          const missing = missingCharacters(await fonts(), textsOfCertificate(content));
          return <CertificatePage view={view} model={model} content={content} missing={missing} />;
        },
      });
    })
    .get('/polls/:poll/certificate.pdf', async (c) => {
      const { sql } = c.var.deps;
      const id = c.req.param('poll');
      const version = readCount(c.req.query('version')) ?? null;
      const model = POLL_ID.test(id) ? await loadModel(sql, id, version) : null;
      if (model === null) return showAbsent(c, site);
      const { language } = readPreferences(c);
      const content = certificateContent(model, language, site.origin);
      const pdf = await certificatePdf(content, await fonts(), model.publication.publishedAt);
      return sendPdf(c, pdf, `certificate-${id}.pdf`);
    })
    .get('/polls/:poll/proclamation', (c) => {
      const { sql } = c.var.deps;
      const id = c.req.param('poll');
      if (!POLL_ID.test(id)) return showAbsent(c, site);
      return showPage(c, context, {
        subject: id,
        name: 'proclamation',
        stamp: () => loadStamp(sql, id),
        render: async (view) => {
          const model = await loadModel(sql, id, null);
          const proclamation = model === null ? null : await loadProclamation(sql, model);
          if (model === null || proclamation === null) return null;
          return <ProclamationPage view={view} model={model} proclamation={proclamation} />;
        },
      });
    })
    .get('/polls/:poll/proclamation.pdf', async (c) => {
      const { sql } = c.var.deps;
      const id = c.req.param('poll');
      const model = POLL_ID.test(id) ? await loadModel(sql, id, null) : null;
      const proclamation = model === null ? null : await loadProclamation(sql, model);
      if (model === null || proclamation === null) return showAbsent(c, site);
      const { language } = readPreferences(c);
      const parts = splitProclamation(model, proclamation, language);
      const url = `${site.origin}/polls/${id}`;
      const pdf = await proclamationPdf(parts, language, url, await fonts(), model.publication.publishedAt);
      return sendPdf(c, pdf, `proclamation-${id}.pdf`);
    });
}
