/**
 * Times the arithmetic of the groups of integers modulo p, for every back end that works here: one multiplication, one
 * squaring, one power, and the products of powers that checking one ballot takes. CPU time of this thread, the median of
 * several rounds, back ends interleaved; figures in docs/performance.md.
 *
 *     npx esbuild tests/bench/multiply.ts --bundle --platform=node --format=esm | node --input-type=module
 */
import { allowRelaxedSimd } from '../../tally/cli/relaxed-simd.ts';
import { BELENIOS_2048 } from '../../tally/groups/belenios-2048.ts';
import type { Factor } from '../../tally/groups/group.ts';
import { createBigIntEngine, type PowerEngine } from '../../tally/groups/mod-p.ts';
import { compileMultiplier, createWasmEngine } from '../../tally/groups/wasm/engine.ts';
import { TIERS } from '../../tally/groups/wasm/tier.ts';
import { createWasmRegisters } from '../../tally/groups/wasm/wasm-registers.ts';

allowRelaxedSimd();
const ROUNDS = 9;
const { p, q, g } = BELENIOS_2048;

let state = 1n;
/** A number below `bound`, the same sequence in every run. */
function draw(bound: bigint): bigint {
  let drawn = 0n;
  for (let i = 0; i < 33; i++) {
    state = BigInt.asUintN(64, state * 6364136223846793005n + 1442695040888963407n);
    drawn = (drawn << 64n) | state;
  }
  return (drawn >> 64n) % bound;
}

interface Work {
  readonly bases: readonly bigint[];
  readonly rows: readonly (readonly Factor[])[];
}

/** What verifying one ballot computes: questions × answers choices, the number of ticks proven to lie in min…max. */
function ballotWork(
  engine: PowerEngine,
  key: bigint,
  questions: number,
  answers: number,
  branches: number,
): Work {
  const bases = [g, key];
  const rows: Factor[][] = [];
  const element = () => {
    const exponent = draw(q);
    bases.push(engine.productsOfPowers([g], [[[0, exponent]]])[0] ?? 1n);
    return bases.length - 1;
  };
  const proof = (alpha: number, beta: number, entries: number) => {
    for (let i = 0; i < entries; i++) {
      rows.push([
        [0, draw(q)],
        [alpha, draw(q)],
      ]);
      rows.push([
        [1, draw(q)],
        [beta, draw(q)],
        [0, i === 0 ? 0n : draw(q)],
      ]);
    }
  };
  for (let question = 0; question < questions; question++) {
    for (let answer = 0; answer < answers; answer++) {
      const [alpha, beta] = [element(), element()];
      rows.push([[alpha, q]], [[beta, q]]);
      proof(alpha, beta, 2);
    }
    proof(element(), element(), branches);
  }
  rows.push([
    [0, draw(q)],
    [element(), draw(q)],
  ]);
  return { bases, rows };
}

function cpuMicroseconds(task: () => void, times: number): number {
  const before = process.cpuUsage();
  for (let i = 0; i < times; i++) task();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / times;
}

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

const tasks: { readonly name: string; readonly engine: string; readonly times: number; run(): void }[] = [];

const [x, y] = [draw(p), draw(p)];
let product = x;
tasks.push(
  {
    name: 'multiplication',
    engine: 'bigint',
    times: 20_000,
    run: () => {
      product = (product * y) % p;
    },
  },
  {
    name: 'squaring',
    engine: 'bigint',
    times: 20_000,
    run: () => {
      product = (product * product) % p;
    },
  },
);
const engines: [string, PowerEngine][] = [['bigint', createBigIntEngine(BELENIOS_2048)]];
for (const name of ['simd', 'fma'] as const) {
  const multiplier = compileMultiplier([name]);
  const engine = createWasmEngine(BELENIOS_2048, multiplier);
  if (multiplier === undefined || engine === undefined) continue;
  engines.push([name, engine]);
  const registers = createWasmRegisters(multiplier.module, TIERS[name], p);
  const [a, b] = [registers.reserve(1), registers.reserve(1)];
  registers.write(a, x);
  registers.write(b, y);
  tasks.push(
    { name: 'multiplication', engine: name, times: 20_000, run: () => registers.multiply(a, a, b) },
    { name: 'squaring', engine: name, times: 20_000, run: () => registers.square(a, a) },
    { name: 'write', engine: name, times: 2_000, run: () => registers.write(b, y) },
    { name: 'read', engine: name, times: 2_000, run: () => void registers.read(b) },
  );
}
const reference = engines[0]?.[1] as PowerEngine;
const key = reference.productsOfPowers([g], [[[0, draw(q)]]])[0] ?? 1n;
const shapes = [
  ['ballot (i)', ballotWork(reference, key, 1, 12, 11)],
  ['ballot (ii)', ballotWork(reference, key, 10, 4, 1)],
] as const;
const exponent = draw(q);
for (const [name, engine] of engines) {
  engine.prepare(g);
  engine.prepare(key);
  tasks.push(
    {
      name: 'power',
      engine: name,
      times: name === 'bigint' ? 10 : 50,
      run: () => void engine.productsOfPowers([x], [[[0, exponent]]]),
    },
    {
      name: 'prepared power',
      engine: name,
      times: name === 'bigint' ? 50 : 300,
      run: () => void engine.productsOfPowers([g], [[[0, exponent]]]),
    },
  );
  for (const [shape, { bases, rows }] of shapes) {
    tasks.push({
      name: shape,
      engine: name,
      times: name === 'bigint' ? 1 : 4,
      run: () => void engine.productsOfPowers(bases, rows),
    });
  }
}

const samples = tasks.map(() => [] as number[]);
for (const task of tasks) cpuMicroseconds(task.run, task.times);
for (let round = 0; round < ROUNDS; round++) {
  for (const [i, task] of tasks.entries()) samples[i]?.push(cpuMicroseconds(task.run, task.times));
}
const table = new Map<string, Map<string, number>>();
tasks.forEach(({ name, engine }, i) => {
  const row = table.get(name) ?? new Map<string, number>();
  table.set(name, row.set(engine, median(samples[i] ?? [])));
});
const columns = engines.map(([name]) => name);
console.log(`| CPU µs | ${columns.join(' | ')} | bigint / best |\n|${'---|'.repeat(columns.length + 2)}`);
for (const [name, row] of table) {
  const cells = columns.map((column) => row.get(column)?.toFixed(2) ?? '');
  const best = Math.min(...row.values());
  console.log(
    `| ${name} | ${cells.join(' | ')} | ${row.has('bigint') ? ((row.get('bigint') ?? 0) / best).toFixed(1) : ''} |`,
  );
}
