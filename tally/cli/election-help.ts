/** Help of `election`. */
export const HELP = `
minyi election STEP [ARGUMENTS]

An election from start to end as files, without a server, in the forms of belenios-tool 2.0: an archive made here is
verified by both programs, and either can go on where the other stopped. Homomorphic questions only.

  uuid                                       prints a fresh uuid
  trustees  [FILE.pubkey …] [--threshold threshold.json] [--out trustees.json]
                                             the trustees: every public key given (one or more lines a file), then the
                                             key sets of threshold ceremonies; --threshold may be repeated
  make      --template FILE --trustees trustees.json --uuid UUID [--out election.json]
                                             election.json from {"description","name","questions"}
  open      --election FILE --trustees FILE --credentials UUID.pubcreds [--out DIR]
                                             checks that they fit and writes DIR/UUID.bel
  cast      UUID.bel BALLOT … [--revote]     checks ballots and adds them, all or none; one a credential, unless --revote
                                             lets the last one count
  close     UUID.bel                         verifies every ballot, ends voting, adds the encrypted tally
  add-decryption UUID.bel --decryption FILE --owned FILE
                                             adds a trustee's partial decryption (made by minyi decrypt) if it is right
  result    UUID.bel                         computes and adds the result once enough trustees have decrypted

  --group NAME       trustees, make, open: BELENIOS-2048 (default), RFC-3526-2048 or Ed25519
  --out              new file (trustees, make) or folder (open); nothing existing is overwritten

Examples
  U=$(minyi election uuid)
  minyi cards --uuid $U --count 20 --out secret
  minyi keys new --out mine
  minyi election trustees mine/*.pubkey
  minyi election make --template template.json --trustees trustees.json --uuid $U
  minyi election open --election election.json --trustees trustees.json --credentials secret/$U.pubcreds
  minyi ballot --election $U.bel --credential card.txt --choices choices.json --out b1.json
  minyi election cast $U.bel b1.json
  minyi election close $U.bel
  minyi decrypt --archive $U.bel --key mine/ID.privkey
  minyi election add-decryption $U.bel --decryption partial_decryption-1.json --owned partial_decryption-1.owned.json
  minyi election result $U.bel
  minyi verify $U.bel

Exit code: 0 done; 2 the input cannot be used, or the archive with it would be refuted: then nothing was added.`;
