/** Words of the home page and of a meeting's page. */
import { words } from './words.ts';

export const homeWords = words({
  lead: [
    '这里公布人大及其常委会、街道议政代表会的票决与测评结果。每个结果都附完整公开记录，任何人都可以独立重新计票。',
    'Results of votes and evaluations of the people’s congress, its standing committee and street assemblies. Each comes with its complete record, from which anyone can count again.',
  ],
  current: ['正在进行', 'Under way'],
  currentHelp: [
    '投票期间只公布发出和收回的票数。',
    'While a vote is open only ballots issued and returned are shown.',
  ],
  noCurrent: ['目前没有正在进行的票决。', 'No vote is under way.'],
  results: ['已公布的结果', 'Published results'],
  noResults: ['还没有公布的结果。', 'No result has been published yet.'],
  organs: ['按机关查看', 'By body'],
  allOrgans: ['全部', 'All'],
  subject: ['事项', 'Subject'],
  meeting: ['会议', 'Meeting'],
  date: ['日期', 'Date'],
  state: ['状态', 'State'],
  older: ['更早的结果', 'Older results'],
  newer: ['更近的结果', 'Newer results'],
  check: ['我投了票，想确认票在票箱里', 'I have voted: is my ballot in the box?'],
  verify: ['我想独立核验一个结果', 'I want to check a result myself'],
  sessions: ['本次会议的票决与测评', 'Votes and evaluations of this meeting'],
});
