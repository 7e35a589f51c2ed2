import { expect, test } from 'vitest';
import { announceAttendanceZh } from '../../tally/report/announcement-zh.ts';
import type { ReportInput } from '../../tally/report/input.ts';
import { writeProclamation } from '../../tally/report/proclamation.ts';
import { nameMoney, nameShare, numeralZh } from '../../tally/report/wording.ts';
import { assertOk } from '../../tally/result.ts';
import { items, preset, presetWith } from '../support/poll.ts';
import { qingheBallot, qingheEvaluation, qingheVotes, report } from '../support/report.ts';

const S2 = [184, 181, 176, 170, 163, 158, 149, 141, 115, 115, 115, 104, 52, 40, 28];
const S3 = [180, 177, 169, 160, 151, 140, 122, 108, 100, 98, 95, 90, 80, 62, 40];

/** The ballot of S1 as its first two items only, for texts short enough to read. */
function streetBallot(): ReportInput {
  const base = qingheBallot();
  return {
    ...base,
    organ: {
      kind: 'street_assembly',
      nameZh: '明河街道第一届议政代表会',
      nameEn: 'First Minghe Street Assembly',
      regionZh: '明河街道',
      regionEn: 'Minghe Street',
    },
    poll: {
      ...base.poll,
      pack: presetWith('street-strict', { 'ballot.seats': 1, 'ballot.cap': 1 }),
      items: items(2),
      attendance: { inOffice: 60, present: 50, issued: 50 },
      columns: [
        {
          source: 'electronic',
          returned: 50,
          voids: [],
          pending: 0,
          items: [
            { no: 1, marks: [30], itemVoid: 0 },
            { no: 2, marks: [20], itemVoid: 0 },
          ],
        },
      ],
    },
  };
}

test('S1 is announced in the words of the rules: attendance, ballots, counts, result', () => {
  const { zh, en } = report(qingheBallot()).announcement;
  expect(zh[0]).toBe('本次会议应到代表200名，实到192名，缺席8名，符合法定人数，可以进行票决。');
  expect(zh[1]).toBe(
    '本次票决共发出表决票192张，收回190张。收回的表决票数少于发出的表决票数，本次票决有效。',
  );
  expect(zh[2]).toMatch(
    /^收回的表决票中，有效票190张，无效票0张。经计票，各候选项目得票情况：1\. 老旧小区加装电梯与管网改造，赞成184票，反对2票，弃权4票；2\. /,
  );
  expect(zh[3]).toMatch(
    /^获得全体代表过半数（101票）赞成的候选项目11项，多于应确定的10项，按赞成票多少，确定下列10项为2026年度民生实事项目：一、老旧小区加装电梯与管网改造；二、/,
  );
  expect(zh).toHaveLength(4);
  expect(en).toHaveLength(4);
  expect(en[0]).toBe(
    'Of 200 deputies entitled to attend, 192 are present and 8 absent; there is a quorum and the ballot can be held.',
  );
});

test('without a quorum the sentence says that the vote cannot be held', () => {
  const sentence = announceAttendanceZh(
    { kind: 'congress' },
    preset('congress-default'),
    { entitled: 200, present: 133 },
    false,
  );
  expect(sentence).toBe('本次会议应到代表200名，实到133名，缺席67名，不符合法定人数，不能进行票决。');
});

test('S2 announces between which items the tie is and what the re-vote decides', () => {
  expect(report(qingheVotes(S2)).announcement.zh.at(-1)).toBe(
    '农村饮水安全巩固提升、口袋公园与健身步道12处、新增公共停车泊位3000个 获得的赞成票数相等（均为115票），不能确定，应当就上述3项再次投票，从中确定2项，以得票多的确定。',
  );
});

test('S2d announces that the presidium decides whether to vote again', () => {
  const revotes = [
    {
      sessionUuid: 'CDgm1FKWKvbHHUCRXypzEB',
      reportHash: 'a'.repeat(64),
      items: [
        { no: 9, for: 130 },
        { no: 10, for: 110 },
        { no: 11, for: 110 },
      ],
    },
  ];
  const { zh } = report(qingheVotes(S2, { revotes })).announcement;
  expect(zh.at(-3)).toContain('再次投票，得票情况：9. 农村饮水安全巩固提升，赞成130票；');
  expect(zh.at(-1)).toBe(
    '口袋公园与健身步道12处、新增公共停车泊位3000个 再次投票后得票仍然相等，尚有1项不能确定，是否就上述2项再次投票由主席团决定。',
  );
});

test('S3 announces how many places stay open', () => {
  expect(report(qingheVotes(S3)).announcement.zh.at(-1)).toBe(
    '获得全体代表过半数赞成的候选项目为8项，少于应确定的10项，不足的2项按照票决办法的规定处理。',
  );
});

test('S4 announces an invalid poll and no count of any item', () => {
  const [column] = qingheBallot().poll.columns;
  if (column === undefined) throw new Error('the ballot has a column');
  const invalid = report(
    qingheBallot({ columns: [{ ...column, source: 'paper', returned: 193, items: [] }] }),
  );
  expect(invalid).toMatchObject({ outcome: 'POLL_INVALID', counts: null, result: null });
  expect(invalid.announcement.zh).toHaveLength(2);
  expect(invalid.announcement.zh[1]).toBe(
    '本次票决共发出表决票192张，收回193张。收回的表决票数多于发出的表决票数，本次票决无效，应当重新投票。',
  );
});

test('a street assembly recommends by 票选, and nothing it says is a decision or a 公告', () => {
  const input = streetBallot();
  const street = report(input);
  const signatory = { zh: '青禾区人大明河街道工委', en: 'Minghe Street Committee of the Qinghe Congress' };
  const notice = assertOk(
    writeProclamation(street, input.poll.pack, { no: 1, date: '2026-01-15', signatory }),
  );
  expect(street.announcement.zh.at(-1)).toBe(
    '获得到会议政代表过半数（26票）赞成的候选项目1项，等于应推荐的1项，推荐下列1项为2026年度民生实事项目：一、项目1。',
  );
  expect(notice.kind).toBe('notice');
  expect(notice.zh).toEqual([
    '明河街道第一届议政代表会第五次会议公示：会议于2026年1月15日以无记名投票方式，票选推荐下列项目为明河街道2026年度民生实事项目，现予公示：',
    '一、项目1',
    '青禾区人大明河街道工委 2026年1月15日',
  ]);
  const everything = [...street.announcement.zh, ...notice.zh].join('');
  expect(everything).not.toMatch(/公告|决定|票决/);
  expect([...street.announcement.en, ...notice.en].join('')).not.toMatch(/decided|Announcement/);
  expect(writeProclamation(street, input.poll.pack, { no: 1, date: '2026-01-15' })).toMatchObject({
    ok: false,
  });
});

test('a tie in a street assembly is to be settled by recommending', () => {
  const input = streetBallot();
  const [column] = input.poll.columns;
  if (column === undefined) throw new Error('the ballot has a column');
  const tiedItems = column.items.map((item) => ({ ...item, marks: [25] }));
  const attendance = { inOffice: 60, present: 50, issued: 50 };
  const poll = {
    ...input.poll,
    attendance,
    pack: tiedPack(),
    columns: [{ ...column, returned: 50, items: tiedItems }],
  };
  const { zh } = report({ ...input, poll }).announcement;
  expect(zh.at(-1)).toContain('不能推荐，应当就上述2项再次投票，从中推荐1项，以得票多的推荐。');
});

function tiedPack() {
  // With one tick each of 50 voters, two items can both pass only under a lower share than half.
  return presetWith('street-strict', {
    'ballot.seats': 1,
    'ballot.cap': 1,
    'threshold.num': 1,
    'threshold.den': 3,
  });
}

test('公告 names congress, number, date, secrecy and the projects, and is signed by the presidium', () => {
  const pack = preset('congress-default');
  const { zh, en } = assertOk(writeProclamation(report(qingheBallot()), pack, { no: 3, date: '2026-01-15' }));
  expect(zh[0]).toBe(
    '青禾区第一届人民代表大会第五次会议公告（第3号）：会议于2026年1月15日以无记名投票方式，票决确定下列项目为青禾区2026年度民生实事项目，现予公告：',
  );
  expect(zh[10]).toBe('十、口袋公园与健身步道12处');
  expect(zh.at(-1)).toBe('青禾区第一届人民代表大会第五次会议主席团 2026年1月15日');
  expect(en[0]).toContain(': on 15 January 2026, by secret ballot, the meeting decided the following');
  expect(en.at(-1)).toMatch(/^Presidium of the .*, 15 January 2026$/);
});

test('nothing is proclaimed while a tie is open, nor of an evaluation, nor on a day that is none', () => {
  const pack = preset('congress-default');
  const day = { no: 1, date: '2026-01-15' };
  expect(writeProclamation(report(qingheVotes(S2)), pack, day)).toMatchObject({ ok: false });
  expect(
    writeProclamation(report(qingheEvaluation()), preset('eval-members-majority-congress'), day),
  ).toMatchObject({ ok: false });
  expect(writeProclamation(report(qingheBallot()), pack, { no: 1, date: '2026-02-29' })).toMatchObject({
    ok: false,
    error: { code: 'INCONSISTENT', where: 'publication.date' },
  });
});

test('an evaluation announces the grade of each project and which must be rectified', () => {
  const { zh } = report(qingheEvaluation()).announcement;
  expect(zh[2]).toContain('10. 农村厕所改造后续管护，满意58票，基本满意41票，不满意86票，不了解5票。');
  expect(zh[3]).toContain('9. 停车难治理，测评结果为基本满意；');
  expect(zh[4]).toBe('农村厕所改造后续管护 未通过满意度测评，责任单位应当整改并接受再次测评。');
});

test('a resolution is adopted or not, and keypads announce who did not press', () => {
  const input = qingheBallot({
    pack: preset('resolution-default'),
    items: items(1),
    attendance: { inOffice: 200, present: 192, issued: 192 },
    columns: [
      {
        source: 'keypad',
        returned: 192,
        voids: [],
        pending: 0,
        items: [{ no: 1, marks: [101, 40, 30, 21], itemVoid: 0 }],
      },
    ],
  });
  const { zh } = report(input).announcement;
  expect(zh[2]).toContain('赞成101票，反对40票，弃权30票，未按表决器21票');
  expect(zh[3]).toBe('《项目1》获得全体代表过半数（101票）赞成，予以通过。');
});

test('under a budget the money is named, exact, in 万元', () => {
  const input = qingheBallot({
    pack: presetWith('congress-budget', { 'selection.budgetFen': 2_000_000_000_050 }),
    columns: [
      {
        source: 'electronic',
        returned: 190,
        voids: [],
        pending: 0,
        items: qingheBallot().poll.items.map(({ no }) => ({ no, marks: [150 - no], itemVoid: 0 })),
      },
    ],
  });
  expect(report(input).announcement.zh[3]).toContain('在资金总额2000000.00005万元以内，确定下列15项');
});

test('where counts are not published, neither report nor text holds one', () => {
  const pack = presetWith('congress-default', { 'publish.counts': false });
  const silent = report(qingheVotes(S2, { pack }));
  expect(silent.counts).toBeNull();
  expect(JSON.stringify([silent.result, silent.announcement])).not.toMatch(/115|184|170/);
});

test('public lists can follow the votes', () => {
  const pack = presetWith('congress-default', { 'publish.order': 'votes' });
  const votes = [120, 130, 110, ...Array.from({ length: 12 }, () => 20)];
  const { zh } = report(qingheVotes(votes, { pack })).announcement;
  expect(zh[3]).toContain(
    '一、新建社区养老服务综合体6处；二、老旧小区加装电梯与管网改造；三、老年助餐点扩面提质40个',
  );
});

test('numbers, shares and money in words', () => {
  expect([1, 10, 11, 20, 23, 100, 105, 110, 999].map(numeralZh)).toEqual([
    '一',
    '十',
    '十一',
    '二十',
    '二十三',
    '一百',
    '一百零五',
    '一百一十',
    '九百九十九',
  ]);
  const named = (num: number, den: number, op: 'gt' | 'gte') =>
    nameShare({ base: 'all_members', num, den, op }, { kind: 'congress' }).zh;
  expect(named(1, 2, 'gt')).toBe('全体代表过半数');
  expect(named(2, 3, 'gt')).toBe('全体代表超过三分之二');
  expect(named(2, 3, 'gte')).toBe('全体代表三分之二以上（含本数）');
  expect(named(1, 2, 'gte')).toBe('全体代表半数以上（含半数）');
  expect(nameMoney(4_200_000_000)).toEqual({ zh: '4200万元', en: '42000000 yuan' });
});
