/** Texts of signing in, invitations, one's own account and signing key. */
import { texts } from './texts.ts';

export const accountText = texts({
  signInTitle: ['登录', 'Sign in'],
  signInLead: [
    '供工作人员、主席团、监票人、计票人使用。代表请扫描自己的票卡。',
    'For clerks, presidium, scrutineers and tellers. Representatives scan their card instead.',
  ],
  loginName: ['登录名', 'Login name'],
  password: ['密码', 'Password'],
  signIn: ['登录', 'Sign in'],
  waitSeconds: (seconds: number) => [`请等 ${seconds} 秒再试。`, `Wait ${seconds} seconds, then try again.`],
  codeTitle: ['第二步：动态码', 'Second step: the code'],
  codeLead: [
    '请打开手机上的验证器，输入它现在显示的六位数字。',
    'Open the authenticator on your phone and type the six digits it shows now.',
  ],
  code: ['六位动态码', 'Six-digit code'],
  codeHint: ['每 30 秒换一次，同一个码只能用一次。', 'It changes every 30 seconds, and each works once.'],
  confirmCode: ['确认', 'Confirm'],
  otherAccount: ['换个账号', 'Use another account'],

  invitationTitle: ['启用账号', 'Set up your account'],
  invitationLead: (name: string) => [`${name}，请设置密码。`, `${name}, choose a password.`],
  invitationMissing: [
    '链接不完整。请从邀请中重新打开，或把整条链接复制到地址栏。',
    'The link is incomplete. Open it again from the invitation, or copy all of it into the address bar.',
  ],
  invitationSpent: [
    '链接已经用过、被新链接代替，或已过期。请向系统管理员要一条新的。',
    'This link was used, replaced by a newer one, or is too old. Ask the administrator for a new one.',
  ],
  setPassword: ['设置密码并登录', 'Set the password and sign in'],
  toSignIn: ['去登录', 'Go to sign in'],
  newPassword: ['新密码', 'New password'],
  newPasswordHint: [
    '至少 12 个字符。几个不相关的词，比难记的符号更好。',
    'At least 12 characters. Several unrelated words are better than odd symbols.',
  ],
  repeatPassword: ['再输一遍', 'Repeat it'],
  notTheSame: ['两遍不一样', 'The two are not the same'],
  tooShort: ['不足 12 个字符', 'Fewer than 12 characters'],
  tooLong: ['太长了', 'Too long'],
  common: ['太常见，别人会先试这个', 'Too common: others would try it first'],
  ownName: ['不要用登录名或姓名', 'Do not use your login name or name'],

  accountTitle: ['我的账号', 'My account'],
  name: ['姓名', 'Name'],
  roles: ['职责', 'Roles'],
  noRoles: ['还没有职责，请联系系统管理员。', 'No roles yet; ask the administrator.'],
  secondFactor: ['动态码（第二重验证）', 'Second factor'],
  secondFactorOn: ['已启用', 'In use'],
  secondFactorOff: ['未启用', 'Not in use'],
  secondFactorNeeded: [
    '您的职责必须启用动态码，启用前不能办理事项。',
    'Your role needs a second factor: nothing can be done before it is set up.',
  ],
  secondFactorWhy: [
    '登录时除密码外，还要输入手机验证器上的六位数字。密码被人看到也不怕。',
    'Besides the password, signing in takes six digits from your phone: a password that was seen is not enough.',
  ],
  setUpSecondFactor: ['启用动态码', 'Set it up'],
  replaceSecondFactor: ['换一部手机', 'Move to another phone'],
  scanTitle: ['用验证器扫描', 'Scan with an authenticator'],
  scanLead: [
    '任何支持 TOTP 的验证器都可以。扫不了的，把密钥抄进去。',
    'Any authenticator with TOTP will do. If you cannot scan, type the key.',
  ],
  scanLabel: ['动态码密钥的二维码，密钥也写在旁边', 'QR code of the key, which is also written beside it'],
  secretKey: ['密钥', 'Key'],
  secondFactorDone: ['动态码已启用', 'The second factor is in use'],

  passwordCard: ['密码', 'Password'],
  currentPassword: ['现在的密码', 'Current password'],
  wrongPassword: ['密码不对', 'This is not the password'],
  changePassword: ['更改密码', 'Change the password'],
  passwordChanged: [
    '密码已更改，其他设备已退出登录',
    'The password is changed; other devices are signed out',
  ],
  everywhere: ['所有设备', 'All devices'],
  everywhereWhy: [
    '在别处忘了退出，或设备丢失时使用。这台设备也会退出。',
    'For when you forgot to sign out somewhere or lost a device. This one is signed out too.',
  ],
  signOutEverywhere: ['全部退出登录', 'Sign out everywhere'],

  signingKey: ['签字密钥', 'Signing key'],
  signingKeyWhy: [
    '监票人、计票人、主席团用它签署报告单。密钥在这台设备上生成，存进一个加密文件，由您自己保管；服务器只知道公钥。',
    'Scrutineers, tellers and presidium sign reports with it. It is made on this device and kept by you in an encrypted file; the server knows the public part only.',
  ],
  noSigningKey: ['还没有签字密钥', 'No signing key yet'],
  publicKey: ['公钥', 'Public key'],
  makeSigningKey: ['生成签字密钥', 'Make a signing key'],
  replaceSigningKey: ['换一把签字密钥', 'Make another signing key'],
  replaceSigningKeyWhy: [
    '原来的文件或口令丢失时使用。已封存、尚未公布的票决中登记了您的签字密钥时，不能更换。',
    'For when the file or its passphrase is lost. Not possible while a sealed session that is not published names your key.',
  ],
  stepPassphrase: ['定口令', 'Passphrase'],
  stepSave: ['存文件', 'Save'],
  stepTest: ['试打开', 'Test'],
  passphrase: ['文件口令', 'Passphrase of the file'],
  passphraseHint: [
    '至少 12 个字符，不要与登录密码相同。忘了就打不开，谁也帮不了。',
    'At least 12 characters, other than your password. Nobody can open the file without it.',
  ],
  sealKey: ['生成并加密', 'Make and encrypt'],
  saveLead: [
    '请把文件存到自己的 U 盘或电脑，最好存两处。',
    'Keep the file on a stick or computer of your own, best in two places.',
  ],
  saveKeyFile: ['保存密钥文件', 'Save the key file'],
  saved: ['已经存好', 'It is saved'],
  testLead: [
    '现在试一次：选刚才存的文件，输入口令。能打开，才会登记。',
    'Now try it: choose the file you saved and type the passphrase. It is registered only if it opens.',
  ],
  keyFile: ['密钥文件', 'Key file'],
  notThisKey: ['这不是刚才生成的签字密钥文件。', 'This is not the file of the signing key made just now.'],
  testAndRegister: ['打开并登记', 'Open and register'],
  keyRegistered: ['签字密钥已登记', 'The signing key is registered'],
  keyAbout: (name: string) => [`${name}的签字密钥`, `Signing key of ${name}`],
  startAgain: ['从头再来', 'Start again'],

  freshTitle: ['请再输一次动态码', 'The code once more'],
  freshLead: [
    '这一步很重要，需要 15 分钟内输过的动态码。',
    'This step matters: it needs a code given within the last 15 minutes.',
  ],
  needSetUp: ['办理这件事之前，须先启用动态码。', 'The second factor must be set up before you can do this.'],
});
