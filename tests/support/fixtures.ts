/**
 * Where the tests find files made by other people: beside the repository, never in it. Without that folder such tests
 * are skipped; with REQUIRE_FIXTURES=1 (continuous integration) its absence is a failure.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../shared/fixtures/', import.meta.url));

export const hasFixtures: boolean = existsSync(root);

if (!hasFixtures && process.env.REQUIRE_FIXTURES === '1') {
  throw new Error(`REQUIRE_FIXTURES=1, and there is no folder ${root}`);
}

/** The absolute path of a file or folder among the fixtures. */
export function fixture(...path: readonly string[]): string {
  return root + path.join('/');
}
