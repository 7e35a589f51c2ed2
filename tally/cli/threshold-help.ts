/** Help of `threshold`. */
export const HELP = `
minyi threshold STEP [OPTIONS]

n scrutineers make one election key; any t of them can decrypt, fewer learn nothing. Every member runs the steps marked
"member" on a machine of its own; the organiser runs the others and only passes public files on. Files have the forms of
belenios-tool 2.0 (its --step 1 to 6); ID is the SHA-256 of a member's certificate.

  1 member     certificate    draws the secret ID.key (yours only: keep a copy) and the public ID.cert
  2 everyone   check          checks the certificates of all members; the organiser writes them to certs.jsons
  3 member     polynomial     writes ID.polynomial; do this once
  4 organiser  distribute     writes ID.vinput for every member
  5 member     complete       checks what all others wrote and names the culprit if something is wrong; writes the secret
                              ID.dkey (yours only: keep a copy) and the public ID.voutput
  6 organiser  assemble       checks everything and writes threshold.json, for minyi election trustees
    member     restore-check  proves that the .key and .dkey kept give your public key; do this before sealing

  certificate    --index I --size N --threshold T [--group NAME] [--out DIR]
  check          FILES | --certs FILE  [--out FILE]
  polynomial     --certs FILE --key FILE [--out DIR]
  distribute     --certs FILE --polynomials FILE|DIR [--out DIR]
  complete       --certs FILE --key FILE --input FILE [--out DIR]
  assemble       --certs FILE --polynomials FILE|DIR --outputs FILE|DIR [--out FILE]
  restore-check  --keys threshold.json --key FILE --dkey FILE [--group NAME]

  --index I          your position, 1 to N
  --size N           number of members
  --threshold T      how many are needed to decrypt; steps 2 to 6 take it from the certificates
  --certs FILE       certs.jsons: a certificate a line, in the order of positions
  --key FILE         your ID.key
  --dkey FILE        your ID.dkey
  --polynomials P    polynomials.jsons (a line a member, in order), or the folder with the ID.polynomial files
  --input FILE       your ID.vinput
  --outputs P        a file with a line a member, in order, or the folder with the ID.voutput files
  --keys FILE        threshold.json
  --allow-2.0        steps 2 to 6: let members take part who use belenios-tool 2.0, whose messages lack later signatures;
                     then give --threshold T as well
  --group NAME       BELENIOS-2048 (default), RFC-3526-2048 or Ed25519
  --out              folder (steps 1, 3, 4, 5; default the current one) or file (steps 2 and 6; default threshold.json);
                     nothing existing is overwritten

Examples
  minyi threshold certificate --index 1 --size 3 --threshold 2 --out mine
  minyi threshold check all/*.cert --out all/certs.jsons
  minyi threshold polynomial --certs all/certs.jsons --key mine/ID.key --out all
  minyi threshold distribute --certs all/certs.jsons --polynomials all --out all
  minyi threshold complete --certs all/certs.jsons --key mine/ID.key --input all/ID.vinput --out mine
  minyi threshold assemble --certs all/certs.jsons --polynomials all --outputs all --out all/threshold.json
  minyi threshold restore-check --keys all/threshold.json --key mine/ID.key --dkey mine/ID.dkey

Exit code: 0 done, or good; 1 restore-check: the files kept are not enough; 2 the input cannot be used, or a member is at
fault (the message names the member by its position).`;
