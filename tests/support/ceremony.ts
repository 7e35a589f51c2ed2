/**
 * Plays whole threshold ceremonies among members of our own, for tests that need a key set or want to spoil one step.
 */
import { drawSeed } from '../../tally/belenios/channel.ts';
import type { Random } from '../../tally/belenios/scalar.ts';
import type { ThresholdKeys } from '../../tally/belenios/threshold.ts';
import {
  assembleThresholdKeys,
  type Ceremony,
  distribute,
  makeCertificate,
  makePolynomial,
  openCeremony,
} from '../../tally/belenios/threshold-ceremony.ts';
import type { MemberOutput, Polynomial } from '../../tally/belenios/threshold-messages.ts';
import { completeKey } from '../../tally/belenios/threshold-share.ts';
import type { Group } from '../../tally/groups/group.ts';
import type { Result } from '../../tally/result.ts';

/** The value of a step that must succeed here. */
export function must<T>(result: Result<T, unknown>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

export interface OpenedCeremony {
  /** One a member, in order. */
  readonly seeds: readonly string[];
  readonly ceremony: Ceremony;
  readonly polynomials: readonly Polynomial[];
}

/** Steps 1 to 3 of `size` members, `threshold` of whom can decrypt. */
export function startCeremony(group: Group, size: number, threshold: number, random: Random): OpenedCeremony {
  const seeds = Array.from({ length: size }, () => drawSeed(random));
  const certificates = seeds.map((seed, i) =>
    makeCertificate(group, seed, { index: i + 1, size, threshold }, random),
  );
  const ceremony = must(openCeremony(group, certificates, threshold, 'hardened'));
  return { seeds, ceremony, polynomials: seeds.map((seed) => must(makePolynomial(ceremony, seed, random))) };
}

export interface PlayedCeremony extends OpenedCeremony {
  readonly outputs: readonly MemberOutput[];
  readonly keys: ThresholdKeys;
}

/** All six steps. */
export function playCeremony(group: Group, size: number, threshold: number, random: Random): PlayedCeremony {
  const opened = startCeremony(group, size, threshold, random);
  const { seeds, ceremony, polynomials } = opened;
  const inputs = distribute(ceremony, polynomials);
  const outputs = inputs.map((input, i) => must(completeKey(ceremony, seeds[i] ?? '', input, random)));
  return { ...opened, outputs, keys: must(assembleThresholdKeys(ceremony, polynomials, outputs)) };
}
