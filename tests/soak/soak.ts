/**
 * `npm run soak`: faults that take minutes to provoke, on the PostgreSQL server that
 * TEST_DATABASE_URL names. Bounded and seeded; prints what it did and ends with 1 when a promise was broken.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { throwDice } from '../fuzz/dice.ts';
import { killWhileCasting } from './killed-server.ts';
import { raceOnBoxes } from './races.ts';

const HELP = `npm run soak -- [OPTIONS]
  --casts N   ballots cast while the server is killed (default 1000)
  --kills N   how often it is killed (default 20)
  --races N   rounds of races on the box (default 1000)
  --seed N    of every choice made at random (default 1)
  --port N    of the server under test (default 8196)`;

const { values } = parseArgs({
  options: {
    casts: { type: 'string', default: '1000' },
    kills: { type: 'string', default: '20' },
    races: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    port: { type: 'string', default: '8196' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(HELP);
  process.exit(0);
}
const root = join(fileURLToPath(new URL('.', import.meta.url)), '..');
const thrown = throwDice(`soak ${values.seed}`);
const dice = () => thrown.below(1_000_000) / 1_000_000;
console.log(`seed ${values.seed}`);
let broken = 0;
const report = (what: string, { failures, ...figures }: { readonly failures: readonly string[] }) => {
  console.log(what, JSON.stringify(figures), failures.length === 0 ? 'nothing broken' : 'BROKEN');
  for (const failure of failures.slice(0, 20)) console.log(`  ${failure}`);
  broken += failures.length;
};

if (Number(values.races) > 0)
  report('races on the box (R21, R31)', await raceOnBoxes(root, Number(values.races)));
if (Number(values.casts) > 0) {
  const plan = {
    root,
    casts: Number(values.casts),
    kills: Number(values.kills),
    port: Number(values.port),
    dice,
  };
  report('kill -9 while casting (R37, R39)', await killWhileCasting(plan));
}
process.exit(broken === 0 ? 0 : 1);
