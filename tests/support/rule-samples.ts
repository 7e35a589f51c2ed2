/** The samples of docs/formats/rule-pack.md, tally-report.md and certificate.md: page, name of the block, text. */
import { ed25519 } from '@noble/curves/ed25519.js';
import { QINGHE_PROJECTS } from '../../tally/cli/demo/qinghe.ts';
import { hex } from '../../tally/encoding/bytes.ts';
import { sha256 } from '../../tally/encoding/hash.ts';
import {
  type Certificate,
  type Signer,
  type SignerRole,
  type Statement,
  signStatement,
  statementText,
  writeCertificate,
  writeCertificateText,
} from '../../tally/report/certificate.ts';
import type { ReportInput } from '../../tally/report/input.ts';
import { tallyReportHash, writeTallyReport } from '../../tally/report/tally-report.ts';
import { rulePackHash, writeRulePack } from '../../tally/rules/rule-pack.ts';
import { preset, presetWith } from './poll.ts';
import { qingheBallot, report } from './report.ts';

/** Three candidates for two places, 180 electronic and 10 paper ballots, one of them void. */
export const SAMPLE_INPUT: ReportInput = qingheBallot({
  pack: presetWith('congress-default', { 'ballot.seats': 2, 'ballot.cap': 2 }),
  items: QINGHE_PROJECTS.slice(0, 3),
  columns: [
    {
      source: 'electronic',
      returned: 180,
      voids: [],
      pending: 0,
      items: [
        { no: 1, marks: [120, 20, 40], itemVoid: 0 },
        { no: 2, marks: [110, 30, 40], itemVoid: 0 },
        { no: 3, marks: [98, 42, 40], itemVoid: 0 },
      ],
    },
    {
      source: 'paper',
      returned: 10,
      voids: [{ reason: 'OVERVOTE', count: 1 }],
      pending: 0,
      items: [
        { no: 1, marks: [6, 1, 2], itemVoid: 0 },
        { no: 2, marks: [5, 2, 1], itemVoid: 1 },
        { no: 3, marks: [3, 3, 3], itemVoid: 0 },
      ],
    },
  ],
});

const SAMPLE_REPORT = report(SAMPLE_INPUT);

const secretOf = (name: string): Uint8Array => sha256(`sample key of ${name}`);
const signer = (role: SignerRole, name: string): Signer => ({
  role,
  name,
  publicKey: hex(ed25519.getPublicKey(secretOf(name))),
});

export const SAMPLE_SIGNERS: readonly Signer[] = [
  signer('chiefScrutineer', '总监票人 1'),
  signer('scrutineer', '监票人 3'),
  signer('teller', '计票人 2'),
  signer('presidium', '执行主席 1'),
];

export const SAMPLE_SESSION = {
  sessionUuid: SAMPLE_INPUT.subject.uuid,
  reportHash: tallyReportHash(SAMPLE_REPORT),
};

const statements: readonly Statement[] = SAMPLE_SIGNERS.map((who, i) => ({
  ...who,
  ...SAMPLE_SESSION,
  signedAt: `2026-01-15T08:3${i}:00Z`,
}));

export const SAMPLE_CERTIFICATE: Certificate = writeCertificate(
  SAMPLE_SESSION,
  statements.map((statement) => signStatement(statement, secretOf(statement.name))),
);

/** Indented for reading: the canonical text is the same JSON without spaces and line breaks. */
const pretty = (canonicalText: string): string => `${JSON.stringify(JSON.parse(canonicalText), null, 1)}\n`;

export function ruleSamples(): Readonly<Record<string, Readonly<Record<string, string>>>> {
  const [first] = statements;
  if (first === undefined) throw new Error('four sign');
  const projects = preset('congress-default');
  return {
    'rule-pack': {
      projects: pretty(writeRulePack(projects)),
      hash: `${rulePackHash(projects)}\n`,
      budget: pretty(writeRulePack(preset('congress-budget'))),
      evaluation: pretty(writeRulePack(preset('eval-members-majority-congress'))),
      resolution: pretty(writeRulePack(preset('resolution-default'))),
    },
    'tally-report': {
      report: pretty(writeTallyReport(SAMPLE_REPORT)),
      hash: `${tallyReportHash(SAMPLE_REPORT)}\n`,
    },
    certificate: {
      statement: `${statementText(first)}\n`,
      signers: `${JSON.stringify(SAMPLE_SIGNERS, null, 1)}\n`,
      certificate: pretty(writeCertificateText(SAMPLE_CERTIFICATE)),
    },
  };
}
