/**
 * Sessions in the database as the server leaves them, written in one go, for tests of what the public sees. Reports,
 * certificates and set-ups are real, made by the tally; nothing here counts or signs in another way.
 */
import { ed25519 } from '@noble/curves/ed25519.js';
import {
  hex,
  type ReportInput,
  type SessionState,
  type SignerRole,
  sha256,
  sha256Hex,
  signStatement,
  type TallyReport,
  tallyReportHash,
  writeActions,
  writeBallotForm,
  writeCertificate,
  writeCertificateText,
  writeRulePack,
  writeSetup,
  writeTallyReport,
} from '#tally';
import type { Sql } from '../../server/db/sql.ts';
import { report as buildReport } from './report.ts';

const ROLES: readonly (readonly [SignerRole, string])[] = [
  ['chiefScrutineer', '总监票人 1'],
  ['scrutineer', '监票人 1'],
  ['teller', '计票人 1'],
  ['presidium', '主席团常务主席 1'],
];
const SIGNED_AT = '2027-01-12T03:10:00Z';

export interface PublishedSession {
  readonly organId: string;
  readonly meetingId: string;
  readonly poll: string;
  readonly report: TallyReport;
}

export interface PlannedSession {
  readonly input: ReportInput;
  readonly state?: SessionState;
  /** The reason of each further version. */
  readonly corrections?: readonly string[];
  readonly parent?: string;
  readonly meetingId?: string;
  readonly signers?: readonly string[];
  readonly actionText?: string;
}

/** The published texts of a session. */
export function textsOf({ input, signers = [], actionText = '第1版' }: PlannedSession, report: TallyReport) {
  const { pack, items, round, attendance } = input.poll;
  const secrets = ROLES.map(([role]) => sha256(`key of the ${role}`));
  const listed = ROLES.map(([role, name], i) => ({
    role,
    name: signers[i] ?? name,
    publicKey: hex(ed25519.getPublicKey(secrets[i] ?? new Uint8Array())),
  }));
  const session = { sessionUuid: input.subject.uuid, reportHash: tallyReportHash(report) };
  const signatures = listed.map((signer, i) =>
    signStatement({ ...signer, ...session, signedAt: SIGNED_AT }, secrets[i] ?? new Uint8Array()),
  );
  const sheet = { pack, items, round };
  const setup = writeSetup({
    v: 'setup/1',
    organ: input.organ,
    meeting: input.meeting,
    subject: input.subject,
    round,
    items,
    rulePack: sha256Hex(writeRulePack(pack)),
    form: sha256Hex(writeBallotForm(sheet)),
    inOffice: attendance.inOffice,
    cards: { kind: 'named', listed: attendance.inOffice, spare: 0 },
    signers: listed,
    ledger: '',
    booth: [],
    planned: null,
  });
  return {
    'setup.json': setup,
    'caps.json': '',
    'form.json': writeBallotForm(sheet),
    'rule-pack.json': writeRulePack(pack),
    'roll.json': '',
    'paper.json': '',
    'report.json': writeTallyReport(report),
    'certificate.json': writeCertificateText(writeCertificate(session, signatures)),
    'ledger/policy': '',
    'ledger/actions.json': writeActions([
      {
        v: 'action/1',
        at: SIGNED_AT,
        poll: input.subject.uuid,
        role: 'clerk',
        who: signers[0] ?? '工作人员 1',
        did: 'published',
        what: actionText,
      },
    ]),
  };
}

/** Writes organ, meeting and session; with the states `published` and `archived` also its publications. */
export async function insertSession(sql: Sql, plan: PlannedSession): Promise<PublishedSession> {
  const { input, state = 'published', corrections = [], parent = null } = plan;
  const { organ, meeting, subject, poll } = input;
  const report = buildReport(input);
  const texts = textsOf(plan, report);
  const [place] = plan.meetingId
    ? await sql<{ organId: string; meetingId: string }[]>`
        select organ_id as "organId", id as "meetingId" from meetings where id = ${plan.meetingId}`
    : await sql<{ organId: string; meetingId: string }[]>`
        with organ as (
          insert into organs (kind, name_zh, name_en, region_zh, region_en, seat_quota)
          values (${organ.kind}, ${organ.nameZh}, ${organ.nameEn}, ${organ.regionZh}, ${organ.regionEn}, 205)
          returning id)
        insert into meetings (organ_id, number, title_zh, title_en, held_on)
        select id, ${meeting.number}, ${meeting.titleZh}, ${meeting.titleEn}, '2027-01-12' from organ
        returning organ_id as "organId", id as "meetingId"`;
  if (place === undefined) throw new Error('the meeting is written');
  await sql`
    insert into poll_ids (uuid, meeting_id, position)
    select ${subject.uuid}, ${place.meetingId}, coalesce(max(position), 0) + 1 from poll_ids
    where meeting_id = ${place.meetingId}`;
  await sql`
    insert into ballot_sessions (id, meeting_id, state, kind, year, subject_zh, subject_en, rule_pack, items, round,
      parent_id, setup, in_office, present, issued_electronic, issued_paper, report, certificate)
    values (${subject.uuid}, ${place.meetingId}, ${state}, ${poll.pack.kind}, ${subject.year}, ${subject.subjectZh},
      ${subject.subjectEn}, ${writeRulePack(poll.pack)}, ${sql.json(poll.items as never)},
      ${sql.json(poll.round as never)}, ${parent}, ${texts['setup.json']}, ${poll.attendance.inOffice},
      ${poll.attendance.present}, ${poll.attendance.issued}, 0, ${texts['report.json']}, ${texts['certificate.json']})`;
  if (state === 'published' || state === 'archived') {
    for (const [i, reason] of ['', ...corrections].entries()) {
      await sql`
        insert into publications (poll, version, manifest, texts, leaf_index, reason, published_at)
        select ${subject.uuid}, ${i + 1}, '', ${sql.json(texts)}, ledger.append(array[${`action/1\n${'0'.repeat(64)}\n`}]),
          ${reason}, ${`2027-01-12T0${4 + i}:00:00Z`}`;
    }
  }
  return { ...place, poll: subject.uuid, report };
}
