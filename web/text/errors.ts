/**
 * What each refusal means to the person at the screen, and what to do now. One sentence a code, for every code of the
 * server's closed list: a new code does not compile until it has both languages.
 */
import type { ErrorCode } from '#server/api';
import type { Language, Pair } from './texts.ts';

/** Refusals, and what only a browser can meet. */
export type FailureCode = ErrorCode | 'OFFLINE' | 'NOT_OUR_ANSWER';

const SENTENCES: Readonly<Record<FailureCode, Pair>> = {
  MALFORMED: [
    '填写的内容格式不对，请按提示修改后再提交。',
    'Something is not in the expected form; correct it and try again.',
  ],
  NON_CANONICAL: [
    '文件的写法与规定格式不一致，请使用原始文件。',
    'The file is not in its exact format; use the original file.',
  ],
  TOO_LARGE: [
    '内容太长或文件太大，请缩减后再试。',
    'The text is too long or the file too large; shorten it and try again.',
  ],
  UNSUPPORTED: [
    '本系统不支持这种格式或规则，请另选。',
    'This format or rule is not supported; choose another.',
  ],
  INCONSISTENT: [
    '各项内容互相矛盾，请核对后再提交。',
    'The parts contradict each other; check them and try again.',
  ],
  NOT_IN_GROUP: [
    '收到的数据不合密码学要求，已拒绝。请刷新页面后重做这一步。',
    'The data is not valid for the encryption in use; reload the page and repeat this step.',
  ],
  BAD_PROOF: [
    '选票的证明没有通过检查，选票未投出。请刷新页面后重投。',
    'The ballot’s proof did not verify, so it was not cast; reload the page and vote again.',
  ],
  BAD_SIGNATURE: [
    '签名没有通过检查。请确认使用的是自己的密钥后重签。',
    'The signature did not verify; make sure you use your own key and sign again.',
  ],
  BROKEN_CHAIN: [
    '记录的前后顺序接不上，请立即报告总监票人。',
    'The record does not follow on from what came before; tell the chief scrutineer at once.',
  ],
  NOT_FOUND: ['没有找到。请检查地址，或返回上一页。', 'Nothing is here; check the address or go back.'],
  ALREADY_EXISTS: ['同样的内容已经存在，不会重复添加。', 'This exists already and is not added twice.'],
  UNWRITABLE: ['文件写不进去，请联系系统管理员。', 'The file cannot be written; ask the administrator.'],
  UNDECRYPTABLE: [
    '解不开：密码不对，或者文件已改动。请重新输入，或换用备份。',
    'It cannot be opened: wrong passphrase or an altered file; try again or use the backup.',
  ],
  QUORUM_NOT_MET: [
    '到会人数未达法定人数，还不能发票。请继续签到。',
    'There is no quorum yet, so nothing can be issued; go on signing members in.',
  ],
  RULES_SEALED: [
    '规则和选票已经封存，不能再改。确需修改的，须作废后重新开始。',
    'Rules and ballot are sealed and cannot change; to change them, void and start again.',
  ],
  ISSUED_EXCEEDS_PRESENT: [
    '发出的票会多于实到人数。请先核对签到。',
    'More ballots would be issued than members are present; check the sign-in first.',
  ],
  ADJUDICATION_PENDING: [
    '还有疑票没有认定，认定之后才能签字。',
    'Doubtful ballots still wait for a decision; decide them before signing.',
  ],
  MISSING_SIGNATURE: [
    '签名还没有齐：需要总监票人、监票人、计票人三人签字。',
    'A signature is missing: chief scrutineer, scrutineer and teller all sign.',
  ],
  SAME_SIGNER: [
    '三个签名必须出自三个不同的人，请由另一人签字。',
    'Three different people must sign; have another person sign.',
  ],
  UNAUTHENTICATED: ['登录已结束，请重新登录。', 'You are signed out; sign in again.'],
  WRONG_LOGIN: [
    '登录名、密码或动态码不对，请核对后再试。',
    'Name, password or code is wrong; check them and try again.',
  ],
  FORBIDDEN: [
    '您的身份不能做这件事。请由负责的人员操作。',
    'Your role may not do this; ask the person in charge.',
  ],
  SECOND_FACTOR_NEEDED: ['这一步需要重新输入动态码。', 'This step needs your six-digit code again.'],
  TOO_MANY_REQUESTS: ['尝试的次数太多，请过一会儿再试。', 'Too many attempts; wait a little and try again.'],
  WRONG_STATE: [
    '现在还不能（或已不能）做这一步。页面已过时的，请刷新。',
    'This step is not possible now; reload the page to see where things stand.',
  ],
  STALE: [
    '您看到的内容已被别人更新。请刷新后再改。',
    'Somebody changed this meanwhile; reload and make your change again.',
  ],
  EXPIRED: ['链接已用过或已过期，请索取新的链接。', 'The link was used or is too old; ask for a new one.'],
  SAME_PERSON: ['第二次确认必须由另一人来做。', 'The second confirmation must come from another person.'],
  ALREADY_ISSUED: ['这位代表已经领过票，一人只发一张。', 'This member has a ballot already; each gets one.'],
  NOT_PRESENT: ['这位代表还没有签到，请先签到再发票。', 'This member is not signed in; sign in first.'],
  NOT_ISSUED: [
    '这张票卡没有发出，或已作废。请到发票处询问。',
    'This card was not handed out or is void; ask at the desk.',
  ],
  NOT_OPEN: [
    '现在不在投票时间内：投票尚未开始，或已经结束。',
    'Voting is not open now: it has not begun or is over.',
  ],
  ALREADY_CAST: [
    '这张票卡已经投过票，以第一次投的为准。',
    'A ballot was cast with this card already; the first one counts.',
  ],
  TESTED: [
    '这张选票已用于检验，不能再投。请重新填写后投票。',
    'This ballot was opened for a test and cannot be cast; fill in a new one.',
  ],
  BUSY: [
    '投票的人正多，请稍候，系统会自动再试。',
    'Many people are voting; please wait, this page tries again by itself.',
  ],
  FOREIGN_ORIGIN: [
    '请求不是从本站页面发出的，已拒绝。请从正确的网址打开页面。',
    'The request did not come from this site; open the page under its proper address.',
  ],
  WRONG_CONTENT_TYPE: [
    '内容的类型不对，请刷新页面后重试。',
    'The content is of the wrong type; reload the page and try again.',
  ],
  DATABASE_AWAY: [
    '数据库暂时连不上。请稍后再试，重复提交不会重复计入。',
    'The database does not answer for the moment; try again, repeating is safe.',
  ],
  STORAGE_FULL: [
    '服务器磁盘已满，请立即联系系统管理员。',
    'The server’s disk is full; call the administrator at once.',
  ],
  INTERNAL: [
    '服务器出错，操作没有完成。请再试一次；仍不行的，请联系系统管理员。',
    'The server failed; try again, and call the administrator if it fails again.',
  ],
  INCIDENT: [
    '检测到异常，这一步已停止。请立即报告总监票人和系统管理员。',
    'Something is wrong and this step was stopped; tell the chief scrutineer and the administrator at once.',
  ],
  WEAK_PASSWORD: [
    '密码太简单或太常见，请换一个长一些的。',
    'The password is too short or too common; choose a longer one.',
  ],
  OFFLINE: [
    '连不上服务器。请检查网络后再试。',
    'The server cannot be reached; check the network and try again.',
  ],
  NOT_OUR_ANSWER: [
    '收到的回答不是本系统发出的，可能被网络设备改动。请换一个网络再试。',
    'The answer is not from this system; the network may have changed it. Try another network.',
  ],
};

export function sentenceFor(code: FailureCode, language: Language): string {
  return SENTENCES[code][language === 'zh' ? 0 : 1];
}
