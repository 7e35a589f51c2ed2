/** Texts of the hall's screen: large and few. */
import { texts } from './texts.ts';

export const hallText = texts({
  title: ['会场大屏', 'Hall screen'],
  leave: ['退出大屏', 'Leave'],
  full: ['全屏', 'Full screen'],
  inOffice: ['应到', 'Entitled'],
  present: ['实到', 'Present'],
  absent: ['缺席', 'Absent'],
  attendees: (count: number) => [`列席 ${count} 人`, `${count} attendees`],
  quorumMet: ['符合法定人数', 'There is a quorum'],
  quorumMissing: (needed: number, missing: number) => [
    `法定人数 ${needed} 人，还差 ${missing} 人`,
    `Quorum ${needed}: ${missing} more`,
  ],
  quorumEdge: (present: number, needed: number) => [
    `第 ${present} 人到会，须 ${needed} 人方构成法定人数`,
    `${present} are here, a quorum takes ${needed}`,
  ],
  issued: ['发出', 'Issued'],
  returned: ['收回', 'Returned'],
  state_waiting: ['等待投票', 'Waiting for the vote'],
  state_open: ['正在投票', 'Voting is open'],
  state_counting: ['正在计票', 'Counting'],
  state_announced: ['结果', 'Result'],
  away: ['连接中断，显示的是最近一次的数字', 'Connection lost; these are the latest figures'],
  no: ['序号', 'No.'],
  item: ['项目', 'Project'],
});
