/**
 * The election a command works for, from `election.json` or from the set-up of an archive. An archive's set-up is checked
 * (election, credentials, trustees, election key) before anything is encrypted under it; a bare `election.json` must be
 * believed.
 */
import { readArchive } from '../belenios/archive/read-archive.ts';
import { type OpenElection, openElection, readElection } from '../belenios/election.ts';
import { readUtf8 } from '../encoding/bytes.ts';
import { err, ok, type Refusal, type Result, refuse } from '../result.ts';
import { type Setup, verifySetup } from '../verify/verify-setup.ts';
import { openGroupWith } from './engine.ts';
import { type FileSource, openFile, readTextFile } from './files.ts';

export interface GivenElection {
  readonly open: OpenElection;
  /** Credentials and trustees; only from an archive. */
  readonly setup?: Setup;
}

/** Name of the first member of every archive. */
const ARCHIVE_START = 'BELENIOS';

type Read<T> = Result<T, Refusal | readonly Refusal[]>;

/** Reads `path`, telling an archive from `election.json` by its first bytes. */
export async function readGivenElection(path: string): Promise<Read<GivenElection>> {
  const file = openFile(path);
  if (!file.ok) return file;
  try {
    return (await isArchive(file.value)) ? await setupOfArchive(file.value, path) : fromElectionFile(path);
  } finally {
    file.value.close();
  }
}

async function isArchive(file: FileSource): Promise<boolean> {
  if (file.size < ARCHIVE_START.length) return false;
  return readUtf8(await file.read(0, ARCHIVE_START.length)) === ARCHIVE_START;
}

function fromElectionFile(path: string): Result<GivenElection> {
  const text = readTextFile(path);
  if (!text.ok) return text;
  const election = readElection(text.value, path);
  if (!election.ok) return election;
  const group = openGroupWith('auto')(election.value.groupName);
  if (!group.ok) return group;
  const open = openElection(election.value, group.value);
  return open.ok ? ok({ open: open.value }) : open;
}

async function setupOfArchive(file: FileSource, path: string): Promise<Read<GivenElection>> {
  const first = await readArchive(file).next();
  if (first.done === true) {
    const [finding] = first.value.findings;
    return finding === undefined ? refuse('MALFORMED', path, 'the archive has no event') : err(finding);
  }
  const { event, data, findings } = first.value;
  const [finding] = findings;
  if (finding !== undefined) return err(finding);
  if (event.type !== 'Setup')
    return refuse('INCONSISTENT', path, 'the archive does not begin with its set-up');
  const checked = verifySetup(openGroupWith('auto'), data);
  if (checked.findings.length > 0 || checked.setup === undefined) {
    return err(checked.findings.map(({ where, message }) => ({ code: 'INCONSISTENT', where, message })));
  }
  return ok({ open: checked.setup.open, setup: checked.setup });
}
