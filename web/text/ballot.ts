/** Texts of a ballot form: marking, caps, what an unmarked item counts as. */
import { texts } from './texts.ts';

export const ballotText = texts({
  leadUnit: (name: string) => [`牵头单位：${name}`, `Lead unit: ${name}`],
  supportUnits: (names: string) => [`配合单位：${names}`, `Supported by: ${names}`],
  cost: (amount: string) => [`投资估算：${amount}`, `Estimated cost: ${amount}`],
  finish: (date: string) => [`计划完成：${date}`, `To be finished: ${date}`],
  details: ['项目说明', 'About this project'],
  pictureOf: (title: string) => [`${title} 示意图`, `Picture of ${title}`],
  readAloud: ['朗读本项', 'Read this item aloud'],
  stopReading: ['停止朗读', 'Stop reading'],
  notChosen: ['未选', 'not chosen'],
  unmarked: ['未填', 'not marked'],
  marked: (done: number, all: number) => [`已填 ${done} / 共 ${all} 项`, `${done} of ${all} marked`],
  capUsed: (mark: string, used: number, max: number) => [
    `已${mark} ${used} / 最多 ${max}`,
    `${used} of at most ${max} marked “${mark}”`,
  ],
  capReached: (mark: string, max: number) => [
    `“${mark}”已满 ${max} 项，这一项没有改动。要改选，请先把另一项的“${mark}”改掉。`,
    `${max} items are marked “${mark}” already, so this one did not change. To choose it, first change another.`,
  ],
  capFull: (mark: string, max: number) => [
    `“${mark}”已满 ${max} 项`,
    `the limit of ${max} “${mark}” is reached`,
  ],
  rule_abstain: ['没有填写的项目按弃权计。', 'An item you do not mark counts as an abstention.'],
  rule_not_for: [
    '没有勾选的项目表示不赞成，也不算反对票。',
    'An item you do not tick is not approved; it is no vote against.',
  ],
  rule_unknown: ['没有填写的项目按“不了解”计。', 'An item you do not mark counts as “unknown”.'],
  rule_must: ['每一项都要填写，填完才能投票。', 'Every item must be marked before you can vote.'],
  form: ['选票', 'Ballot'],
});
