/** The data of the demonstration beside that of the command line: people by role, delegations, the vote that is left open. All fictional. */
import type { Role } from '../auth/permissions.ts';

export interface StoryPerson {
  readonly key: string;
  readonly loginName: string;
  readonly name: string;
  readonly roles: readonly Role[];
}

/** One account a role, and as many scrutineers and tellers as the rules ask for. */
export const STORY_PEOPLE: readonly StoryPerson[] = [
  { key: 'clerk', loginName: 'mishuchu', name: '秘书处工作人员', roles: ['clerk'] },
  { key: 'presidium', loginName: 'zhuxituan', name: '主席团成员', roles: ['presidium'] },
  { key: 'chair', loginName: 'zhixingzhuxi', name: '执行主席', roles: ['presidingChair'] },
  { key: 'chief', loginName: 'zongjianpiaoren', name: '总监票人 1', roles: ['chiefScrutineer'] },
  { key: 'scrutineer1', loginName: 'jianpiaoren1', name: '监票人 1', roles: ['scrutineer'] },
  { key: 'scrutineer2', loginName: 'jianpiaoren2', name: '监票人 2', roles: ['scrutineer'] },
  { key: 'teller1', loginName: 'jipiaoren1', name: '计票人 1', roles: ['teller'] },
  { key: 'teller2', loginName: 'jipiaoren2', name: '计票人 2', roles: ['teller'] },
  { key: 'auditor', loginName: 'shenji', name: '审计人员', roles: ['auditor'] },
];

/** Deputies of each of the eight delegations: 200 in all. */
const DELEGATIONS: readonly (readonly [name: string, deputies: number])[] = [
  ['第一代表团', 32],
  ['第二代表团', 30],
  ['第三代表团', 28],
  ['第四代表团', 26],
  ['第五代表团', 24],
  ['第六代表团', 22],
  ['第七代表团', 20],
  ['第八代表团', 18],
];

/** The roll: 代表 001 to 200. */
export function storyRoll() {
  return DELEGATIONS.flatMap(([delegation, deputies]) => new Array<string>(deputies).fill(delegation)).map(
    (delegation, index) => {
      const number = String(index + 1).padStart(3, '0');
      return { number, name: `代表 ${number}`, delegation, category: '' };
    },
  );
}

export const SEAT_QUOTA = 205;
/** Session ids made with the cards: three votes of the story, and further ones to try. */
export const RESERVES = 6;
export const SPARE_CARDS = 5;

/** What is left open, to vote on. */
export const OPEN_VOTE = {
  year: 2026,
  subjectZh: '关于区人民政府民生实事项目工作报告的决议',
  subjectEn: 'Resolution on the government’s report on livelihood projects',
  rules: { preset: 'resolution-default' },
  items: [
    {
      titleZh: '批准区人民政府民生实事项目工作报告',
      titleEn: 'Approve the government’s report on livelihood projects',
      leadUnit: '区人民政府',
    },
  ],
};
