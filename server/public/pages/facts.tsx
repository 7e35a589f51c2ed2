/** Parts of a result that every kind of vote has: attendance and ballots, signatures, verification, versions, process log. */
import { type Action, ROLE_NAMES, recordFileName, type Signature } from '#tally';
import type { ResultModel } from '../result-model.ts';
import { commonWords } from '../text/common.ts';
import { deedDetail } from '../text/deed-details.ts';
import { DEED_WORDS, roleName } from '../text/deeds.ts';
import { resultWords } from '../text/result.ts';
import { choose, chooseOf, type Language } from '../text/words.ts';
import { DataTable } from './data-table.tsx';
import { TimeText } from './time-text.tsx';
import { WholeWords } from './whole-words.tsx';

interface PartProps {
  readonly model: ResultModel;
  readonly language: Language;
}

export function AttendanceFacts({ model, language }: PartProps) {
  const w = resultWords(language);
  const c = commonWords(language);
  const { attendance, ballots } = model.report;
  const reasons = { OVERVOTE: w.voidOver, ILLEGIBLE: w.voidIllegible };
  const voids = ballots.voids.map(({ reason, count }) => `${reasons[reason]} ${count}`).join(c.comma);
  const people: readonly Fact[] = [
    [w.entitled, String(attendance.entitled)],
    [w.present, String(attendance.present)],
    [w.absent, String(attendance.absent)],
    [w.quorum, w.quorumMet(attendance.quorum.needed)],
  ];
  const papers: readonly Fact[] = [
    [w.issued, String(ballots.issued)],
    [w.returned, String(ballots.returned)],
    [w.unreturned, String(ballots.unreturned)],
    [w.valid, String(ballots.valid)],
    [w.voided, voids === '' ? String(ballots.void) : `${ballots.void}${c.aside(voids)}`],
  ];
  return (
    <section aria-labelledby="attendance">
      <h2 id="attendance">{w.attendance}</h2>
      <Tally facts={people} />
      <Tally facts={papers} />
    </section>
  );
}

type Fact = readonly [name: string, value: string];

function Tally({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className="tally">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <WholeWords text={value} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

export function Signatures({ model, language }: PartProps) {
  const w = resultWords(language);
  const { signatures, confirmation } = model.certificate;
  const rows: readonly Signature[] = confirmation === null ? signatures : [...signatures, confirmation];
  return (
    <section aria-labelledby="signatures">
      <h2 id="signatures">{w.signatures}</h2>
      <p className="help">{w.signaturesHelp}</p>
      <DataTable
        labelledBy="signatures"
        columns={[
          { name: w.role, kind: 'title' },
          { name: w.person },
          { name: w.signedAt },
          { name: w.key, kind: 'hash' },
        ]}
        rows={rows.map(({ role, name, signedAt, publicKey }) => ({
          key: role,
          cells: [
            chooseOf(language, ROLE_NAMES[role]),
            name,
            <TimeText key="time" instant={signedAt} language={language} />,
            publicKey,
          ],
        }))}
      />
    </section>
  );
}

export function Verification({ model, language }: PartProps) {
  const w = resultWords(language);
  const { poll, report, certificate, pack, publication } = model;
  const base = `/polls/${poll.id}`;
  const files = `/api/public/polls/${poll.id}`;
  const version = `?version=${publication.version}`;
  return (
    <section aria-labelledby="verification">
      <h2 id="verification">{w.verification}</h2>
      <p className="help">{w.verificationHelp}</p>
      <dl className="rows">
        <div>
          <dt>{w.rulePack}</dt>
          <dd>
            {choose(language, pack.titleZh, pack.titleEn)}
            {commonWords(language).aside(w.rulePackVersion(pack.version))}
          </dd>
        </div>
        <div>
          <dt>{w.rulePackHash}</dt>
          <dd className="hash">{report.rulePack.hash}</dd>
        </div>
        <div>
          <dt>{w.reportHash}</dt>
          <dd className="hash">{certificate.reportHash}</dd>
        </div>
        {report.chainHead === null ? null : (
          <div>
            <dt>{w.chainHead}</dt>
            <dd className="hash">{report.chainHead}</dd>
          </div>
        )}
        <div>
          <dt>{w.session}</dt>
          <dd className="hash">{poll.id}</dd>
        </div>
      </dl>
      <p className="actions">
        <a
          className="button button-primary"
          href={`/verify?record=${files}/${recordFileName(poll.id)}${version}`}
        >
          {w.verifyHere}
        </a>
        <a href={`/how-to-verify?poll=${poll.id}`}>{w.howTo}</a>
        {poll.isRecorded ? null : <a href={`${base}/board`}>{w.board}</a>}
      </p>
      <h3>{w.downloads}</h3>
      <ul className="downloads">
        <li>
          <a href={`${files}/${recordFileName(poll.id)}${version}`}>{w.downloadRecord}</a>
        </li>
        {poll.isRecorded ? null : (
          <li>
            <a href={`${files}/archive`}>{w.downloadArchive}</a>
          </li>
        )}
        <li>
          <a href={`${base}/certificate.pdf${version}`}>{w.downloadPdf}</a>
        </li>
        <li>
          <a href={`${files}/report.json${version}`}>{w.downloadReport}</a>
        </li>
        <li>
          <a href={`${files}/certificate.json${version}`}>{w.downloadCertificate}</a>
        </li>
        {report.counts === null ? null : (
          <li>
            <a href={`${files}/votes.csv${version}`}>{w.downloadTable}</a>
          </li>
        )}
      </ul>
    </section>
  );
}

export function Versions({ model, language }: PartProps) {
  const w = resultWords(language);
  const { versions, poll, publication } = model;
  return (
    <section aria-labelledby="versions">
      <h2 id="versions">{w.versions}</h2>
      <p className="help">{w.versionsHelp}</p>
      <ol className="versions" reversed>
        {versions.map(({ version, reason, publishedAt }) => (
          <li key={version} value={version}>
            <a
              href={`/polls/${poll.id}?version=${version}`}
              {...(version === publication.version ? { 'aria-current': 'page' as const } : {})}
            >
              <TimeText instant={publishedAt} language={language} />
            </a>
            <span>{version === 1 ? w.firstVersion : reason}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

export function ProcessLog({ actions, language }: Pick<ResultModel, 'actions'> & { language: Language }) {
  const w = resultWords(language);
  if (actions.length === 0) return null;
  return (
    <section aria-labelledby="process">
      <h2 id="process">{w.process}</h2>
      <p className="help">{w.processHelp}</p>
      <DataTable
        labelledBy="process"
        columns={[{ name: w.time }, { name: w.what }, { name: w.who }]}
        rows={actions.map((action, i) => ({
          // A log has no other key, and never changes its order.
          key: i,
          cells: [
            <TimeText key="time" instant={action.at} language={language} />,
            <Deed key="deed" action={action} language={language} />,
            actorsOf(action, language),
          ],
        }))}
      />
    </section>
  );
}

const HASH = /^[0-9a-f]{64}$/;

function Deed({ action, language }: { action: Action; language: Language }) {
  const detail = deedDetail(language, action);
  return (
    <div>
      {chooseOf(language, DEED_WORDS[action.did])}
      {detail === '' ? null : (
        <span className={HASH.test(detail) ? 'detail hash' : 'detail'}>
          <WholeWords text={detail} />
        </span>
      )}
    </div>
  );
}

function actorsOf({ who, role, with: second }: Action, language: Language): string {
  const c = commonWords(language);
  const first = `${who}${c.aside(roleName(language, role))}`;
  return second === undefined ? first : `${first}${c.comma}${second}`;
}
