/** Own-made `.pb` files of every vote type, read and counted. */

import { readPabulib } from '../../tally/import/pabulib.ts';
import { recount } from '../../tally/import/recount.ts';
import { recountLines } from '../../tally/import/recount-text.ts';
import { ok } from '../../tally/result.ts';
import { smallElection } from '../support/small-pabulib.ts';
import type { Format } from './subject.ts';

const VOTES = {
  approval: 'voter_id;vote\na;1\nb;1,2\nc;"3,1"\nd;\n',
  ordinal: 'voter_id;age;vote\na;30;1,2\nb;;2,1\nc;"4""0";3\n',
  cumulative: 'voter_id;vote;points\na;1,2;2,3\nb;2;5\n',
  scoring: 'voter_id;vote;points\na;1,2;2,-3\nb;2;0.5\n',
} as const;

function sample(type: keyof typeof VOTES): string {
  const votes = VOTES[type];
  const ballots = votes.split('\n').length - 2;
  return `META
key;value
description;Own-made sample
country;X
unit;Y
instance;2026
num_projects;3
num_votes;${ballots}
budget;1000.50
rule;greedy
vote_type;${type}
max_length;3
PROJECTS
project_id;cost;name
1;500;"一; ""quoted"""
2;400.25;乙
3;300;丙
VOTES
${votes}`;
}

export const budgetFiles: Format = {
  kind: '.pb file',
  samples: [smallElection(), sample('approval'), sample('ordinal'), sample('cumulative'), sample('scoring')],
  read: (text) => {
    const read = readPabulib(text);
    if (!read.ok) return read;
    recountLines(recount(read.value));
    return ok(undefined);
  },
};
