/**
 * A time authority of a test: keys and certificates by openssl, answers by `openssl ts -reply` behind a small HTTP server, which can be
 * told to misbehave.
 */

import assert from 'node:assert/strict';
import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What it answers: as it should, or what the test says. */
export type Answer = 'honest' | ((response: ServerResponse, reply: Uint8Array) => void);

export interface AuthorityOptions {
  /** Arguments of `openssl genpkey`. */
  readonly key?: readonly string[];
  readonly digest?: string;
  /** Digests it accepts. */
  readonly accepts?: string;
}

const EC_KEY = ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256'];
export const RSA_KEY = ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048'];

function configuration({ digest = 'sha256', accepts = 'sha256' }: AuthorityOptions): string {
  return `
[ req ]
distinguished_name = name
[ name ]
[ root ]
basicConstraints = critical, CA:true
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[ signer ]
basicConstraints = CA:false
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
subjectKeyIdentifier = hash
[ tsa ]
default_tsa = this
[ this ]
serial = serial
signer_cert = signer.pem
certs = root.pem
signer_key = signer.key
signer_digest = ${digest}
default_policy = 1.2.3.4
digests = ${accepts}
accuracy = secs:1
ess_cert_id_chain = no
ess_cert_id_alg = sha256
`;
}

/** Whether openssl is here; without it the test is skipped by name, or fails where everything has to be had (CI=true). */
export function opensslForTest(context: TestContext): boolean {
  if (spawnSync('openssl', ['version']).status === 0) return true;
  assert.notEqual(process.env['CI'], 'true', 'openssl is required in CI');
  context.skip('openssl is not installed');
  return false;
}

export class LocalAuthority {
  readonly folder: string;
  answer: Answer = 'honest';
  /** Requests it has had. */
  requests = 0;
  readonly #server: Server;
  readonly #answering = new Set<Promise<void>>();

  private constructor(folder: string) {
    this.folder = folder;
    this.#server = createServer((request, response) => {
      const answering = this.#serve(request, response)
        .catch((error: unknown) => {
          // Who has hung up gets no answer, and its request may be half.
          if (!request.socket.destroyed) throw error;
        })
        .finally(() => {
          this.#answering.delete(answering);
        });
      this.#answering.add(answering);
    });
  }

  /** Made and listening; gone when the test ends. */
  static async open(context: TestContext, options: AuthorityOptions = {}): Promise<LocalAuthority> {
    const folder = mkdtempSync(join(tmpdir(), 'stele-authority-'));
    const authority = new LocalAuthority(folder);
    context.after(async () => {
      authority.stop();
      // openssl may still be writing there for somebody who no longer waits.
      await Promise.allSettled(authority.#answering);
      rmSync(folder, { recursive: true, force: true });
    });
    makeCertificates(folder, options);
    await authority.listen();
    return authority;
  }

  async listen(port = 0): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(port, '127.0.0.1', resolve));
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${String(this.port)}/`;
  }

  /** The certificate of who issues its own. */
  get rootPem(): string {
    return readFileSync(join(this.folder, 'root.pem'), 'utf8');
  }

  /** What `openssl ts -reply` answers to a query. */
  async reply(query: Uint8Array): Promise<Uint8Array> {
    const name = `query-${String(this.requests)}`;
    writeFileSync(join(this.folder, name), query);
    const files = ['-queryfile', name, '-out', `${name}.reply`];
    await run('openssl', ['ts', '-reply', '-config', 'tsa.cnf', ...files], { cwd: this.folder });
    return readFileSync(join(this.folder, `${name}.reply`));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.requests++;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const reply = await this.reply(Buffer.concat(chunks));
    response.setHeader('content-type', 'application/timestamp-reply');
    if (this.answer === 'honest') response.end(reply);
    else this.answer(response, reply);
  }
}

function makeCertificates(folder: string, options: AuthorityOptions): void {
  const openssl = (...args: readonly string[]): void => {
    execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  };
  const key = options.key ?? EC_KEY;
  writeFileSync(join(folder, 'tsa.cnf'), configuration(options));
  writeFileSync(join(folder, 'serial'), '01\n');
  for (const name of ['root', 'signer']) openssl('genpkey', ...key, '-out', `${name}.key`);
  const request = ['req', '-new', '-config', 'tsa.cnf', '-sha256', '-days', '30'];
  openssl(
    ...request,
    '-x509',
    '-key',
    'root.key',
    '-subj',
    '/CN=Root',
    '-extensions',
    'root',
    '-out',
    'root.pem',
  );
  openssl(...request, '-key', 'signer.key', '-subj', '/CN=Local Authority', '-out', 'signer.csr');
  openssl(
    ...['x509', '-req', '-in', 'signer.csr', '-CA', 'root.pem', '-CAkey', 'root.key'],
    ...[
      '-CAcreateserial',
      '-days',
      '30',
      '-sha256',
      '-extfile',
      'tsa.cnf',
      '-extensions',
      'signer',
    ],
    ...['-out', 'signer.pem'],
  );
}
