/** The first page: drop a file, watch it recorded and verified, break it, take it away. */

export const startEnUs = {
  'start.title': 'Drop a file. It stays on this computer.',
  'start.another': 'Drop another file',
  'start.sample': 'Try with a sample',
  'start.sampleName': 'sample.txt',
  'start.sampleText':
    'This text was made in your browser.\nWhat will be recorded is its digest: change one letter, and it is another.\n',
  'start.how':
    'Its digest is recorded with the time; the receipt that comes back proves it to anybody, also without this server.',
  'start.queue': 'Files',
  'start.clear': 'Start over',
  'start.tooMany':
    '{count} files are more than this page takes at once ({max}). Batches records them together.',
  'start.toBatches': 'Go on with them in Batches',
  'start.folder':
    '“{name}” is a folder. This page takes files; Batches takes whole folders with all that is in them.',
  'start.openBatches': 'Open Batches',
  'start.stage.waiting': 'waiting',
  'start.stage.hashing': 'being hashed',
  'start.stage.hashed': 'hashed',
  'start.stage.recording': 'being recorded',
  'start.stage.proving': 'receipt on its way',
  'start.stage.verified': 'recorded',
  'start.stage.stopped': 'stopped',
  'start.hashingHelp': 'Hashed here, on this computer. Nothing of the file is sent.',
  'start.emptyFile':
    'This file has no bytes. It has a digest all the same, one that every empty file has: recording it proves little.',
  'start.recording': 'The digest is on its way …',
  'start.earlier': 'The same content was on record before, since',
  'start.earlierOpen': 'Open the earlier record',
  'start.recordedIn': 'Recorded in block {height},',
  'start.proving': 'The receipt is on its way …',
  'start.verifiedHere': 'The receipt, verified by this page',
  'start.verifiedHelp':
    'The server is not asked whether it is right: this page works out each step from the receipt and the file.',
  'start.whole': 'What it proves, and what it does not',
  'start.openRecord': 'The record',
  'start.signIn': 'Sign in to record it',
  'start.signInHelp':
    'The file is hashed and kept on this page. On the machine that runs the server, the command below prints a link; open it in this browser, and this page goes on by itself.',
  'start.signInOther': 'Another way to sign in',
  'start.verifyOnly': 'To verify a receipt nobody has to sign in.',
  'start.verifyPage': 'Verify a receipt',
  'start.mayNot':
    'You are signed in, and may not record: that needs the permission evidence:write. An administrator of this node grants it, in Settings › People.',
  'start.again': 'Try again',
  'start.againHelp': 'The same digest goes out under the same key: it cannot be recorded twice.',
  'start.trouble.reading': 'The file could not be hashed',
  'start.trouble.recording': 'The digest could not be recorded',
  'start.trouble.receipt': 'It is recorded; the receipt has not come yet',
  'start.sessionEnded':
    'Your session has ended. The digest is kept here: sign in again, and this page goes on.',
  'start.stop': 'Stop the server',
  'start.stopHelp':
    'In the terminal where it runs, press Ctrl-C. This page goes on verifying: it has the receipt, and asks nobody.',
  'start.stopAnswers': 'The server answers right now.',
  'start.stopSilent': 'The server does not answer right now.',
  'start.verifyAgain': 'Verify again, without the network',
  'start.verifiedAgain.valid': 'Verified again at {time}, with nothing sent: every step holds.',
  'start.verifiedAgain.invalid': 'Verified again at {time}, with nothing sent: a step fails.',
  'start.verifiedAgain.incomplete':
    'Verified again at {time}, with nothing sent: every step holds, the chain is not a trusted one.',
  'start.restart': 'To start it again: npm start, in the folder of the clone.',
  'start.take': 'Take it with you',
  'start.takeHelp':
    'Receipt and file are all that anybody needs to verify. The page that verifies is a file, too, and works without a network.',
  'start.takeReceipt': 'Receipt',
  'start.takeCertificate': 'Certificate (PDF)',
  'start.takePage': 'verify.html',
  'start.takeAll': 'All in one ZIP',
  'start.takeMissing':
    'The server did not give: {files}. What is in the ZIP is enough to verify; take the rest when it answers again.',
  'start.certificate': 'the certificate',
  'start.verifyFile': 'verify.html',
  'start.readme':
    'What is in here\n\n{files}\n\nHow to verify\n\n1. Open verify.html in a browser. It needs no network.\n2. Drop the file “{name}” and its receipt on it.\n3. Compare the fingerprint of the chain with what its operator gave you by another way:\n   {fingerprint}\n\nAt a terminal: npx stele verify "{name}"\n\nRecorded in block {height}, {time}, as {id}.\nNot proven: who made the file, that it is true, that it did not exist earlier.\n',
  'start.readmeFile': 'the file, as it was recorded',
  'start.readmeReceipt': 'the receipt: the proof',
  'start.readmeCertificate': 'the certificate, for people; the receipt is inside',
  'start.readmePage': 'the page that verifies',
} as const;
