/** A budget election of four voters and three projects in the Pabulib format, for tests of whole commands. */
export function smallElection({ votesOfFirst = 3 }: { readonly votesOfFirst?: number } = {}): string {
  return `META
key;value
description;Small test
country;X
unit;Y
instance;2026
num_projects;3
num_votes;4
budget;100
rule;greedy
vote_type;approval
min_length;1
max_length;3
PROJECTS
project_id;cost;votes;name;selected
1;50;${votesOfFirst};甲;1
2;50;2;乙;1
3;50;1;丙;0
VOTES
voter_id;vote
a;1
b;1,2
c;1,3
d;2
`;
}
