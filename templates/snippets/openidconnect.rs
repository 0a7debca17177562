// cargo add openidconnect anyhow
use openidconnect::core::*;
use openidconnect::*;

let http = reqwest::ClientBuilder::new()
    .redirect(reqwest::redirect::Policy::none())
    .build()?;
let issuer = IssuerUrl::new({{ issuer|quoted }}.to_owned())?;
let provider = CoreProviderMetadata::discover_async(issuer, &http).await?;
{% if has_secret %}
let secret = ClientSecret::new(std::env::var("OIDC_CLIENT_SECRET")?);
{% endif %}
let client = CoreClient::from_provider_metadata(
    provider,
    ClientId::new({{ client_id|quoted }}.to_owned()),
    {% if has_secret %}Some(secret){% else %}None{% endif %},
)
{% if auth_method == "client_secret_post" %}
.set_auth_type(AuthType::RequestBody)
{% endif %}
.set_redirect_uri(RedirectUrl::new({{ redirect_uri|quoted }}.to_owned())?);

// Begin a sign-in: keep verifier, state and nonce in the browser's session.
let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
let (address, state, nonce) = client
    .authorize_url(
        CoreAuthenticationFlow::AuthorizationCode,
        CsrfToken::new_random,
        Nonce::new_random,
    )
{% for value in scopes %}{% if value != "openid" %}
    .add_scope(Scope::new({{ value|quoted }}.to_owned()))
{% endif %}{% endfor %}
    .set_pkce_challenge(challenge)
    .url();

// The browser is back at the redirect URI, with the same state.
let tokens = client
    .exchange_code(AuthorizationCode::new(code))?
    .set_pkce_verifier(verifier)
    .request_async(&http)
    .await?;
let id_token = tokens.id_token().ok_or_else(|| anyhow::anyhow!("no ID token"))?;
{% if id_token_alg == "RS256" %}
let checks = client.id_token_verifier();
{% else %}
let checks = client
    .id_token_verifier()
    .set_allowed_algs([CoreJwsSigningAlgorithm::{% if id_token_alg == "ES256" %}EcdsaP256Sha256{% else %}EdDsa{% endif %}]);
{% endif %}
let claims = id_token.claims(&checks, &nonce)?;
