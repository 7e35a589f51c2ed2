/** Words of the result of a satisfaction evaluation. */
import { words } from './words.ts';

export const evaluationWords = words({
  grades: ['测评等次', 'Grades'],
  gradesHelp: (best: string, votes: number, text: string) => [
    `从“${best}”起逐档累加票数，最先达到 ${votes} 票（${text}）的一档即为等次；都没有达到的，为最后一档。`,
    `Votes are added from the best grade down; the grade at which they reach ${votes} (${text}) is the item’s grade, or the last one where they never do.`,
  ],
  mustRectify: ['未通过，需整改并再次测评', 'Failed: to be rectified and evaluated again'],
  grade: ['等次', 'Grade'],
  expressed: ['表态票数', 'Marks given'],
  favourable: ['综合满意率', 'Favourable'],
  unknownShare: ['不了解', 'Unknown'],
  score: ['得分', 'Score'],
  band: ['档次', 'Band'],
  rank: ['名次', 'Rank'],
  rankTie: ['得分相同的名次并列，下一名次连续。', 'Equal scores share a rank; the next rank follows on.'],
  excellent: ['优秀', 'excellent'],
  good: ['良好', 'good'],
  fair: ['一般', 'fair'],
  poor: ['较差', 'poor'],
  figures: ['测评数据', 'Figures'],
  rates: ['比率与得分', 'Rates and scores'],
  chartTitle: ['满意度', 'Satisfaction'],
  chartText: [
    '中线右侧为满意的等次，左侧为其余等次；只计表态的票，不含“不了解”。右侧数字为综合满意率。',
    'Right of the middle line are the favourable grades, left the others; only marks that express a judgement. The figures at the right are the favourable rates.',
  ],
  rateBase: (base: string, mode: string) => [
    `比率以${base}为分母；“不了解”占全部有效标记的比例单列；${mode}。等次按票数精确评定，不用百分比。`,
    `Rates are of ${base}; the share of “unknown” is of all legible marks; ${mode}. Grades are decided exactly in votes.`,
  ],
  scores: (points: string) => [
    `得分为表态票的平均分：${points}。`,
    `Scores are the mean of the judgements: ${points}.`,
  ],
  favourableBase: (base: string) => [`综合满意率以${base}为分母。`, `Favourable rates are of ${base}.`],
  expressedBase: ['该项表态票数', 'the judgements on the item'],
  pooled: ['全部项目合计', 'All items together'],
  byLead: ['按牵头单位', 'By lead unit'],
  bySupport: ['按配合单位', 'By supporting unit'],
  byProject: ['按项目', 'By project'],
  unit: ['单位', 'Unit'],
  items: ['项目', 'Items'],
  gradeCounts: ['各等次项数', 'Items of each grade'],
  meanScore: ['平均得分', 'Mean score'],
  rollupHelp: [
    '平均得分为所属各项得分的平均值，每项权重相同。',
    'The mean score is the mean of the items’ scores, each counting once.',
  ],
});
