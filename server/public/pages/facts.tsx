/** Parts of a result that every kind of vote has: attendance and ballots, signatures, verification, versions, process log. */
import { ROLE_NAMES, recordFileName, type Signature } from '#tally';
import type { ResultModel } from '../result-model.ts';
import { DEED_WORDS, roleName } from '../text/deeds.ts';
import { resultWords } from '../text/result.ts';
import { showTime } from '../text/times.ts';
import { chooseOf, type Language } from '../text/words.ts';
import { TableFrame } from './table-frame.tsx';

interface PartProps {
  readonly model: ResultModel;
  readonly language: Language;
}

export function AttendanceFacts({ model, language }: PartProps) {
  const w = resultWords(language);
  const { attendance, ballots } = model.report;
  const reasons = { OVERVOTE: w.voidOver, ILLEGIBLE: w.voidIllegible };
  const voids = ballots.voids.map(({ reason, count }) => `${reasons[reason]} ${count}`).join('，');
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
    [w.voided, voids === '' ? String(ballots.void) : `${ballots.void}（${voids}）`],
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
          <dd>{value}</dd>
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
      <TableFrame labelledBy="signatures">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{w.role}</th>
              <th scope="col">{w.person}</th>
              <th scope="col">{w.signedAt}</th>
              <th scope="col">{w.key}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ role, name, signedAt, publicKey }) => (
              <tr key={role}>
                <th scope="row">{chooseOf(language, ROLE_NAMES[role])}</th>
                <td>{name}</td>
                <td>{showTime(language, signedAt)}</td>
                <td className="hash">{publicKey}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableFrame>
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
            {language === 'zh' ? pack.titleZh : pack.titleEn}（{w.rulePackVersion(pack.version)}）
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
              {showTime(language, publishedAt)}
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
      <TableFrame labelledBy="process">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{w.time}</th>
              <th scope="col">{w.what}</th>
              <th scope="col">{w.who}</th>
            </tr>
          </thead>
          <tbody>
            {actions.map(({ at, did, what, who, role, with: second }, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a log has no other key, and never changes its order
              <tr key={i}>
                <td>{showTime(language, at)}</td>
                <td>
                  {chooseOf(language, DEED_WORDS[did])}
                  {what === '' ? null : <span className="detail">{what}</span>}
                </td>
                <td>
                  {who}（{roleName(language, role)}）{second === undefined ? null : `，${second}`}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableFrame>
    </section>
  );
}
