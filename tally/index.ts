/**
 * The door of the tally: what server, pages and other folders may use. Inside, files import each other directly. Nothing
 * here reads a clock, a file or the network, or draws randomness that it was not given. Readers (`read…`) take untrusted
 * text and return a Result; writers (`write…`) give the one canonical text; checks (`check…`, `verify…`) return findings.
 */

// Results and refusals.

export {
  assert,
  assertNever,
  assertOk,
  err,
  ok,
  type Refusal,
  type RefusalCode,
  type Result,
  refuse,
} from './result.ts';

// Bytes, hashes, canonical JSON.

export { type ByteSource, bytesSource, chunksOf } from './encoding/byte-source.ts';
export {
  base64,
  base64NoPad,
  base64url,
  equalBytes,
  hex,
  readBase64,
  readBase64NoPad,
  readBase64url,
  readHex,
  readUtf8,
  utf8,
} from './encoding/bytes.ts';
export { canonicalJson, type Json } from './encoding/canonical-json.ts';
export { createSha256, sha256, sha256Hex, TAGS } from './encoding/hash.ts';

// Exact comparisons; rounding for display only.

export { compareRatios, meets, minVotes, type Ratio, ratio, type Share } from './fraction.ts';
export { formatPercent, formatRatio, formatShares, type Rounding } from './rounding.ts';

// Rule packs, and what they say in plain words.

export { type Explanation, explainRules, type RuleSentence, type RuleTopic } from './rules/explain.ts';
export { findScale, GRADE_NAMES, GRADE_SCALES, GRADES, type Grade, type GradeScale } from './rules/grades.ts';
export { findPreset, PRESETS, withBudget, withSeats } from './rules/presets.ts';
export {
  type EvaluationPack,
  type ProjectsPack,
  type ResolutionPack,
  type RulePack,
  readRulePack,
  readRulePackText,
  rulePackHash,
  writeRulePack,
} from './rules/rule-pack.ts';
export type { ExampleBody } from './rules/worked-example.ts';

// Life of a ballot session.

export { checkAttendance, checkColumns, checkMarks } from './lifecycle/identities.ts';
export {
  canMove,
  checkRuleChange,
  isAppendOnly,
  isSealed,
  mayHoldCounts,
  nextStates,
  SESSION_STATES,
  type SessionState,
} from './lifecycle/states.ts';

// Counting a poll.

export { type BallotVerdict, countBallots, judgeBallot, type PaperBallot } from './count/ballots.ts';
export { checkItems } from './count/check-items.ts';
export {
  type Counted,
  countPoll,
  type Decision,
  decide,
  type ItemOutcome,
  type Stopped,
} from './count/count.ts';
export { capOf, placesOf } from './count/places.ts';
export {
  type Attendance,
  type Column,
  type Item,
  type ItemMarks,
  type MarkName,
  markNames,
  type Poll,
  type RevoteRecord,
  type Round,
} from './count/poll.ts';
export { computeQuorum, type Quorum } from './count/quorum.ts';
export { computeReconciliation, type Reconciliation } from './count/reconcile.ts';

// Satisfaction evaluations.

export { type Evaluation, evaluate, type ScoredItem } from './evaluate/evaluate.ts';
export { computeRates, type Rates } from './evaluate/rates.ts';
export { computeRollups, type Rollup } from './evaluate/rollup.ts';
export {
  computeBand,
  computeComposite,
  computeMeanScore,
  computeRanks,
  computeScore,
} from './evaluate/score.ts';
export { computeStrata, type StrataTable, type Stratum, type StratumRow } from './evaluate/strata.ts';

// Report, announcement, certificate.

export { announce } from './report/announcement.ts';
export { buildTallyReport } from './report/build-report.ts';
export {
  type Certificate,
  COUNT_ROLES,
  checkCertificate,
  ROLE_NAMES,
  SIGNER_ROLES,
  type Signature,
  type Signer,
  type SignerRole,
  type Statement,
  signStatement,
  statementText,
  verificationCode,
  writeCertificate,
  writeCertificateText,
} from './report/certificate.ts';
export { type Meeting, type Organ, type ReportInput, readReportInput, type Subject } from './report/input.ts';
export { MARK_NAMES } from './report/listing.ts';
export { type Proclamation, type Publication, writeProclamation } from './report/proclamation.ts';
export { readCertificate } from './report/read-certificate.ts';
export { readTallyReport } from './report/read-report.ts';
export {
  checkSigningKeyProof,
  type DrawnSigningKey,
  drawSigningKey,
  proveSigningKey,
  signingKeyText,
} from './report/signing-key-proof.ts';
export {
  inputOfReport,
  revoteRecordOf,
  type TallyReport,
  tallyReportHash,
  writeTallyReport,
} from './report/tally-report.ts';
export { wholeWords } from './report/whole-words.ts';

// Groups. A page may hand in the WebAssembly engine; plain BigInt gives the same results.

export type { Group, GroupName } from './groups/group.ts';
export { type EngineFactory, openGroup } from './groups/index.ts';
export { createBigIntEngine } from './groups/mod-p.ts';
export { adoptMultiplier, createWasmEngine, emitMultiplier, type Multiplier } from './groups/wasm/engine.ts';

// Cards: private and public credentials, login keys.

export {
  deriveLoginKey,
  deriveSecret,
  drawCredential,
  publicCredentialOf,
  readCredential,
  type Stretch,
} from './belenios/credential.ts';
export {
  checkCredentialMembership,
  type PublicCredential,
  readPublicCredentials,
  sortCredentials,
  weightOf,
  writePublicCredentials,
} from './belenios/credential-list.ts';
export type { Random } from './belenios/scalar.ts';
export { drawToken } from './belenios/token.ts';

// Scrutineers' keys: one by one, or a threshold of several in six steps.

export { drawSeed, readSeed } from './belenios/channel.ts';
export { checkMemberCertificate, checkMemberOutput, checkPolynomial } from './belenios/check-messages.ts';
export { checkTrustees } from './belenios/check-trustees.ts';
export {
  assembleThresholdKeys,
  type Ceremony,
  distribute,
  makeCertificate,
  makePolynomial,
  openCeremony,
} from './belenios/threshold-ceremony.ts';
export { decryptionKeyOf, type RestoredMember, restoreMember } from './belenios/threshold-key.ts';
export {
  certificateId,
  type MemberInput,
  type MemberOutput,
  type Polynomial,
  readCertificate as readMemberCertificate,
  readMemberInput,
  readMemberOutput,
  readPolynomial,
  readThresholdKeys,
  writeCertificate as writeMemberCertificate,
  writeMemberInput,
  writeMemberOutput,
  writePolynomial,
  writeThresholdKeys,
} from './belenios/threshold-messages.ts';
export { completeKey } from './belenios/threshold-share.ts';
export { electionKeyOf, listMembers, readTrustees, type Trustee, writeTrustees } from './belenios/trustee.ts';
export { checkTrusteeKey, drawTrustee, readTrusteeKey, writeTrusteeKey } from './belenios/trustee-key.ts';

// The election and its ballots; caps across questions.

export { type Ballot, MAX_BALLOT_LENGTH, readBallot } from './belenios/ballot.ts';
export { acceptBallot, checkBallot } from './belenios/check-ballot.ts';
export {
  type Election,
  type ElectionTemplate,
  type HomomorphicQuestion,
  type OpenElection,
  openElection,
  type Question,
  readElection,
  readTemplate,
  writeElection,
} from './belenios/election.ts';
export { encryptBallot, type MadeBallot } from './belenios/encrypt-ballot.ts';
export { type CapProofs, checkCaps, proveCaps } from './caps/cap-proof.ts';
export type { CapRule } from './caps/cap-rule.ts';
export {
  type CapsFile,
  capProofsJson,
  readCapProofs,
  readCapsFile,
  writeCapsFile,
} from './caps/caps-file.ts';

// Counting encrypted ballots.

export {
  checkDecryption,
  decryptTally,
  type Owned,
  type PartialDecryption,
  readDecryption,
  readOwned,
  writeDecryption,
  writeOwned,
} from './belenios/decryption.ts';
export { computeResult, type ElectionResult, openTally, readResult, writeResult } from './belenios/result.ts';
export {
  type EncryptedTally,
  emptyTally,
  mergeTallies,
  readEncryptedTally,
  readSizedTally,
  subtractTally,
  tallyOfBallot,
  writeEncryptedTally,
  writeSizedTally,
} from './belenios/tally.ts';

// The archive of an election.

export { type ArchiveEvent, EVENT_TYPES, type EventType, mayFollow } from './belenios/archive/event.ts';
export { type EventStep, readArchive } from './belenios/archive/read-archive.ts';
export {
  appendEvent,
  archiveStart,
  setupMembers,
  type WrittenEvent,
} from './belenios/archive/write-archive.ts';

// The ledger: leaves, tree, signed heads, witnesses, misconduct.

export {
  addSignatures,
  type Checkpoint,
  readCheckpoint,
  type SignedCheckpoint,
  signCheckpoint,
  writeCheckpoint,
} from './ledger/checkpoint.ts';
export { type Leaf, readLeaf, writeLeaf } from './ledger/leaf.ts';
export {
  append,
  createMerkleTree,
  EMPTY_FRONTIER,
  type Frontier,
  frontierRoot,
  leafHash,
  type MerkleTree,
} from './ledger/merkle.ts';
export { verifyConsistency, verifyInclusion } from './ledger/merkle-proof.ts';
export { convict, type Evidence, readMisconduct, writeMisconduct } from './ledger/misconduct.ts';
export {
  COSIGNATURE_ED25519,
  isKeyName,
  PLAIN_ED25519,
  readVerifierKey,
  type SigningKey,
  type VerifierKey,
  verifierKeyOf,
  writeVerifierKey,
} from './ledger/note.ts';
export {
  checkSignedCheckpoint,
  type Policy,
  readCanonicalPolicy,
  readPolicy,
  writePolicy,
} from './ledger/policy.ts';
export { readTlogProof, type TlogProof, verifyTlogProof, writeTlogProof } from './ledger/proof.ts';
export { readSigningKey, writeSigningKey } from './ledger/signing-key.ts';
export { type AddCheckpoint, readAddCheckpoint, writeAddCheckpoint } from './ledger/witness.ts';

// Receipts and the record of a ballot session.

export { type Action, actionHash, DEEDS, readActions, writeActions } from './record/actions.ts';
export { writeBallotForm } from './record/ballot-form.ts';
export { COUNTED, checkReceipt, type ReceiptArchive, type ReceiptContext } from './record/check-receipt.ts';
export {
  checkKeyHolders,
  isSigned as isKeyHolderSigned,
  type KeyHolder,
  type KeyHolders,
  keyHolderText,
  signKeyHolder,
} from './record/key-holders.ts';
export { type ProvenLeaf, readLedgerSlice, writeLedgerSlice } from './record/ledger-slice.ts';
export {
  checkPaper,
  type Paper,
  type PaperBatch,
  paperColumn,
  readPaper,
  writePaper,
} from './record/paper.ts';
export {
  approvalsOf,
  capsOf,
  choicesOf,
  electronicColumn,
  type Marks,
  questionsOf,
  type Sheet,
} from './record/questions.ts';
export {
  type OpenEntry,
  type OpenReceipt,
  type Receipt,
  type RecordedVote,
  readReceipt,
  recordedVoteTracker,
  type SecretEntry,
  type SecretReceipt,
  writeReceipt,
} from './record/receipt.ts';
export { type QrText, readQrText, readShortCode, shortCode, writeQrText } from './record/receipt-code.ts';
export {
  manifestOf,
  type OpenedRecord,
  openRecord,
  planRecord,
  recordFileName,
  type SealedTexts,
} from './record/record.ts';
export { ballotsFileName, type RecordKind } from './record/record-kind.ts';
export {
  checkRecordedVote,
  type RecordedVotes,
  readRecordedVotes,
  recordedColumn,
  writeRecordedVote,
  writeRecordedVotes,
} from './record/recorded-votes.ts';
export { cardHash, checkRoll, type Roll, readRoll, usableCards, writeRoll } from './record/roll.ts';
export { sessionTemplate } from './record/session-election.ts';
export {
  electionDescription,
  readSetup,
  type Setup,
  setupHashOf,
  sheetOf,
  writeSetup,
} from './record/setup.ts';
export type { ZipPlan } from './record/zip.ts';

// The verifier.

export type { ArchiveView, BoxedBallot } from './verify/archive-view.ts';
export {
  type BallotBatchReport,
  type BallotChecker,
  type BallotJob,
  type BallotRules,
  checkBallotBatch,
  checkCredentialBatch,
  createLocalChecker,
} from './verify/ballot-batch.ts';
export { CHECK_GROUPS, CHECK_GROUPS_ZH, CHECKS, type CheckId } from './verify/checks.ts';
export type { Finding } from './verify/finding.ts';
export type { VerifyOptions } from './verify/options.ts';
export {
  groupChecks,
  madeGroups,
  outcomeOf,
  summaryOf,
  trackersOf,
  type Verdict,
  verdictOf,
} from './verify/summary.ts';
export { type ArchiveVerdict, verifyArchive } from './verify/verify-archive.ts';
export {
  type CountEvidence,
  type CountToOpen,
  type CountVerdict,
  verifyCount,
} from './verify/verify-count.ts';
export {
  type RecordOptions,
  type RecordParts,
  type RecordVerdict,
  verifyRecord,
} from './verify/verify-record.ts';
export { verifyArchiveSince, verifyLedgerSince } from './verify/verify-since.ts';
