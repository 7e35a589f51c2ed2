/** The group of all our elections, with the fast arithmetic where this runtime has it; one table of powers a process. */
import { createBigIntEngine, createWasmEngine, type EngineFactory, type Group, openGroup } from '#tally';

const fastest: EngineFactory = (params) => createWasmEngine(params) ?? createBigIntEngine(params);

export function electionGroup(): Group {
  const opened = openGroup('BELENIOS-2048', fastest);
  if (!opened.ok) throw new Error('the group of our elections is always there');
  return opened.value;
}
