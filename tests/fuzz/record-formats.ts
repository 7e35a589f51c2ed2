/** The files of a record, each alone. */
import { readCapsFile, writeCapsFile } from '../../tally/caps/caps-file.ts';
import type { Column } from '../../tally/count/poll.ts';
import { EMPTY_ROOT } from '../../tally/ledger/merkle.ts';
import { readActions, writeActions } from '../../tally/record/actions.ts';
import { writeBallotForm } from '../../tally/record/ballot-form.ts';
import { checkLedgerSlice, readLedgerSlice, writeLedgerSlice } from '../../tally/record/ledger-slice.ts';
import { readManifest, writeManifest } from '../../tally/record/manifest.ts';
import { checkPaper, type Paper, paperColumn, readPaper, writePaper } from '../../tally/record/paper.ts';
import { capsOf } from '../../tally/record/questions.ts';
import { checkRoll, readRoll, writeRoll } from '../../tally/record/roll.ts';
import { sessionTemplate } from '../../tally/record/session-election.ts';
import { readSetup, sheetOf, writeSetup } from '../../tally/record/setup.ts';
import type { TestRecord } from '../support/record.ts';
import { textOf, unzip } from '../support/record-zip.ts';
import { type Format, rewritten } from './subject.ts';

export async function recordFormats({ bytes, draft, session }: TestRecord): Promise<readonly Format[]> {
  const contents = await unzip(bytes);
  const { texts } = draft;
  const { group } = session.open;
  return [
    {
      kind: 'setup.json',
      samples: [texts['setup.json']],
      read: (t) => {
        const read = readSetup(t, 'x');
        if (read.ok) {
          // As a verifier goes on with a set-up that does not belong to its rule pack.
          const sheet = sheetOf(read.value, session.plan.pack);
          sessionTemplate(read.value, session.plan.pack);
          writeBallotForm(sheet);
          capsOf(sheet);
        }
        return rewritten(read, writeSetup);
      },
    },
    {
      kind: 'caps.json',
      samples: [texts['caps.json']],
      read: (t) => rewritten(readCapsFile(group, t, 'x'), writeCapsFile),
    },
    {
      kind: 'roll.json',
      samples: [texts['roll.json']],
      read: (t) => {
        const read = readRoll(t, 'x');
        if (read.ok) checkRoll(read.value, new Set());
        return rewritten(read, writeRoll);
      },
    },
    {
      kind: 'paper.json',
      samples: [texts['paper.json'], writePaper(samplePaper(draft.uuid))],
      read: (t) => {
        const read = readPaper(t, 'x');
        if (read.ok) {
          checkPaper(read.value);
          paperColumn(read.value);
        }
        return rewritten(read, writePaper);
      },
    },
    {
      kind: 'actions.json',
      samples: [texts['ledger/actions.json']],
      read: (t) => rewritten(readActions(t, 'x'), writeActions),
    },
    {
      kind: 'manifest.json',
      samples: [textOf(contents, 'manifest.json')],
      read: (t) => rewritten(readManifest(t, 'x'), writeManifest),
    },
    {
      kind: 'proofs.json',
      samples: [textOf(contents, 'ledger/proofs.json')],
      read: (t) => {
        const read = readLedgerSlice(t, 'x');
        const head = { origin: 'x', size: 9, root: EMPTY_ROOT, extensions: [] };
        if (read.ok) checkLedgerSlice(read.value, head, 'x');
        return rewritten(read, writeLedgerSlice);
      },
    },
  ];
}

function samplePaper(poll: string): Paper {
  const column = (votes: number): Column => ({
    source: 'paper',
    returned: 3,
    voids: [{ reason: 'OVERVOTE', count: 1 }],
    pending: 0,
    items: [{ no: 1, marks: [votes, 0, 2 - votes], itemVoid: 0 }],
  });
  const [first, second] = [
    { teller: '计票人 1', column: column(1) },
    { teller: '计票人 2', column: column(2) },
  ] as const;
  const resolution = { by: '总监票人 1', reason: '重新核对', column: column(2) };
  return { v: 'paper/1', poll, batches: [{ batch: 1, first, second, resolution }] };
}
