/** The Belenios election of a ballot session: its texts and questions follow from the sealed set-up and the rule pack. */
import type { ElectionTemplate } from '../belenios/election.ts';
import type { RulePack } from '../rules/rule-pack.ts';
import { questionsOf } from './questions.ts';
import { electionDescription, type Setup, sheetOf } from './setup.ts';

export function sessionTemplate(setup: Setup, pack: RulePack): ElectionTemplate {
  return {
    description: electionDescription(setup),
    name: setup.subject.subjectZh,
    questions: questionsOf(sheetOf(setup, pack)),
  };
}
