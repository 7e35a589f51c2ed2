/**
 * `HOW-TO-VERIFY.txt`: what a stranger who has nothing but the record does with it; the same text but for the uuid. The
 * record of a vote by name has no cryptography for a second program to check: there the list itself is compared.
 */
import type { RecordKind } from './record-kind.ts';

export function howToVerify(uuid: string, kind: RecordKind): string {
  return `如何核验本次表决结果 / How to verify this result
================================================================

本压缩包是一次表决的完整公开记录。任何人都可以重新计算结果，不需要信任主办方。
This zip is the complete public record of one ballot session. Anyone can recompute the result
without trusting the organiser.

1. 用民意核验程序（需要 Node 20.19 或更高版本）
   With Minyi's verifier (Node 20.19 or later), in a copy of its source code:

       npm ci
       npm run -s verify -- record-${uuid}.zip

   退出码 0 表示通过，1 表示不通过。编号见源代码中的 docs/verification.md。
   Exit code 0: verified; 1: refuted. The numbers are explained in docs/verification.md.

2. ${kind === 'secret' ? withPeer(uuid) : byHand(uuid)}

3. 凭回执查票 / Check a receipt

       npm run -s receipt -- receipt.json --record record-${uuid}.zip
`;
}

function withPeer(uuid: string): string {
  return `用独立的第三方程序 belenios-tool 2.0（Debian: apt-get install belenios-tool）
   With the independent program belenios-tool 2.0:

       mkdir check && unzip record-${uuid}.zip ${uuid}.bel -d check
       belenios-tool election verify --dir check

   该程序只核验密码学部分（选票、计票、解密），不核验票决办法、签名和总账。
   It checks the cryptography (ballots, tally, decryption), not the rules, signatures or ledger.`;
}

function byHand(uuid: string): string {
  return `自己数一遍：${uuid}.votes.json 列出每位代表的记名表决
   Count for yourself: ${uuid}.votes.json lists how every representative voted, by name.`;
}
