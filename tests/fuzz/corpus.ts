/** Everything the fuzz run changes: small elections and a small record made here, a ranked election, samples of formats. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliDecompressSync } from 'node:zlib';
import { assertOk } from '../../tally/result.ts';
import { playElection } from '../support/election.ts';
import { ABSTAIN, FOR, fastGroup, planOf, playRecord } from '../support/record.ts';
import { archiveSample, archiveSubjects } from './archives.ts';
import { ceremonyFormats, electionFormats } from './ballot-formats.ts';
import { budgetFiles } from './budget-files.ts';
import { ledgerFormats, ruleFormats } from './ledger-formats.ts';
import { recordFormats } from './record-formats.ts';
import { recordSubjects } from './records.ts';
import { formatSubject, type Subject } from './subject.ts';

export async function openCorpus(): Promise<readonly Subject[]> {
  const tiny = playElection({
    questions: [{ kind: 'homomorphic', answers: ['甲', '乙'], min: 0, max: 1, question: '选' }],
    votes: [[0, [[1, 0]]]],
    voters: 2,
    seed: 'tiny',
  });
  const rich = playElection({
    questions: [{ kind: 'homomorphic', answers: ['丙'], blank: true, min: 1, max: 1, question: '可弃权' }],
    trustees: ['single', { size: 2, threshold: 1 }],
    weights: [2n, undefined],
    votes: [
      [0, [[0, 1]]],
      [0, [[1, 0]]],
    ],
    seed: 'rich',
  });
  const plan = planOf(2, 1, {
    inOffice: 2,
    present: 2,
    issued: 2,
    spare: 1,
    ballots: [
      [FOR, ABSTAIN],
      [FOR, ABSTAIN],
    ],
  });
  const record = await playRecord(plan, 'fuzz');
  const samples = await Promise.all([tiny, tiny, tiny, rich].map(({ bytes }) => archiveSample(bytes)));
  const group = assertOk(fastGroup('BELENIOS-2048'));
  const cheap = [...(await ledgerFormats()), ...ruleFormats(), ...(await recordFormats(record))];
  const costly = [...electionFormats(rich), ...ceremonyFormats(group)];
  return [
    ...cheap.map((format) => formatSubject(format, 20)),
    ...costly.map((format) => formatSubject(format, 12)),
    formatSubject(budgetFiles, 120),
    ...archiveSubjects('archive', samples, 45),
    ...archiveSubjects('ranked archive', [await archiveSample(rankedArchive())], 1),
    ...(await recordSubjects(record)),
  ];
}

/** An election with a shuffle, which belenios-tool made: our own programs verify shuffles and make none. */
function rankedArchive(): Uint8Array {
  const name = 'tests/golden/belenios/archives/v3-ed25519-nh.bel.br';
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, name)) && folder !== dirname(folder)) folder = dirname(folder);
  return new Uint8Array(brotliDecompressSync(readFileSync(join(folder, name))));
}
