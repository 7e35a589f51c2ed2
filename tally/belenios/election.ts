/**
 * `election.json` (Belenios protocol version 1, section 6): questions, group, public key, texts. The raw text is
 * authoritative: its SHA-256 is the fingerprint every proof binds, so an election is read once and carried with it.
 */
import {
  array,
  boolean,
  integer,
  object,
  oneOf,
  optional,
  type Reader,
  refine,
  string,
} from '../encoding/reader.ts';
import type { Element, Group, GroupName } from '../groups/group.ts';
import { ok, type Result, refuse } from '../result.ts';
import { readSpaced } from './compact-json.ts';
import { fingerprintOf } from './hash.ts';

/** Choose between `min` and `max` of the answers; counted by adding ciphertexts. */
export interface HomomorphicQuestion {
  readonly kind: 'homomorphic';
  readonly question: string;
  readonly answers: readonly string[];
  /** Present if the text has the field; a blank vote is allowed only when true. */
  readonly blank?: boolean;
  readonly min: number;
  /** May exceed the number of answers. */
  readonly max: number;
}

/** One integer 0…255 for every answer (a rank or grade); counted after a shuffle. */
export interface RankedQuestion {
  readonly kind: 'ranked';
  readonly question: string;
  readonly answers: readonly string[];
  /** Selects a counting method; opaque to the cryptography. */
  readonly extra?: CountingMethod;
}

export type CountingMethod =
  | { readonly method: 'MajorityJudgment'; readonly blank: boolean; readonly grades: readonly string[] }
  | { readonly method: 'Schulze'; readonly blank: boolean }
  | { readonly method: 'STV'; readonly blank: boolean; readonly seats: number };

export type Question = HomomorphicQuestion | RankedQuestion;

/** What an organiser decides; `Election` adds key and identity. */
export interface ElectionTemplate {
  readonly description: string;
  readonly name: string;
  readonly questions: readonly Question[];
  readonly administrator?: string;
  readonly credentialAuthority?: string;
}

export interface Election extends ElectionTemplate {
  readonly groupName: GroupName;
  /** Text of the election key; not yet known to be an element of the group. */
  readonly publicKey: string;
  readonly uuid: string;
  /** Standard Base64 without padding of the SHA-256 of the raw text. */
  readonly fingerprint: string;
}

/** An election with its arithmetic: everything a ballot is checked against. */
export interface OpenElection {
  readonly election: Election;
  readonly group: Group;
  readonly publicKey: Element;
}

const MAX_TEXT = 1_000_000;
export const MAX_QUESTIONS = 500;
export const MAX_ANSWERS = 500;
/** Bounds the proofs of one question: max - min + 2 entries. */
const MAX_CHOICES = 10_000;

/** At least 14 characters of the Belenios alphabet (base 58 without 0, I, O, l). */
export const UUID: RegExp = /^[1-9A-HJ-NP-Za-km-z]{14,64}$/;

const text = string(MAX_TEXT);
const answers = array(text, MAX_ANSWERS);

const homomorphic: Reader<HomomorphicQuestion> = (value, where) => {
  const read = refine(
    object({
      answers,
      blank: optional(boolean),
      min: integer(0, MAX_CHOICES),
      max: integer(0, MAX_CHOICES),
      question: text,
    }),
    ({ min, max }) => (min > max ? `min ${min} is above max ${max}` : undefined),
  )(value, where);
  return read.ok ? ok({ kind: 'homomorphic', ...read.value }) : read;
};

const countingMethod: Reader<CountingMethod> = (value, where) => {
  const method = (value as { readonly method?: unknown } | null)?.method;
  switch (method) {
    case 'MajorityJudgment':
      return object({ method: oneOf('MajorityJudgment'), blank: boolean, grades: array(text, 255) })(
        value,
        where,
      );
    case 'STV':
      return object({ method: oneOf('STV'), blank: boolean, seats: integer(1, MAX_ANSWERS) })(value, where);
    default:
      return object({ method: oneOf('Schulze'), blank: boolean })(value, where);
  }
};

const ranked: Reader<RankedQuestion> = (value, where) => {
  const read = object({
    type: oneOf('NonHomomorphic'),
    value: object({ answers, question: text }),
    extra: optional(countingMethod),
  })(value, where);
  if (!read.ok) return read;
  const { value: inner, extra } = read.value;
  return ok({ kind: 'ranked', ...inner, ...(extra === undefined ? {} : { extra }) });
};

const question: Reader<Question> = (value, where) =>
  typeof value === 'object' && value !== null && 'type' in value
    ? ranked(value, where)
    : homomorphic(value, where);

const members = {
  description: text,
  name: text,
  questions: array(question, MAX_QUESTIONS),
  administrator: optional(text),
  credential_authority: optional(text),
};

const electionReader = object({
  version: oneOf(1),
  ...members,
  group: oneOf('BELENIOS-2048', 'RFC-3526-2048', 'Ed25519'),
  public_key: string(1000),
  uuid: string(64, UUID, 'an election uuid'),
});

const templateReader = object(members);

/** Reads the raw text of `election.json` (without trailing newline). White space between tokens may vary. */
export function readElection(raw: string, where = 'election'): Result<Election> {
  const read = readSpaced(raw, where, 4 * MAX_TEXT, electionReader);
  if (!read.ok) return read;
  const { credential_authority, public_key, group, version: _, ...rest } = read.value;
  return ok({
    ...rest,
    groupName: group,
    publicKey: public_key,
    ...(credential_authority === undefined ? {} : { credentialAuthority: credential_authority }),
    fingerprint: fingerprintOf(raw),
  });
}

/** Reads a template: description, name, questions and, if given, administrator and credential authority. */
export function readTemplate(raw: string, where = 'template'): Result<ElectionTemplate> {
  const read = readSpaced(raw, where, 4 * MAX_TEXT, templateReader);
  if (!read.ok) return read;
  const { credential_authority, ...rest } = read.value;
  return ok({
    ...rest,
    ...(credential_authority === undefined ? {} : { credentialAuthority: credential_authority }),
  });
}

/** The election key as an element of the group: form, range and membership. */
export function openElection(election: Election, group: Group): Result<OpenElection> {
  const publicKey = group.read(election.publicKey, 'election.public_key');
  if (!publicKey.ok) return publicKey;
  if (!group.isMember(publicKey.value)) {
    return refuse('NOT_IN_GROUP', 'election.public_key', 'the election key is not in the prime-order group');
  }
  group.prepare(publicKey.value);
  return ok({ election, group, publicKey: publicKey.value });
}

function questionJson(given: Question): object {
  if (given.kind === 'ranked') {
    const { answers: list, question: title, extra } = given;
    return { type: 'NonHomomorphic', value: { answers: list, question: title }, extra };
  }
  const { answers: list, blank, min, max, question: title } = given;
  return { answers: list, blank, min, max, question: title };
}

/** The canonical text of a new election; its SHA-256 is the fingerprint. */
export function writeElection(
  template: ElectionTemplate,
  setup: { readonly uuid: string; readonly group: Group; readonly publicKey: Element },
): string {
  return JSON.stringify({
    version: 1,
    description: template.description,
    name: template.name,
    group: setup.group.name,
    public_key: setup.group.text(setup.publicKey),
    questions: template.questions.map(questionJson),
    uuid: setup.uuid,
    administrator: template.administrator,
    credential_authority: template.credentialAuthority,
  });
}
