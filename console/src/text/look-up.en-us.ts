/** The public look-up, which codes on certificates lead to. */

export const lookUpEnUs = {
  'nav.lookUp': 'Look up',
  'lookUp.title': 'Was this recorded here?',
  'lookUp.lead':
    'Anybody may ask, without an account. The answer is what the ledger says in public: whether and when, never what a file is called or contains.',
  'lookUp.question': 'What do you have?',
  'lookUp.typed': 'A record’s id or a digest',
  'lookUp.typedHelp':
    'ev_ and 32 digits as on a certificate, or a SHA-256 of 64 digits; sm3: and sha-512: before others.',
  'lookUp.ask': 'Look it up',
  'lookUp.fault':
    'This is neither a record’s id (ev_ and 32 hexadecimal digits) nor a digest (64 hexadecimal digits).',
  'lookUp.file': 'Or the file itself',
  'lookUp.fileHelp':
    'Drop it anywhere on this page, or choose it. Its SHA-256 is computed here; the file does not leave this device.',
  'lookUp.fileFault':
    'The file could not be read to its end. Choose it again; folders cannot be looked up.',
  'lookUp.hashing': 'Computing the SHA-256 …',
  'lookUp.found': 'On record: {count:entry|entries}',
  'lookUp.nothing': 'Nothing is on record here',
  'lookUp.nothingHelp':
    'Not under this id or digest, on this server. One changed byte gives another digest; records made with salted digests, and those whose owner does not want to be looked up, are not found this way. A receipt still verifies.',
  'lookUp.at': 'Recorded at',
  'lookUp.block': 'Block',
  'lookUp.transaction': 'Transaction',
  'lookUp.owner': 'Recorded by',
  'lookUp.ownerHidden': 'not disclosed',
  'lookUp.salted':
    'The digests are salted: they can be compared with a file only by whoever has the receipt.',
  'lookUp.superseded': 'A later record replaces this one:',
  'lookUp.receipt': 'Receipt',
  'lookUp.verify': 'Verify it offline',
} as const;
