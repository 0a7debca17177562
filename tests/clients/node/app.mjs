// A relying party by npm's openid-client, for one person at a time. The tests start it with its settings as JSON:
//
// {"port", "issuer", "metadata", "parameters"}, and
// {"client_id", "client_secret"?} where it is registered, or {"initial_access_token"} where it is to register itself
//
// It does as its client metadata says. `parameters` are those of its authorization requests besides.
//
//   /login          leads to the provider, and from there back
//   /account        what was learnt, as JSON: {"header", "id_token", "userinfo", "refresh_token"}; 401 while nobody is there
//   /refresh        the same after a refresh
//   /logout         leads to the provider, which leads to /signed-out
//   /told           is where the provider says that a session is over
//   /keys           its public keys
//   /registration   what the provider has of it; /rename and /leave change that

import dns from 'node:dns';
import http from 'node:http';
import * as jose from 'jose';
import * as oidc from 'openid-client';

// Servers of the tests listen on 127.0.0.1, and older versions of Node try nothing else than the first address.
dns.setDefaultResultOrder('ipv4first');

const settings = JSON.parse(process.argv[2]);
const { issuer, metadata } = settings;
const home = `http://localhost:${settings.port}`;

const signing = await keyPair('sig', 'ES256');
const decrypting = await keyPair('enc', metadata.id_token_encrypted_response_alg ?? 'ECDH-ES');

async function keyPair(use, alg) {
  const { privateKey, publicKey } = await jose.generateKeyPair(alg);
  const jwk = { ...(await jose.exportJWK(publicKey)), use, alg, kid: use };
  return { key: privateKey, kid: use, alg, jwk };
}

// ---------------------------------------------------------------- what it is registered for

const authentications = {
  client_secret_basic: oidc.ClientSecretBasic,
  client_secret_post: oidc.ClientSecretPost,
  client_secret_jwt: oidc.ClientSecretJwt,
  private_key_jwt: () => oidc.PrivateKeyJwt(signing),
  none: oidc.None,
};
const authentication = authentications[metadata.token_endpoint_auth_method ?? 'client_secret_basic'];
// What comes straight from the provider could be taken without a look at its signature; here it is looked at.
const execute = [oidc.allowInsecureRequests, oidc.enableNonRepudiationChecks];
if (metadata.response_types?.[0] === 'code id_token') execute.push(oidc.useCodeIdTokenResponseType);
if (metadata.id_token_encrypted_response_alg) {
  execute.push((provider) => oidc.enableDecryptingResponses(provider, undefined, decrypting));
}

const provider = settings.initial_access_token ? await register() : await discover();
const { jwks_uri: providerKeys } = provider.serverMetadata();

function discover() {
  const known = { ...metadata, client_secret: settings.client_secret };
  return oidc.discovery(new URL(issuer), settings.client_id, known, authentication(settings.client_secret), { execute });
}

function register() {
  const { initial_access_token: initialAccessToken } = settings;
  return oidc.dynamicClientRegistration(new URL(issuer), metadata, authentication(), { initialAccessToken, execute });
}

// RFC 7592, for which the library has no function.
async function registration(method, change) {
  const { registration_access_token: token, registration_client_uri: uri, ...rest } = provider.clientMetadata();
  const answer = await fetch(uri, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: change && JSON.stringify({ client_id: rest.client_id, ...metadata, ...change }),
  });
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  return answer.status === 204 ? {} : answer.json();
}

// ---------------------------------------------------------------- what it does with somebody

let begun;
let tokens;

async function login() {
  begun = {
    expectedState: oidc.randomState(),
    expectedNonce: oidc.randomNonce(),
    pkceCodeVerifier: oidc.randomPKCECodeVerifier(),
  };
  return request({
    redirect_uri: metadata.redirect_uris[0],
    scope: 'openid email profile offline_access',
    ...settings.parameters,
    state: begun.expectedState,
    nonce: begun.expectedNonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(begun.pkceCodeVerifier),
    code_challenge_method: 'S256',
  });
}

async function request(parameters) {
  if (!metadata.request_object_signing_alg) return oidc.buildAuthorizationUrl(provider, parameters);
  const url = await oidc.buildAuthorizationUrlWithJAR(provider, parameters, signing);
  if (metadata.request_object_encryption_alg) {
    url.searchParams.set('request', await encrypted(url.searchParams.get('request')));
  }
  return url;
}

// By the library's own jose: openid-client signs request objects, and no more.
async function encrypted(jwt) {
  const { keys } = await (await fetch(providerKeys)).json();
  const { request_object_encryption_alg: alg, request_object_encryption_enc: enc } = metadata;
  const key = keys.find((jwk) => jwk.use === 'enc' && jwk.alg === alg);
  return new jose.CompactEncrypt(new TextEncoder().encode(jwt))
    .setProtectedHeader({ alg, enc, kid: key.kid, cty: 'JWT' })
    .encrypt(await jose.importJWK(key));
}

async function account() {
  const idToken = tokens.claims();
  const userinfo = await oidc.fetchUserInfo(provider, tokens.access_token, idToken.sub);
  const header = jose.decodeProtectedHeader(tokens.id_token);
  return { header, id_token: idToken, userinfo, refresh_token: tokens.refresh_token };
}

async function refresh() {
  const { sub } = tokens.claims();
  const before = tokens;
  tokens = await oidc.refreshTokenGrant(provider, before.refresh_token);
  if (tokens.claims().sub !== sub) throw new Error('another person');
  if (tokens.access_token === before.access_token) throw new Error('the same access token');
  return account();
}

function logout() {
  const decrypted = oidc.getDecryptedResponses(tokens);
  return oidc.buildEndSessionUrl(provider, {
    post_logout_redirect_uri: metadata.post_logout_redirect_uris[0],
    id_token_hint: decrypted?.id_token?.token_endpoint ?? decrypted ?? tokens.id_token,
  });
}

// OpenID Connect Back-Channel Logout, 2.6. The library leaves it to its own jose.
async function told(form) {
  const { payload } = await jose.jwtVerify(form.get('logout_token'), jose.createRemoteJWKSet(new URL(providerKeys)), {
    issuer,
    audience: provider.clientMetadata().client_id,
    typ: 'logout+jwt',
    requiredClaims: ['iat', 'exp', 'jti', 'sub', 'sid', 'events'],
  });
  if (!payload.events['http://schemas.openid.net/event/backchannel-logout']) throw new Error('another event');
  if ('nonce' in payload) throw new Error('it could be taken for an ID token');
  if (payload.sid !== tokens.claims().sid) throw new Error('another session');
  tokens = undefined;
}

// ---------------------------------------------------------------- rooms

const rooms = {
  '/login': async () => ({ to: await login() }),
  '/callback': async (request) => {
    tokens = await oidc.authorizationCodeGrant(provider, request, { ...begun, idTokenExpected: true });
    return { to: `${home}/account` };
  },
  '/account': async () => (tokens ? { json: await account() } : { status: 401 }),
  '/refresh': async () => ({ json: await refresh() }),
  '/logout': async () => ({ to: logout() }),
  '/signed-out': async () => {
    tokens = undefined;
    return { json: { signed_out: true } };
  },
  '/told': async (request) => {
    await told(await request.formData());
    return { status: 200 };
  },
  '/keys': async () => ({ json: { keys: [signing.jwk, decrypting.jwk] } }),
  '/registration': async () => ({ json: await registration('GET') }),
  '/rename': async () => ({ json: await registration('PUT', { client_name: 'Renamed' }) }),
  '/leave': async () => ({ json: await registration('DELETE') }),
};

async function answer(incoming, response) {
  const url = new URL(incoming.url, home);
  const room = rooms[url.pathname];
  if (!room) return response.writeHead(404).end();
  const { method, headers } = incoming;
  const body = method === 'POST' ? Buffer.concat(await incoming.toArray()) : undefined;
  const { to, json, status } = await room(new Request(url, { method, headers, body }));
  if (to) return response.writeHead(303, { location: String(to) }).end();
  if (status) return response.writeHead(status).end();
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
