/**
 * The text of a systemd unit (systemd.service(5), systemd.exec(5)) that may touch nothing but its data folder. Without
 * MemoryDenyWriteExecute: V8 makes machine code while it runs. Without PrivateUsers: the database server beside it wants its own user.
 */

export interface UnitOptions {
  readonly description: string;
  /** Absolute paths. */
  readonly node: string;
  readonly main: string;
  readonly folder: string;
  readonly user: string;
}

/** What is acknowledged is finished well within this; the database server takes the longest. */
const STOP_SECONDS = 90;
/** Ten thousand connections, and files beside them. */
const OPEN_FILES = 65_536;

export function unitText({ description, node, main, folder, user }: UnitOptions): string {
  return `[Unit]
Description=${specifiersEscaped(description)}
Wants=network-online.target
After=network-online.target time-sync.target

[Service]
Type=exec
User=${user}
ExecStart=${word(node)} --disable-warning=ExperimentalWarning ${word(main)} start --data ${word(folder)}
# STELE_HOST, STELE_PORT, STELE_TLS_CERT and the like, one NAME=value a line
EnvironmentFile=-/etc/stele.env
Restart=on-failure
RestartSec=2
# SIGTERM to the server alone: it finishes what is acknowledged and stops its children
KillMode=mixed
TimeoutStopSec=${String(STOP_SECONDS)}
LimitNOFILE=${String(OPEN_FILES)}
UMask=0077

NoNewPrivileges=yes
CapabilityBoundingSet=
ProtectSystem=strict
ProtectHome=read-only
ReadWritePaths=${path(folder)}
PrivateTmp=yes
PrivateDevices=yes
ProtectClock=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectControlGroups=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service

[Install]
WantedBy=multi-user.target
`;
}

/** One word of a command line: quoted, with neither variables nor specifiers in it. */
function word(value: string): string {
  return `"${quoted(value).replaceAll('$', '$$$$')}"`;
}

/** A path in a list of paths. */
function path(value: string): string {
  return `"${quoted(value)}"`;
}

function quoted(value: string): string {
  return specifiersEscaped(value)
    .replaceAll('\\', String.raw`\\`)
    .replaceAll('"', String.raw`\"`);
}

function specifiersEscaped(value: string): string {
  return value.replaceAll('%', '%%').replaceAll(/[\n\r]/g, ' ');
}
