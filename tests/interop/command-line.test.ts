/**
 * Our command line and the peer's at work on one election: each does every other step, on files the other made. Also a
 * threshold ceremony in which one member uses belenios-tool 2.0.
 */
import { copyFileSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { minyi, minyiOutput, temporaryFolder } from '../support/cli.ts';
import { hasPeer, peer, peerOutput } from '../support/peer.ts';

const GROUP = ['--group', 'BELENIOS-2048'];

describe.skipIf(!hasPeer)('with belenios-tool installed', () => {
  const cwd = temporaryFolder();
  const ours = (...args: readonly string[]): string => minyiOutput(args, { cwd });
  const theirs = (args: readonly string[], input = ''): string => peerOutput(args, { cwd, input });
  const read = (name: string): string => readFileSync(join(cwd, name), 'utf8');
  const write = (name: string, text: string): void => writeFileSync(join(cwd, name), text);
  const named = (extension: string, folder = '.'): readonly string[] =>
    readdirSync(join(cwd, folder)).filter((name) => name.endsWith(extension));

  test('cards of either, trustees of either, ballots of either, a count by both', () => {
    const uuid = theirs(['setup', 'generate-token']).trim();
    const archive = `${uuid}.bel`;
    ours('cards', '--uuid', uuid, '--count', '2', '--spares', '0');
    ours('keys', 'new', '--out', 'mine');
    theirs(['setup', 'generate-trustee-key', ...GROUP]);
    const [mine = ''] = named('.pubkey', 'mine');
    const [peers = ''] = named('.pubkey');
    expect(ours('keys', 'check', peers)).toContain('good');
    // The peer assembles the trustees, we make the election; then the peer opens the archive of our cards.
    write('public_keys.jsons', read(`mine/${mine}`) + read(peers));
    theirs(['setup', 'make-trustees']);
    const question = { answers: ['甲', '乙', '丙'], min: 0, max: 2, question: '票决' };
    write('template.json', JSON.stringify({ description: '', name: 'x', questions: [question] }));
    ours('election', 'make', '--template', 'template.json', '--trustees', 'trustees.json', '--uuid', uuid);
    renameSync(join(cwd, `${uuid}.pubcreds`), join(cwd, 'public_creds.json'));
    theirs(['archive', 'init']);

    const [first = '', second = ''] = read(`${uuid}.privcreds`).split('\n');
    write('card-1', first.split(' ')[1] ?? '');
    write('card-2', `${second.split(' ')[1]}\n`);
    write('choices-1', '[[1,0,1]]');
    write('choices-2', '[[1,0,0]]');
    const ballot = ours('ballot', '--election', archive, '--credential', 'card-1', '--choices', 'choices-1');
    theirs(['archive', 'add-event', '--type=Ballot'], ballot);
    write(
      'peers-ballot',
      theirs(['election', 'generate-ballot', '--privcred', 'card-2', '--ballot', 'choices-2']),
    );
    ours('election', 'cast', archive, 'peers-ballot');

    ours('election', 'close', archive);
    const [secret = ''] = named('.privkey', 'mine');
    ours('decrypt', '--archive', archive, '--key', `mine/${secret}`);
    const made = read('partial_decryption-1.json') + read('partial_decryption-1.owned.json');
    theirs(['archive', 'add-event', '--type=PartialDecryption'], made);
    const [peersSecret = ''] = named('.privkey');
    const decrypted = theirs(['election', 'decrypt', '--privkey', peersSecret, '--trustee-id', '2']);
    const [decryption = '', owned = ''] = decrypted.trimEnd().split('\n');
    write('d2.json', `${decryption}\n`);
    write('d2.owned.json', `${owned}\n`);
    ours('election', 'add-decryption', archive, '--decryption', 'd2.json', '--owned', 'd2.owned.json');
    expect(ours('election', 'result', archive)).toContain('{"result":[[2,0,1]]}');

    expect(ours('verify', archive)).toContain('VERIFIED');
    expect(peer(['election', 'verify'], { cwd }).stderr).toContain('all checks passed');
  });

  test('a ceremony of two members of ours and one of the peer’s, its files passed on unchanged', () => {
    mkdirSync(join(cwd, 'c'));
    const step = ['setup', 'generate-trustee-key-threshold', ...GROUP];
    const inC = { cwd: join(cwd, 'c') };
    const id = (name: string): string => name.replace(/\.\w+$/, '');
    for (const index of ['1', '2']) {
      minyiOutput(
        [
          'threshold',
          'certificate',
          '--index',
          index,
          '--size',
          '3',
          '--threshold',
          '2',
          '--out',
          `m${index}`,
        ],
        inC,
      );
    }
    peerOutput([...step, '--step', '1'], inC);
    const [one = '', two = ''] = ['m1', 'm2'].map(
      (folder) => `${folder}/${named('.cert', `c/${folder}`)[0]}`,
    );
    const three = named('.cert', 'c')[0] ?? '';
    const certificates = [one, two, three];
    expect(minyi(['threshold', 'check', ...certificates, '--threshold', '2'], inC).status).toBe(2);
    const old = ['--threshold', '2', '--allow-2.0'];
    minyiOutput(['threshold', 'check', ...certificates, ...old, '--out', 'certs.jsons'], inC);
    const common = ['--certs', 'certs.jsons', ...old];
    for (const certificate of [one, two]) {
      const key = `${id(certificate)}.key`;
      minyiOutput(['threshold', 'polynomial', ...common, '--key', key], inC);
    }
    const peersKey = ['--certs', 'certs.jsons', '--key', `${id(three)}.key`];
    const polynomial = peerOutput([...step, ...peersKey, '--step', '3', '--threshold', '2'], inC);
    write(`c/${id(three)}.polynomial`, polynomial);
    minyiOutput(['threshold', 'distribute', ...common, '--polynomials', '.'], inC);
    for (const certificate of [one, two]) {
      const input = `${id(certificate).replace(/^m\d./, '')}.vinput`;
      const out = certificate.slice(0, 2);
      minyiOutput(
        [
          'threshold',
          'complete',
          ...common,
          '--key',
          `${id(certificate)}.key`,
          '--input',
          input,
          '--out',
          out,
        ],
        inC,
      );
      const [output = ''] = named('.voutput', `c/${out}`);
      copyFileSync(join(cwd, 'c', out, output), join(cwd, 'c', output));
    }
    const output = peerOutput([...step, ...peersKey, '--step', '5'], {
      ...inC,
      input: read(`c/${id(three)}.vinput`),
    });
    write(`c/${id(three)}.voutput`, output);
    minyiOutput(['threshold', 'assemble', ...common, '--polynomials', '.', '--outputs', '.'], inC);
    const dkey = (JSON.parse(output) as { private_key: string }).private_key;
    write('c/peer.dkey', dkey);
    const keys = ['--keys', 'threshold.json', '--key', `${id(three)}.key`, '--dkey', 'peer.dkey'];
    expect(minyiOutput(['threshold', 'restore-check', ...keys], inC)).toContain('member 3');
    write('c/public_keys.jsons', '');
    peerOutput(['setup', 'make-trustees'], inC);
    const made = readFileSync(join(cwd, 'c', 'trustees.json'), 'utf8');
    minyiOutput(['election', 'trustees', '--threshold', 'threshold.json', '--out', 'ours.json'], inC);
    // The peer leaves out what it does not know: the members' signatures of their keys.
    type KeySet = { readonly verification_keys: readonly { readonly public_key: string }[] };
    const publicKeys = (text: string): readonly string[] => {
      const [[, set]] = JSON.parse(text) as [[string, KeySet]];
      return set.verification_keys.map((key) => key.public_key);
    };
    expect(publicKeys(read('c/ours.json'))).toEqual(publicKeys(made));
    expect(publicKeys(made)).toHaveLength(3);
  });
});
