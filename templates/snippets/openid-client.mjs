// npm install openid-client
import * as client from "openid-client";

const config = await client.discovery(
  new URL({{ issuer|quoted }}),
  {{ client_id|quoted }},
  { id_token_signed_response_alg: {{ id_token_alg|quoted }} },
{% if is_public %}
  client.None(),
{% elif auth_method == "client_secret_post" %}
  client.ClientSecretPost(process.env.OIDC_CLIENT_SECRET),
{% elif auth_method == "client_secret_jwt" %}
  client.ClientSecretJwt(process.env.OIDC_CLIENT_SECRET),
{% elif auth_method == "private_key_jwt" %}
  client.PrivateKeyJwt(privateKey),
{% else %}
  client.ClientSecretBasic(process.env.OIDC_CLIENT_SECRET),
{% endif %}
{% if is_plain_http %}
  { execute: [client.allowInsecureRequests] },
{% endif %}
);

// Begin a sign-in: keep verifier, state and nonce in the browser's session.
const verifier = client.randomPKCECodeVerifier();
const state = client.randomState();
const nonce = client.randomNonce();
const address = client.buildAuthorizationUrl(config, {
  redirect_uri: {{ redirect_uri|quoted }},
  scope: {{ scope|quoted }},
  code_challenge: await client.calculatePKCECodeChallenge(verifier),
  code_challenge_method: "S256",
  state,
  nonce,
});

// The browser is back at the redirect URI.
const tokens = await client.authorizationCodeGrant(config, currentUrl, {
  pkceCodeVerifier: verifier,
  expectedState: state,
  expectedNonce: nonce,
});
const person = await client.fetchUserInfo(config, tokens.access_token, tokens.claims().sub);
