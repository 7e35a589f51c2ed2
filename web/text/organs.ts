/** Texts of bodies, their rolls and the import of lists. */
import { texts } from './texts.ts';

export const organText = texts({
  listTitle: ['机构', 'Bodies'],
  listLead: ['选择要办理的机构。', 'Choose the body to work for.'],
  none: ['还没有机构', 'There is no body yet'],
  noneHint: [
    '由系统管理员新建机构，再指定各机构的工作人员。',
    'An administrator creates a body and appoints its people.',
  ],
  create: ['新建机构', 'New body'],
  edit: ['修改机构', 'Edit the body'],
  save: ['保存', 'Save'],
  kind: ['种类', 'Kind'],
  congress: ['人民代表大会', 'People’s congress'],
  standing_committee: ['人大常委会', 'Standing committee'],
  street_assembly: ['街道议政代表会', 'Street assembly'],
  nameZh: ['名称（中文）', 'Name in Chinese'],
  nameEn: ['名称（英文）', 'Name in English'],
  regionZh: ['地区（中文）', 'Region in Chinese'],
  regionEn: ['地区（英文）', 'Region in English'],
  seatQuota: ['法定名额', 'Seats by law'],
  seatQuotaHint: [
    '只作对照，不作任何计算的基数；应到人数以实有在任人数为准。',
    'For comparison only; entitled are those in office.',
  ],
  termFrom: ['任期起', 'Term from'],
  termUntil: ['任期止', 'Term until'],
  inOffice: ['应到（在任）', 'Entitled (in office)'],
  vacant: ['缺额', 'Vacant'],
  delegations: ['代表团', 'Delegations'],
  noDelegation: ['未分团', 'No delegation'],
  people: (count: number) => [`${count} 人`, `${count} members`],
  toRoll: ['名册', 'Roll'],
  meetings: ['会议', 'Meetings'],
  noMeetings: ['还没有会议', 'No meeting yet'],
  newMeeting: ['新建会议', 'New meeting'],
});

export const rollText = texts({
  title: ['名册', 'Roll'],
  lead: (count: number) => [
    `现有在任 ${count} 人，即应到人数。`,
    `${count} members in office, entitled to vote.`,
  ],
  import: ['导入名单', 'Import a list'],
  add: ['增加成员', 'Add a member'],
  search: ['查找', 'Search'],
  searchHint: ['编号、姓名、代表团或类别', 'Number, name, delegation or category'],
  show: ['显示', 'Show'],
  whoInOffice: ['在任', 'In office'],
  whoLeft: ['已离任', 'Left office'],
  whoAll: ['全部', 'All'],
  number: ['编号', 'Number'],
  name: ['姓名', 'Name'],
  delegation: ['代表团', 'Delegation'],
  category: ['类别', 'Category'],
  state: ['状态', 'State'],
  left: (reason: string) => [`已离任：${reason}`, `Left: ${reason}`],
  actions: ['操作', 'Actions'],
  edit: ['修改', 'Edit'],
  vacate: ['离任', 'End the term'],
  return: ['恢复', 'Return to office'],
  labelOf: (verb: string, name: string) => [`${verb}：${name}`, `${verb}: ${name}`],
  noMatch: ['没有符合的成员', 'No member matches'],
  empty: ['名册是空的', 'The roll is empty'],
  emptyHint: [
    '可以从 Excel 或 CSV 文件导入，也可以逐个增加。',
    'Import a list from Excel or CSV, or add members one by one.',
  ],
  download: ['下载', 'Download'],
  asExcel: ['Excel 工作簿', 'Excel workbook'],
  asCsv: ['CSV（供 Excel 打开）', 'CSV for Excel'],
  asData: ['CSV（原始数据）', 'CSV, raw data'],
  addTitle: ['增加成员', 'Add a member'],
  editTitle: ['修改成员', 'Edit a member'],
  vacateTitle: (name: string) => [`${name} 离任`, `${name} leaves office`],
  vacateText: [
    '离任后不再计入应到人数，随时可以恢复。',
    'From then on the member is in no base; this can be taken back.',
  ],
  reason: ['原因', 'Reason'],
  reasonHint: ['如：调离、辞职、病故、罢免', 'Such as moved away, resigned, died, recalled'],
  returnTitle: (name: string) => [`${name} 恢复在任`, `${name} returns to office`],
  save: ['保存', 'Save'],
  shown: (count: number) => [`共 ${count} 人`, `${count} members`],
});

export const importText = texts({
  title: ['导入名单', 'Import a list'],
  steps: ['导入的步骤', 'Steps of the import'],
  stepFile: ['选择文件', 'Choose the file'],
  stepCheck: ['核对变化', 'Check the changes'],
  stepDone: ['完成', 'Done'],
  drop: ['名单文件（.xlsx 或 .csv）', 'List (.xlsx or .csv)'],
  columns: [
    '第一行是标题：代表编号、姓名为必填，代表团、类别可选。编号相同即视为同一人。',
    'The first row holds the headings: 代表编号 (number) and 姓名 (name) are needed, 代表团 (delegation) and 类别 (category) may be there. Same number, same member.',
  ],
  template: ['下载模板', 'Download a template'],
  failed: ['这个文件不能导入', 'This file cannot be imported'],
  encoding: (name: string) => [
    `文件不是 UTF-8，而是 ${name} 编码，已按该编码读取。请核对汉字是否正确。`,
    `The file is in ${name}, not in UTF-8, and was read so. Check that the characters are right.`,
  ],
  ignored: (names: string) => [`以下各列没有读取：${names}`, `These columns were not read: ${names}`],
  flaws: (count: number) => [`有 ${count} 处错误`, `${count} errors`],
  flawsHint: [
    '请在原文件中改正后重新选择。有错误的行不会导入。',
    'Correct them in the file and choose it again. Rows with errors are not imported.',
  ],
  line: ['行', 'Line'],
  column: ['列', 'Column'],
  problem: ['问题', 'Problem'],
  flaw_MISSING: ['必须填写', 'must be filled in'],
  flaw_TOO_LONG: ['太长', 'too long'],
  flaw_INVISIBLE: [
    '含有看不见的字符或改变文字方向的字符',
    'holds invisible or direction-changing characters',
  ],
  flaw_NOT_TEXT: ['不是文字（是日期、小数或逻辑值）', 'is no text but a date, a fraction or a truth value'],
  flaw_TOO_MANY: ['超出人数上限', 'more members than a roll can hold'],
  duplicate: (line: number) => [`编号与第 ${line} 行重复`, `same number as line ${line}`],
  more: (count: number) => [`另有 ${count} 处`, `and ${count} more`],
  added: ['新增', 'Added'],
  changed: ['修改', 'Changed'],
  returned: ['恢复在任', 'Return to office'],
  left: ['文件中没有', 'Not in the file'],
  unchanged: ['不变', 'Unchanged'],
  change: ['变化', 'Change'],
  was: (text: string) => [`原为：${text}`, `was: ${text}`],
  absent: ['在任但文件中没有的人', 'Members in office who are not in the file'],
  absentLeave: ['办理离任', 'End the term'],
  absentStay: ['保留在任', 'Stay in office'],
  absentLeaveHint: (count: number) => [
    `文件是完整名单。导入后在任 ${count} 人。`,
    `The file is the whole roll: ${count} in office afterwards.`,
  ],
  absentStayHint: (count: number) => [
    `文件只列新增或修改的人。导入后在任 ${count} 人。`,
    `The file lists additions only: ${count} in office afterwards.`,
  ],
  nothing: [
    '文件与现有名册完全一致，无需导入。',
    'The file and the roll are the same; there is nothing to import.',
  ],
  apply: (count: number) => [`导入 ${count} 行`, `Import ${count} rows`],
  again: ['换一个文件', 'Another file'],
  stale: [
    '名册刚刚被别人改过，请重新核对。',
    'Somebody changed the roll meanwhile; check the changes again.',
  ],
  recheck: ['重新核对', 'Check again'],
  done: (count: number) => [`名册已更新，现有在任 ${count} 人`, `The roll is updated: ${count} in office`],
  ledger: (hash: string) => [`已记入日志，名册摘要 ${hash}`, `Logged; the roll’s hash is ${hash}`],
  toRoll: ['查看名册', 'See the roll'],
});

/** What is wrong with a file, by the place the server names. */
export const fileText = texts({
  'file.empty': ['文件是空的。', 'The file is empty.'],
  'file.xls': [
    '这是旧版 .xls 文件。请用 Excel 或 WPS 打开，另存为“.xlsx 工作簿”后再选。',
    'This is an old .xls file. Open it in Excel or WPS and save it as .xlsx.',
  ],
  'file.password': [
    '工作簿设有密码。请打开后取消密码，另存为 .xlsx 再选。',
    'The workbook has a password. Open it, take the password off and save it as .xlsx.',
  ],
  'file.zip': ['文件损坏，或不是 Excel 工作簿。', 'The file is damaged or no Excel workbook.'],
  'file.xml': [
    '工作簿内容异常。请用 Excel 或 WPS 打开后另存再选。',
    'The workbook is written in a strange way; open it and save it again.',
  ],
  'file.workbook': [
    '工作簿读不出来。请用 Excel 或 WPS 打开后另存再选。',
    'The workbook cannot be read; open it and save it again.',
  ],
  'file.entries': [
    '工作簿的部件太多。请把名单复制到新的工作簿后再选。',
    'The workbook has too many parts; copy the list into a new one.',
  ],
  'file.inflated': [
    '工作簿解压后过大，不予打开。请把名单复制到新的工作簿后再选。',
    'Unpacked, the workbook is too large; copy the list into a new one.',
  ],
  'file.cells': [
    '表格的范围太大。请删去名单以外的内容，或复制到新的工作簿。',
    'The sheet is too large; remove what is not the list, or copy it into a new one.',
  ],
  'file.text': [
    '文件既不是 Excel 工作簿，也不是可识别的文字。',
    'The file is neither an Excel workbook nor text.',
  ],
  'file.headings': [
    '没有找到标题行：前 10 行中须有一行同时写明“代表编号”和“姓名”，且各列标题不重复。',
    'No row of headings: one of the first 10 rows must name 代表编号 and 姓名, each once.',
  ],
  'file.rows': ['标题行下面没有内容。', 'There is nothing below the headings.'],
  body: ['文件超过 10 MB。', 'The file is larger than 10 MB.'],
});

/** What is wrong with a line of a CSV file. */
export const csvLineText = texts({
  line: (line: number) => [
    `第 ${line} 行的格式不对：引号不配对，或列数与标题行不同。`,
    `Line ${line} is malformed: an open quotation mark, or more or fewer cells than the headings.`,
  ],
});
