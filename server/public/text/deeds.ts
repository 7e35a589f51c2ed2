/** Deeds of the action log and roles, in words. */
import type { Action } from '#tally';
import { chooseOf, type Language } from './words.ts';

export const DEED_WORDS: Readonly<Record<Action['did'], { zh: string; en: string }>> = {
  keys_begun: { zh: '开始制作计票密钥', en: 'Key set-up begun' },
  keys_made: { zh: '计票密钥制作完成', en: 'Key set-up completed' },
  account_changed: { zh: '变更账号', en: 'Account changed' },
  role_changed: { zh: '变更职责', en: 'Role changed' },
  key_registered: { zh: '登记签字密钥', en: 'Signing key registered' },
  organ_changed: { zh: '变更机关资料', en: 'Body changed' },
  meeting_changed: { zh: '变更会议资料', en: 'Meeting changed' },
  roll_certified: { zh: '核对出席人数', en: 'Roll taken' },
  cards_made: { zh: '制作票卡', en: 'Cards made' },
  setup_sealed: { zh: '封存办法与表决票', en: 'Rules and ballot sealed' },
  card_voided: { zh: '作废遗失的票卡', en: 'Lost card voided' },
  spare_activated: { zh: '启用备用卡', en: 'Spare card activated' },
  opened: { zh: '开始投票', en: 'Voting opened' },
  closed: { zh: '结束投票', en: 'Voting closed' },
  paper_entered: { zh: '录入纸质票', en: 'Paper ballots entered' },
  reconciled: { zh: '核对票数', en: 'Ballots reconciled' },
  adjudicated: { zh: '裁定存疑票', en: 'Doubtful ballot decided' },
  count_opened: { zh: '开启计票', en: 'Count opened' },
  counted: { zh: '计票完成', en: 'Counted' },
  revote_ordered: { zh: '决定再次投票', en: 'Re-vote ordered' },
  report_signed: { zh: '签署计票结果报告单', en: 'Tally report signed' },
  announced: { zh: '宣布结果', en: 'Result announced' },
  confirmed: { zh: '主席团确认', en: 'Confirmed by the presidium' },
  published: { zh: '公布结果', en: 'Result published' },
  corrected: { zh: '公布更正', en: 'Correction published' },
  intervened: { zh: '人工处置', en: 'Manual intervention' },
  abandoned: { zh: '作废本次票决', en: 'Vote voided' },
};

const ROLES: Readonly<Record<string, { zh: string; en: string }>> = {
  administrator: { zh: '管理员', en: 'administrator' },
  clerk: { zh: '工作人员', en: 'clerk' },
  presidium: { zh: '主席团', en: 'presidium' },
  presidingChair: { zh: '执行主席', en: 'presiding chair' },
  chiefScrutineer: { zh: '总监票人', en: 'chief scrutineer' },
  scrutineer: { zh: '监票人', en: 'scrutineer' },
  teller: { zh: '计票人', en: 'teller' },
  auditor: { zh: '审计', en: 'auditor' },
  server: { zh: '系统', en: 'server' },
};

/** A role as the log names it; one not known here is shown as it stands. */
export function roleName(language: Language, role: string): string {
  const known = ROLES[role];
  return known === undefined ? role : chooseOf(language, known);
}
