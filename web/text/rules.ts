/** Texts around a rule pack that is explained in plain words. */
import { texts } from './texts.ts';

export const ruleText = texts({
  topic_quorum: ['法定人数', 'Quorum'],
  topic_secrecy: ['保密', 'Secrecy'],
  topic_ballot: ['填写', 'Marking'],
  topic_paper: ['纸质票', 'On paper'],
  topic_validity: ['有效', 'Validity'],
  topic_threshold: ['通过', 'To pass'],
  topic_selection: ['确定', 'Choosing'],
  topic_tie: ['平票', 'Ties'],
  topic_shortfall: ['不足', 'Too few'],
  topic_publication: ['公布', 'Publication'],
  example: ['举例', 'Worked example'],
  exampleNote: (title: string) => [
    `例中的数由计票程序按《${title}》算出，与正式计票是同一段程序。`,
    `The figures were computed under “${title}” by the same program that counts.`,
  ],
});
