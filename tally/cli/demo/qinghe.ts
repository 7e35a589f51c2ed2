/**
 * The fictional 青禾区 (Qinghe Demo District) as plain data: this year's candidate projects and how its deputies vote on
 * them, and last year's projects with their grades (domain reference, sections 13.5, 13.7 and 14). Persons are labels.
 */

import type { Attendance, Item, ItemMarks } from '../../count/poll.ts';
import type { Meeting, Organ, Subject } from '../../report/input.ts';

export const QINGHE_CONGRESS: Organ = {
  kind: 'congress',
  nameZh: '青禾区第一届人民代表大会',
  nameEn: 'First People’s Congress of Qinghe Demo District',
  regionZh: '青禾区',
  regionEn: 'Qinghe Demo District',
};

export const QINGHE_MEETING: Meeting = {
  titleZh: '青禾区第一届人民代表大会第五次会议',
  titleEn: 'Fifth session of the First People’s Congress of Qinghe Demo District',
  number: 5,
};

export const QINGHE_BALLOT: Subject = {
  uuid: 'QingheBa11otProjects26',
  year: 2026,
  subjectZh: '2026年度民生实事项目票决',
  subjectEn: 'Ballot on the livelihood projects of 2026',
};

export const QINGHE_EVALUATION: Subject = {
  uuid: 'QingheEva1uation2o25ab',
  year: 2025,
  subjectZh: '2025年度民生实事项目满意度测评',
  subjectEn: 'Satisfaction evaluation of the livelihood projects of 2025',
};

/** 200 deputies in office (205 seats, 5 vacant), 192 present and issued a ballot; 190 of them are returned. */
export const QINGHE_ATTENDANCE: Attendance = { inOffice: 200, present: 192, issued: 192 };
export const QINGHE_RETURNED = 190;
export const QINGHE_SEATS = 10;

export const QINGHE_PROJECTS: readonly Item[] = [
  {
    no: 1,
    titleZh: '老旧小区加装电梯与管网改造',
    titleEn: 'Old-estate lifts and pipe renewal',
    leadUnit: '区住建局',
    costFen: 4200000000,
  },
  {
    no: 2,
    titleZh: '新建社区养老服务综合体6处',
    titleEn: 'Six community elderly-care centres',
    leadUnit: '区民政局',
    costFen: 2600000000,
  },
  {
    no: 3,
    titleZh: '老年助餐点扩面提质40个',
    titleEn: '40 elderly dining points',
    leadUnit: '区民政局',
    costFen: 680000000,
  },
  {
    no: 4,
    titleZh: '新增公办幼儿园学位900个',
    titleEn: '900 public kindergarten places',
    leadUnit: '区教育局',
    costFen: 3100000000,
  },
  {
    no: 5,
    titleZh: '中小学校园食堂“明厨亮灶”改造',
    titleEn: 'Transparent school kitchens',
    leadUnit: '区教育局',
    costFen: 520000000,
  },
  {
    no: 6,
    titleZh: '电动自行车集中充电设施500处',
    titleEn: '500 e-bike charging sites',
    leadUnit: '区应急局',
    costFen: 900000000,
  },
  {
    no: 7,
    titleZh: '打通断头路5条',
    titleEn: 'Five dead-end roads opened',
    leadUnit: '区交通局',
    costFen: 8800000000,
  },
  {
    no: 8,
    titleZh: '社区卫生服务中心设备更新8家',
    titleEn: 'Equipment for eight health centres',
    leadUnit: '区卫健委',
    costFen: 1500000000,
  },
  {
    no: 9,
    titleZh: '农村饮水安全巩固提升',
    titleEn: 'Rural drinking-water upgrade',
    leadUnit: '区农业农村局',
    costFen: 2300000000,
  },
  {
    no: 10,
    titleZh: '口袋公园与健身步道12处',
    titleEn: '12 pocket parks and trails',
    leadUnit: '区城管局',
    costFen: 1100000000,
  },
  {
    no: 11,
    titleZh: '新增公共停车泊位3000个',
    titleEn: '3000 public parking bays',
    leadUnit: '区城管局',
    costFen: 2100000000,
  },
  {
    no: 12,
    titleZh: '零工市场与技能培训6000人次',
    titleEn: 'Gig-work market and 6000 trainings',
    leadUnit: '区人社局',
    costFen: 430000000,
  },
  {
    no: 13,
    titleZh: '困难家庭适老化改造800户',
    titleEn: 'Age-friendly refits for 800 homes',
    leadUnit: '区民政局',
    costFen: 640000000,
  },
  {
    no: 14,
    titleZh: '智慧公厕与母婴室60处',
    titleEn: '60 smart toilets and nursing rooms',
    leadUnit: '区城管局',
    costFen: 760000000,
  },
  {
    no: 15,
    titleZh: '社区图书与非遗体验空间20处',
    titleEn: '20 reading and heritage rooms',
    leadUnit: '区文旅局',
    costFen: 350000000,
  },
];

/** For, against, abstain of 190 ballots. */
export const QINGHE_VOTES: readonly ItemMarks[] = [
  { no: 1, marks: [184, 2, 4], itemVoid: 0 },
  { no: 2, marks: [181, 3, 6], itemVoid: 0 },
  { no: 3, marks: [176, 5, 9], itemVoid: 0 },
  { no: 4, marks: [170, 8, 12], itemVoid: 0 },
  { no: 5, marks: [163, 9, 18], itemVoid: 0 },
  { no: 6, marks: [158, 12, 20], itemVoid: 0 },
  { no: 7, marks: [149, 16, 25], itemVoid: 0 },
  { no: 8, marks: [141, 20, 29], itemVoid: 0 },
  { no: 9, marks: [133, 24, 33], itemVoid: 0 },
  { no: 10, marks: [126, 27, 37], itemVoid: 0 },
  { no: 11, marks: [104, 41, 45], itemVoid: 0 },
  { no: 12, marks: [88, 52, 50], itemVoid: 0 },
  { no: 13, marks: [52, 70, 68], itemVoid: 0 },
  { no: 14, marks: [40, 79, 71], itemVoid: 0 },
  { no: 15, marks: [28, 90, 72], itemVoid: 0 },
];

export const QINGHE_LAST_YEAR: readonly Item[] = [
  { no: 1, titleZh: '农村公路安全提升', titleEn: 'Rural road safety', leadUnit: '区交通局' },
  { no: 2, titleZh: '中小学教室照明改造', titleEn: 'Classroom lighting', leadUnit: '区教育局' },
  { no: 3, titleZh: '老年食堂新建25处', titleEn: '25 canteens for the elderly', leadUnit: '区民政局' },
  { no: 4, titleZh: '老旧小区改造30个', titleEn: '30 old estates renewed', leadUnit: '区住建局' },
  { no: 5, titleZh: '家庭医生签约扩面', titleEn: 'Family-doctor sign-up', leadUnit: '区卫健委' },
  { no: 6, titleZh: '公交线路优化12条', titleEn: '12 bus lines improved', leadUnit: '区交通局' },
  { no: 7, titleZh: '背街小巷整治', titleEn: 'Back lanes tidied', leadUnit: '区城管局' },
  { no: 8, titleZh: '就业服务站点', titleEn: 'Job service points', leadUnit: '区人社局' },
  { no: 9, titleZh: '停车难治理', titleEn: 'Parking relief', leadUnit: '区城管局' },
  { no: 10, titleZh: '农村厕所改造后续管护', titleEn: 'Rural toilet upkeep', leadUnit: '区农业农村局' },
];

/** Satisfied, basically satisfied, dissatisfied, unknown of 190 ballots. */
export const QINGHE_GRADES: readonly ItemMarks[] = [
  { no: 1, marks: [168, 17, 4, 1], itemVoid: 0 },
  { no: 2, marks: [160, 22, 6, 2], itemVoid: 0 },
  { no: 3, marks: [151, 30, 7, 2], itemVoid: 0 },
  { no: 4, marks: [149, 28, 11, 2], itemVoid: 0 },
  { no: 5, marks: [143, 33, 12, 2], itemVoid: 0 },
  { no: 6, marks: [137, 36, 14, 3], itemVoid: 0 },
  { no: 7, marks: [121, 48, 18, 3], itemVoid: 0 },
  { no: 8, marks: [112, 50, 25, 3], itemVoid: 0 },
  { no: 9, marks: [96, 61, 30, 3], itemVoid: 0 },
  { no: 10, marks: [58, 41, 86, 5], itemVoid: 0 },
];
