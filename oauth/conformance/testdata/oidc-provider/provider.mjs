// oidc-provider as an authorization server for tests: PKCE required, iss in every
// answer, refresh tokens rotate, and a used one revokes its whole family.
// Prints its address on one line and serves until its standard input closes.
import { createServer } from 'node:http';
import { Writable } from 'node:stream';
import Provider from 'oidc-provider';

let handler;
const server = createServer((req, res) => handler(req, res));
server.listen(0, '127.0.0.1', () => {
  // A name, where the redirect has a number: two sites to the browser, as in life.
  const issuer = `http://localhost:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [{
      client_id: 'client0',
      client_secret: process.env.PEER_SECRET,
      application_type: 'native',
      token_endpoint_auth_method: 'client_secret_post',
      grant_types: ['authorization_code', 'refresh_token'],
      redirect_uris: ['http://127.0.0.1/callback'],
    }],
    scopes: ['openid', 'companies:read', 'company_admin:read'],
    pkce: { required: () => true },
    rotateRefreshToken: true,
    issueRefreshToken: async () => true,
    features: { revocation: { enabled: true, allowedPolicy: () => true }, introspection: { enabled: true, allowedPolicy: () => true } },
    ttl: { AccessToken: 7200, AuthorizationCode: 600, RefreshToken: 86400, Interaction: 600, Session: 86400, Grant: 86400 },
    findAccount: (ctx, sub) => ({ accountId: sub, claims: async () => ({ sub }) }),
  });
  provider.on('grant.error', (ctx, error) => process.stderr.write(`${error.error_detail ?? error.message}\n`)); // it answers less
  provider.on('server_error', (ctx, error) => process.stderr.write(`${error.stack}\n`));
  handler = provider.callback();
  process.stdout.write(`${issuer}\n`);
});

process.stdin.on('end', () => process.exit(0)).pipe(new Writable({ write: (chunk, encoding, done) => done() }));
