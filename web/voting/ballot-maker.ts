/**
 * What a voter's device does with a card, without a screen: log in, check a sealed session, encrypt a ballot, open it for a
 * test. It runs in a Web Worker, which alone holds the card's secret and the randomness of the ballot; the page gets what
 * may leave the device. Nothing here is kept beyond the worker's life.
 */
import {
  base64url,
  canonicalJson,
  capProofsJson,
  choicesOf,
  deriveLoginKey,
  deriveSecret,
  encryptBallot,
  type Group,
  type Json,
  type MadeBallot,
  type Marks,
  ok,
  openSealedPaper,
  openSealedSession,
  proveCaps,
  publicCredentialOf,
  type Random,
  type Result,
  readCredential,
  refuse,
  type SealedSession,
  type SealedSessionTexts,
  type Setup,
  type Sheet,
  type Stretch,
  sha256Hex,
  shortCode,
  writeChallenge,
} from '#tally/booth';

/** What the page shows as the ballot, once the sealed texts are known to agree. */
export interface BallotPaper {
  readonly poll: string;
  readonly sheet: Sheet;
  readonly subject: Setup['subject'];
  readonly meeting: Setup['meeting'];
  /** Of the election: 43 characters, to compare with the one posted in the hall. Null where votes are by name. */
  readonly fingerprint: string | null;
}

/** An encrypted ballot: all that casting sends. No choice can be read from it. */
export interface SealedBallot {
  readonly poll: string;
  readonly credential: string;
  readonly ballot: string;
  readonly caps: Json;
  /** SHA-256 of the ballot, hex. */
  readonly tracker: string;
  readonly code: string;
}

export interface BallotMaker {
  /** The login key of the card in this meeting, base64url. From here on ballots are made with this card. */
  readonly login: (card: string, meeting: string) => Promise<Result<string>>;
  /** Checks the sealed texts of a session and what is shown beside its items, and that `credential` is that of the card. */
  readonly open: (
    poll: string,
    texts: SealedSessionTexts,
    descriptions: unknown,
    credential: string,
  ) => Result<BallotPaper>;
  /** The same for a session whose votes are by name: nothing is encrypted there. */
  readonly openByName: (
    poll: string,
    texts: Omit<SealedSessionTexts, 'election'>,
    descriptions: unknown,
  ) => Result<BallotPaper>;
  /** A fresh ballot every time; the one before can no longer be tested. */
  readonly prepare: (poll: string, marks: Marks) => Result<SealedBallot>;
  /** The challenge of the ballot prepared last (docs/formats/challenge.md). It can be asked for once. */
  readonly challenge: () => Result<string>;
}

interface Opened {
  readonly session: SealedSession;
  readonly texts: SealedSessionTexts;
  readonly secret: bigint;
  readonly credential: string;
}

interface Made {
  readonly poll: string;
  readonly ballot: MadeBallot;
  readonly choices: readonly (readonly number[])[];
}

export function createBallotMaker(platform: {
  readonly group: () => Group;
  readonly random: Random;
  readonly stretch: Stretch;
}): BallotMaker {
  const opened = new Map<string, Opened>();
  let card: string | undefined;
  let made: Made | undefined;

  return {
    async login(typed, meeting) {
      const read = readCredential(typed, 'card');
      if (!read.ok) return read;
      card = read.value;
      opened.clear();
      made = undefined;
      return ok(base64url(await deriveLoginKey(card, meeting, platform.stretch)));
    },

    open(poll, texts, descriptions, credential) {
      if (card === undefined) return refuse('NOT_FOUND', 'card', 'no card was read on this device');
      const group = platform.group();
      const session = openSealedSession(poll, texts, group);
      if (!session.ok) return session;
      const shown = checkDescriptions(session.value.setup, descriptions);
      if (!shown.ok) return shown;
      const secret = deriveSecret(group, poll, card);
      if (group.text(publicCredentialOf(group, secret)) !== credential) {
        return refuse('INCONSISTENT', 'credential', 'the server lists another credential for this card');
      }
      opened.set(poll, { session: session.value, texts, secret, credential });
      const { setup, sheet, open } = session.value;
      // Tables of powers are made at their first use: have them ready before the voter has marked anything.
      group.productsOfPowers([group.generator, open.publicKey], [[[0, 1n]], [[1, 1n]]]);
      const { subject, meeting } = setup;
      return ok({ poll, sheet, subject, meeting, fingerprint: open.election.fingerprint });
    },

    openByName(poll, texts, descriptions) {
      const sealed = openSealedPaper(poll, texts);
      if (!sealed.ok) return sealed;
      const shown = checkDescriptions(sealed.value.setup, descriptions);
      if (!shown.ok) return shown;
      const { setup, sheet } = sealed.value;
      return ok({ poll, sheet, subject: setup.subject, meeting: setup.meeting, fingerprint: null });
    },

    prepare(poll, marks) {
      made = undefined;
      const found = opened.get(poll);
      if (found === undefined) return refuse('NOT_FOUND', 'poll', 'this session was not opened');
      const { session, secret, credential } = found;
      const choices = choicesOf(session.sheet, marks);
      const ballot = encryptBallot(session.open, choices, secret, platform.random);
      if (!ballot.ok) return ballot;
      const caps = proveCaps(session.open, session.caps, ballot.value, choices, platform.random);
      if (!caps.ok) return caps;
      made = { poll, ballot: ballot.value, choices };
      const tracker = sha256Hex(ballot.value.text);
      return ok({
        poll,
        credential,
        ballot: ballot.value.text,
        caps: capProofsJson(caps.value),
        tracker,
        code: shortCode(tracker),
      });
    },

    challenge() {
      const texts = made === undefined ? undefined : opened.get(made.poll)?.texts;
      if (made === undefined || texts === undefined) {
        return refuse('NOT_FOUND', 'ballot', 'there is no prepared ballot to test');
      }
      const { poll, ballot, choices } = made;
      made = undefined;
      return ok(writeChallenge(poll, texts, ballot, choices));
    },
  };
}

/** Descriptions are sealed as one more file of the voting page; pictures are named in them by their hash. */
function checkDescriptions({ booth }: Setup, descriptions: unknown): Result<null> {
  const sealed = booth.find(({ name }) => name === 'descriptions.json')?.sha256;
  // What came as JSON can only be JSON.
  const text = canonicalJson(descriptions as Json);
  const isSealed = sealed === undefined ? text === '{}' : sealed === sha256Hex(text);
  return isSealed
    ? ok(null)
    : refuse('INCONSISTENT', 'descriptions.json', 'the descriptions are not those that were sealed');
}
