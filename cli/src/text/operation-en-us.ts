/** English texts of the commands that keep an installation alive: backup, restore, doctor, service. */

export const operationEnUs = {
  'status.space': 'Free space',
  'status.spaceOf': '{free} of {total}',

  'backup.summary': 'copy the data folder, also while the server runs',
  'backup.about':
    'Opens the data folder itself and copies everything up to the newest signed checkpoint into FOLDER; a second backup into the same FOLDER copies only what is new. The backup holds the private keys, readable by their owner alone and not encrypted: keep it as safe as the data folder, or encrypt the medium.',
  'backup.copying': 'copying',
  'backup.done': 'Backup {number} of chain {fingerprint} is in {folder}.',
  'backup.holds': 'It holds {entries} entries: {total}, of which {copied} are new.',
  'backup.secrets':
    'The private keys are in it, not encrypted: keep it as safe as the data folder.',

  'restore.summary': 'make a data folder from a backup',
  'restore.about':
    'Compares every byte of the backup in FOLDER with its manifest, derives the whole ledger again, compares that with the signed checkpoint, and gives the new folder its name last. The chain goes on in a new lineage, under new node keys, because entries after the backup may be lost; it stays in the old one only with --latest and --same-lineage.',
  'restore.latest':
    'the newest checkpoint anybody has of this log, a file or an address, such as the file checkpoint of the old data folder',
  'restore.sameLineage':
    'state that the old node is stopped for good, and keep the lineage; refused unless --latest shows that nothing is lost',
  'restore.reason': 'why, for the first entry of the new lineage',
  'restore.target': 'the new data folder, which must not exist yet',
  'restore.copying': 'copying',
  'restore.deriving': 'deriving',
  'restore.verified': '{files} files, {bytes}: every byte is as the manifest says.',
  'restore.derived':
    '{entries} entries derived again from the log; the root is the one that was signed at {time}.',
  'restore.lossNone': 'The newest checkpoint is that of the backup: nothing is lost.',
  'restore.lossUnknown': 'Whether entries came after the backup is not known.',
  'restore.lossEntries': '{count:entry|entries} after the backup are lost.',
  'restore.lossOlder':
    'The checkpoint given is older than the backup: it says nothing about what came after.',
  'restore.lossForked':
    'The checkpoint given has the same size and another root: this node has signed two histories.',
  'restore.newLineage':
    'The chain goes on as {origin}. Receipts given before still verify; new ones name the lineage.',
  'restore.keptLineage': 'The chain goes on as {origin}. The old node must never be started again.',
  'restore.start': 'Start it: {program} start --data {folder}',

  'doctor.summary': 'find what is wrong, and say how to mend it',
  'doctor.about':
    'Looks at the data folder, the machine and the server, running or not, and changes nothing. Exit code 1 when something has to be mended.',
  'doctor.allWell': 'Nothing is wrong.',
  'doctor.count': '{errors:error|errors}, {warnings:warning|warnings}.',
  'doctor.node': 'Node.js {version}',
  'doctor.nodeOld': 'Node.js {version} is too old.',
  'doctor.nodeOldNext':
    'Install version 24 or newer, or start with npm start, which brings its own.',
  'doctor.folder': 'The data folder {folder} can be read and written.',
  'doctor.folderMissing': 'There is no chain in {folder}.',
  'doctor.folderMissingNext':
    'Create one with stele start, or name another folder with --data DIR.',
  'doctor.folderForbidden': 'The data folder {folder} cannot be used: {reason}.',
  'doctor.folderForbiddenNext':
    'Run this as the user who runs the server, or: chown -R USER {folder}',
  'doctor.owner': 'The data folder belongs to the user {owner}, not to the one who asks.',
  'doctor.ownerNext': 'Run commands on this folder as its owner, or files will have two.',
  'doctor.format': 'The format of the data folder is one this version knows.',
  'doctor.formatBad': 'The data folder cannot be opened: {detail}.',
  'doctor.formatBadNext': 'Use the version that wrote it, or restore it from a backup.',
  'doctor.keys': '{count:secret file is|secret files are} there, readable by the owner alone.',
  'doctor.keyMissing': 'The key file {path} is missing.',
  'doctor.keyMissingNext': 'Put it back from a backup; nobody can make it again.',
  'doctor.keyExposed': 'Others than its owner may read {path}.',
  'doctor.keyExposedNext':
    'Find out who could have read it; if it is still yours alone: chmod 600 {path}',
  'doctor.statement': "The node's statement is valid until {time}.",
  'doctor.statementEnds': "The node's statement ends at {time}.",
  'doctor.statementEndsNext': 'Restart the server: it renews the statement by itself.',
  'doctor.log': 'The log reaches the signed checkpoint: {entries} entries.',
  'doctor.logShort': 'The log does not fit what was signed: {detail}.',
  'doctor.logShortNext':
    'Stop the server and run stele ledger check; then restore the newest backup with stele restore.',
  'doctor.space': '{free} of {total} are free.',
  'doctor.spaceLow': 'Only {free} of {total} are free; writes stop at {floor}.',
  'doctor.spaceRefusing': 'Only {free} of {total} are free: writes are refused.',
  'doctor.spaceNext': 'Free some space, or move the data folder to a larger disk.',
  'doctor.clock': 'The clock is not behind the chain.',
  'doctor.clockBehind': 'The clock says {now}, and the last block was made at {block}.',
  'doctor.clockBehindNext': 'Set the clock, and let a time service such as chrony keep it.',
  'doctor.stopped': 'No server is running on this folder.',
  'doctor.stoppedNext': 'Start it: stele start',
  'doctor.stale': 'The folder names the server {address}, and nobody answers there.',
  'doctor.staleNext': 'It ended without being asked. Start it again: stele start',
  'doctor.answers': 'The server answers at {address}.',
  'doctor.silent': 'Process {pid} has the data folder open, and does not answer at {address}.',
  'doctor.silentNext':
    'Look at its log; it may still be starting. If not, stop it and start it again.',
  'doctor.foreign': 'The server at {address} is of another chain.',
  'doctor.foreignNext': 'Name its data folder with --data DIR.',
  'doctor.port': 'Port {port} on {host} is free.',
  'doctor.portBusy': 'Port {port} on {host} is taken by another program.',
  'doctor.portBusyNext': 'Stop that program, or choose another port: stele start --port N',
  'doctor.part': 'Ready: {part} ({state}).',
  'doctor.partNot': 'Not well: {part}: {state}.',
  'doctor.partNotNext': 'See docs/operation.md, "Parts of readiness".',
  'doctor.certificate': 'The TLS certificate is valid until {time}.',
  'doctor.certificateEnds': 'The TLS certificate ends at {time}.',
  'doctor.certificateBad': 'The TLS certificate cannot be read: {detail}.',
  'doctor.certificateNext': 'Renew it, put it where STELE_TLS_CERT says, and restart the server.',
  'doctor.database': 'The database at {place} takes connections.',
  'doctor.databaseNot': 'The database at {place} takes no connections: {detail}.',
  'doctor.databaseNext':
    'Start PostgreSQL or correct DATABASE_URL. Search waits for it; recording and verifying go on.',

  'service.summary': 'print a systemd unit for this installation',
  'service.about':
    'Prints a unit that may touch nothing but the data folder, with how to install it in its first lines. Changes nothing by itself.',
  'service.user': 'who runs it (else the owner of the data folder)',
  'service.install': 'Install it:',
  'service.comment': 'Stele, chain in {folder}',

  'ledgerRules.summary': 'show which rules the chain is under, and activate newer ones',
  'ledgerRules.about':
    'Whatever decides an outcome is a numbered set of rules. Newer rules come into force at a block that the operator names; old blocks stay under theirs for ever. Before activating, bring every node to a version that knows the number: one that does not stops there. Until that block, another activation takes the place of this one.',
  'ledgerRules.activate': 'activate these rules',
  'ledgerRules.at': 'the first block they are in force for; it must be ahead',
  'ledgerRules.inForce': 'In force for the next block',
  'ledgerRules.pending': 'To come',
  'ledgerRules.from': '{rules}, from block {height} on',
  'ledgerRules.none': 'none',
  'ledgerRules.known': 'Known to the node',
  'ledgerRules.height': 'Latest block',

  'error.RULES_UNKNOWN': 'The next block is under rules {rules}, which this version does not know.',
  'action.RULES_UNKNOWN':
    'Use a newer version of Stele with this data folder; nothing was changed.',
  'error.BACKUP_BUSY': 'Another backup is being written into {folder}.',
  'action.BACKUP_BUSY': 'Wait until it has ended.',
  'error.BACKUP_TOO_EARLY': 'The chain has signed no checkpoint yet.',
  'action.BACKUP_TOO_EARLY': 'Start the server once, then make the backup.',
  'error.BACKUP_SOURCE_SHORT': '{path} is missing, or holds less than the node has signed.',
  'action.BACKUP_SOURCE_SHORT':
    'Keep the backups you have, stop the server, and run: stele ledger check',
  'error.BACKUP_FOLDER_FOREIGN': '{detail}.',
  'action.BACKUP_FOLDER_FOREIGN':
    'Name an empty folder, or the one with earlier backups of this chain.',
  'error.BACKUP_DAMAGED': '{detail}.',
  'action.BACKUP_DAMAGED': 'Use another backup, or make a new one in an empty folder.',
  'error.BACKUP_MISSING': 'There is no finished backup in {folder}.',
  'action.BACKUP_MISSING': 'Name the folder that was given to stele backup.',
  'error.SERVICE_ROWS_UNAVAILABLE': 'The server did not give the rows of its service ({reason}).',
  'action.SERVICE_ROWS_UNAVAILABLE': 'Run the command again; the backup before is still whole.',
  'error.SERVICE_ROWS_MALFORMED': '{path} holds no rows of a service: {reason}.',
  'error.RESTORE_FOLDER_TAKEN': '{folder} is not empty.',
  'action.RESTORE_FOLDER_TAKEN':
    'Name a folder that does not exist yet: nothing is ever restored over a data folder.',
  'error.LINEAGE_NOT_SHOWN': '{detail}.',
  'action.LINEAGE_NOT_SHOWN':
    'Give --latest the newest checkpoint anybody has of this log, or leave out --same-lineage.',
  'error.LATEST_MISSING': '--same-lineage needs --latest.',
  'action.LATEST_MISSING':
    'Name the newest checkpoint anybody has, such as the file checkpoint of the old data folder.',
  'error.LATEST_UNREADABLE': 'The checkpoint {place} cannot be read: {reason}.',
  'error.CHECKPOINT_FOREIGN': 'The checkpoint is not signed by the log key in the backup.',
  'action.CHECKPOINT_FOREIGN':
    'Name the newest checkpoint of this very node, or leave --latest out.',
  'error.CLOCK_BEHIND': 'The clock of the node says {now}, but the last block was made at {block}.',
  'action.CLOCK_BEHIND': 'Set the clock of this machine right.',
  'error.STORAGE_LOW': 'The disk of the data folder is nearly full.',
  'action.STORAGE_LOW': 'Free some space: the node takes writes again by itself.',
} as const;
