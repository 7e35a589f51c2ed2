/**
 * Collects the bases and products of powers of several proofs, so that one call of `productsOfPowers` computes them and
 * powers of one base share their work. A check registers what it needs and returns a closure that judges the results.
 */
import type { Element, Factor, Group } from '../groups/group.ts';
import { assert, type Refusal } from '../result.ts';

/** Called once the batch has run: undefined when the check holds. */
export type PendingCheck = () => Refusal | undefined;

export interface PowerBatch {
  readonly group: Group;
  /** Index of the generator among the bases. */
  readonly generator: number;
  /** Registers a base; each call gives a new index, so register a base once and pass the index on. */
  base(element: Element): number;
  /** Registers a product of powers; the returned function gives its value after `run`. */
  product(factors: readonly Factor[]): () => Element;
  run(): void;
}

export function createPowerBatch(group: Group): PowerBatch {
  const bases: Element[] = [group.generator];
  const products: (readonly Factor[])[] = [];
  let results: readonly Element[] | undefined;
  return {
    group,
    generator: 0,
    base: (element) => bases.push(element) - 1,
    product(factors) {
      const row = products.push(factors) - 1;
      return () => {
        const value = results?.[row];
        assert(value !== undefined, 'the batch has not run');
        return value;
      };
    },
    run() {
      results = group.productsOfPowers(bases, products);
    },
  };
}

/** Registers the membership test of a base already in the batch. */
export function expectMember(batch: PowerBatch, base: number, where: string): PendingCheck {
  const power = batch.product([[base, batch.group.order]]);
  return () =>
    batch.group.equals(power(), batch.group.identity)
      ? undefined
      : { code: 'NOT_IN_GROUP', where, message: 'the element is not in the prime-order group' };
}

/** Runs the batch and collects what the checks find. */
export function runChecks(batch: PowerBatch, checks: readonly PendingCheck[]): readonly Refusal[] {
  batch.run();
  return checks.map((check) => check()).filter((finding) => finding !== undefined);
}
