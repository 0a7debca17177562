// A relying party by npm's openid-client, for one person at a time. The tests start it with its settings as JSON:
//
// {"port", "issuer", "client_id", "client_secret"?, "authentication"?, "scope", "parameters"?}
//
//   /login       leads to the provider, and from there back
//   /account     what was learnt, as JSON: {"id_token", "userinfo", "refresh_token"}
//   /refresh     the same after a refresh
//   /logout      leads to the provider, which leads to /signed-out

import dns from 'node:dns';
import http from 'node:http';
import * as oidc from 'openid-client';

// Servers of the tests listen on 127.0.0.1, and older versions of Node try nothing else than the first address.
dns.setDefaultResultOrder('ipv4first');

const settings = JSON.parse(process.argv[2]);
const home = `http://localhost:${settings.port}`;
const redirectUri = `${home}/callback`;

const authentications = {
  client_secret_basic: () => oidc.ClientSecretBasic(settings.client_secret),
  client_secret_post: () => oidc.ClientSecretPost(settings.client_secret),
  none: () => oidc.None(),
};

const provider = await oidc.discovery(
  new URL(settings.issuer),
  settings.client_id,
  undefined,
  authentications[settings.authentication ?? 'client_secret_basic'](),
  { execute: [oidc.allowInsecureRequests] },
);

let begun;
let tokens;

async function login() {
  begun = {
    expectedState: oidc.randomState(),
    expectedNonce: oidc.randomNonce(),
    pkceCodeVerifier: oidc.randomPKCECodeVerifier(),
  };
  return oidc.buildAuthorizationUrl(provider, {
    redirect_uri: redirectUri,
    scope: settings.scope,
    ...settings.parameters,
    state: begun.expectedState,
    nonce: begun.expectedNonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(begun.pkceCodeVerifier),
    code_challenge_method: 'S256',
  });
}

async function account() {
  const idToken = tokens.claims();
  const userinfo = await oidc.fetchUserInfo(provider, tokens.access_token, idToken.sub);
  return { id_token: idToken, userinfo, refresh_token: tokens.refresh_token };
}

async function refresh() {
  const { sub } = tokens.claims();
  const before = tokens;
  tokens = await oidc.refreshTokenGrant(provider, before.refresh_token);
  if (tokens.claims().sub !== sub) throw new Error('another person');
  if (tokens.access_token === before.access_token) throw new Error('the same access token');
  return account();
}

const rooms = {
  '/login': async () => ({ to: await login() }),
  '/callback': async (url) => {
    tokens = await oidc.authorizationCodeGrant(provider, url, { ...begun, idTokenExpected: true });
    return { to: `${home}/account` };
  },
  '/account': async () => ({ json: await account() }),
  '/refresh': async () => ({ json: await refresh() }),
  '/logout': async () => ({
    to: oidc.buildEndSessionUrl(provider, {
      post_logout_redirect_uri: `${home}/signed-out`,
      id_token_hint: tokens.id_token,
    }),
  }),
  '/signed-out': async () => ({ json: { signed_out: true } }),
};

async function answer(request, response) {
  const url = new URL(request.url, home);
  const room = rooms[url.pathname];
  if (!room) return response.writeHead(404).end();
  const { to, json } = await room(url);
  if (to) return response.writeHead(303, { location: String(to) }).end();
  return response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(json));
}

http
  .createServer((request, response) => {
    answer(request, response).catch((error) => {
      console.error(error);
      // 424, because the tests take a 5xx for a fault of the provider.
      response.writeHead(424).end(`${error.code ?? error.name}: ${error.message}`);
    });
  })
  .listen(settings.port, '127.0.0.1');
