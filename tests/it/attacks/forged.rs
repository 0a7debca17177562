//! Tokens of ours that somebody else has made: none is believed, wherever it is brought (RFC 8725, 2 and 3).

use super::{assertion, machine, proved_by};
use crate::harness::{Browser, Client, Signer, Tokens, World, read_part};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use voltkey_protocol::jose::ClientAlg;

/// How a `SubjectPublicKeyInfo` begins that holds an RSA key of 2048 bits, up to its modulus.
const SPKI: [u8; 33] = [
    0x30, 0x82, 0x01, 0x22, 0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01,
    0x05, 0x00, 0x03, 0x82, 0x01, 0x0f, 0x00, 0x30, 0x82, 0x01, 0x0a, 0x02, 0x82, 0x01, 0x01, 0x00,
];
/// The exponent 65537.
const EXPONENT: [u8; 5] = [0x02, 0x03, 0x01, 0x00, 0x01];

/// A published RSA key as PEM, which is what libraries have taken for a secret.
fn pem(jwk: &Value) -> String {
    let modulus = URL_SAFE_NO_PAD.decode(jwk["n"].as_str().unwrap()).unwrap();
    let der = [&SPKI[..], &modulus, &EXPONENT].concat();
    let lines: Vec<_> = STANDARD
        .encode(der)
        .as_bytes()
        .chunks(64)
        .map(|line| String::from_utf8_lossy(line).into_owned())
        .collect();
    format!(
        "-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n",
        lines.join("\n")
    )
}

fn with(header: &Value, more: Value) -> Value {
    let mut header = header.clone();
    for (name, value) in more.as_object().unwrap() {
        header[name] = value.clone();
    }
    header
}

/// Imitations of a token, each with what was done.
fn forgeries(genuine: &str, jwks: &Value) -> Vec<(String, String)> {
    let (header, claims) = (read_part(genuine, 0), read_part(genuine, 1));
    let encode = |part: &Value| URL_SAFE_NO_PAD.encode(part.to_string());
    let (message, signature) = genuine.rsplit_once('.').unwrap();
    let mut all = vec![
        ("no signature at all".to_owned(), format!("{message}.")),
        ("a part too few".to_owned(), message.to_owned()),
        ("a part too many".to_owned(), format!("{genuine}.{signature}")),
        (
            "a signature of zeros".to_owned(),
            format!("{message}.{}", URL_SAFE_NO_PAD.encode([0; 64])),
        ),
    ];
    for alg in ["none", "None", "NONE", "nOnE", "", "HS256", "RS384", "PS256"] {
        let header = encode(&with(&header, json!({ "alg": alg })));
        let body = encode(&claims);
        all.push((format!("alg {alg:?}"), format!("{header}.{body}.")));
        all.push((
            format!("alg {alg:?} and the signature"),
            format!("{header}.{body}.{signature}"),
        ));
    }
    let mut changed = claims.clone();
    changed["sub"] = json!("00000000-0000-4000-8000-000000000000");
    let changed = format!("{}.{}.{signature}", encode(&header), encode(&changed));
    all.push(("claims that were changed".to_owned(), changed));
    all.extend(by_a_public_key(&header, &claims, jwks));
    all.extend(by_a_stranger(&header, &claims));
    all
}

/// The public keys that everybody knows, taken for secrets (RFC 8725, 2.1).
fn by_a_public_key(header: &Value, claims: &Value, jwks: &Value) -> Vec<(String, String)> {
    let rsa = jwks["keys"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|key| key["kty"] == "RSA");
    let signed = |key: &Value, secret: &str| {
        let header = with(header, json!({ "alg": "HS256", "kid": key["kid"] }));
        (
            "a public key as a secret".to_owned(),
            Signer::secret(secret).sign_with(&header, claims),
        )
    };
    rsa.flat_map(|key| {
        let texts = [
            pem(key),
            pem(key).trim_end().to_owned(),
            key.to_string(),
            jwks.to_string(),
        ];
        let modulus = key["n"].as_str().unwrap().to_owned();
        let texts = texts.into_iter().chain([modulus]);
        texts.map(|text| signed(key, &text)).collect::<Vec<_>>()
    })
    .collect()
}

/// Keys of a stranger, by whatever name, and keys that the token brings along or says the place of.
fn by_a_stranger(header: &Value, claims: &Value) -> Vec<(String, String)> {
    let alg: ClientAlg = header["alg"].as_str().unwrap().parse().unwrap();
    let stranger = Signer::new(alg);
    let mut keyless = header.clone();
    keyless.as_object_mut().unwrap().remove("kid");
    let mut headers = vec![header.clone(), keyless.clone()];
    for own in [
        json!({ "jwk": stranger.jwk() }),
        json!({ "jku": "https://evil.example/jwks" }),
        json!({ "x5u": "https://evil.example/chain.pem" }),
        json!({ "x5c": ["MIIB"] }),
    ] {
        headers.extend([with(header, own.clone()), with(&keyless, own)]);
    }
    let own_kid = stranger.jwk()["kid"].clone();
    for kid in [
        own_kid,
        json!("../../../../dev/null"),
        json!("' OR '1'='1"),
        json!("'; DELETE FROM signing_keys; --"),
        json!("https://evil.example/jwks"),
        json!("\u{0}"),
        json!(""),
        json!(null),
        json!(7),
        json!(["a"]),
    ] {
        headers.push(with(header, json!({ "kid": kid })));
    }
    let mut all: Vec<_> = headers
        .iter()
        .map(|header| {
            (
                format!("a stranger's key: {header}"),
                stranger.sign_with(header, claims),
            )
        })
        .collect();
    // What a kid that names an empty file would make the secret.
    let empty = with(header, json!({ "alg": "HS256", "kid": "../../../../dev/null" }));
    all.push((
        "an empty secret".to_owned(),
        Signer::secret("").sign_with(&empty, claims),
    ));
    all
}

struct Attacked {
    world: World,
    platform: Client,
    browser: Browser,
    tokens: Tokens,
}

async fn attacked() -> Attacked {
    let world = World::new().await;
    let (platform, mut browser) = (world.client("platform"), world.browser());
    let request = platform.authorize("openid");
    let tokens = world.tokens_by(&platform, &mut browser, "ada", &request).await;
    Attacked {
        world,
        platform,
        browser,
        tokens,
    }
}

#[tokio::test]
async fn an_access_token_opens_nothing_and_ends_nothing() {
    let Attacked {
        world,
        platform,
        tokens,
        ..
    } = attacked().await;
    let mut all = forgeries(&tokens.access, &platform.jwks().await);
    all.push(("an ID token".to_owned(), tokens.id.clone()));
    for (how, forged) in all {
        assert_ne!(platform.userinfo(&forged).await.status, 200, "{how}");
        let told = platform.introspect(&forged).await;
        assert_eq!(told, json!({ "active": false }), "{how}");
        platform.revoke(&forged).await;
    }
    platform.userinfo(&tokens.access).await.ok();
    assert_eq!(platform.introspect(&tokens.access).await["active"], true);
    assert_eq!(world.servers().calls(), [], "no address in a header is called");
}

#[tokio::test]
async fn an_id_token_hints_at_nobody() {
    let Attacked {
        world,
        platform,
        mut browser,
        tokens,
    } = attacked().await;
    let silent = |hint: &str| {
        platform
            .authorize("openid")
            .with("prompt", "none")
            .with("id_token_hint", hint)
    };
    let mut all = forgeries(&tokens.id, &platform.jwks().await);
    all.push(("an access token".to_owned(), tokens.access.clone()));
    for (how, forged) in all {
        let answer = browser.open(&silent(&forged)).await.answer();
        assert_eq!(answer.error(), "invalid_request", "{how}");
        let address = format!("/oauth2/logout?client_id=platform&id_token_hint={forged}");
        let page = browser.arrive(&address).await.page();
        assert_eq!(page.status, 400, "{how}");
    }
    browser.open(&silent(&tokens.id)).await.answer().code();
    let ended = browser
        .arrive(&format!("/oauth2/logout?id_token_hint={}", tokens.id))
        .await
        .page();
    assert_eq!(ended.status, 200);
    assert_eq!(
        browser.open(&silent(&tokens.id)).await.answer().error(),
        "login_required"
    );
    assert_eq!(world.servers().calls(), []);
}

#[tokio::test]
async fn a_client_s_key_speaks_for_no_other_client_and_not_for_us() {
    let Attacked {
        world,
        platform,
        mut browser,
        tokens,
    } = attacked().await;
    let (own, other) = (Signer::new(ClientAlg::RS256), Signer::new(ClientAlg::RS256));
    let machine = machine(&world, "machine", &own).await;
    super::machine(&world, "other", &other).await;
    for header in [other.header(), own.header(), json!({ "alg": "RS256" })] {
        let jwt = other.sign_with(&header, &assertion(&world, "machine"));
        let reply = machine.post_as_is("/oauth2/token", None, &proved_by(&jwt)).await;
        assert_eq!(reply.refusal(), (401, "invalid_client".to_owned()), "{header}");
    }
    let claims = read_part(&tokens.id, 1);
    for header in [other.header(), read_part(&tokens.id, 0)] {
        let hint = other.sign_with(&header, &claims);
        let request = platform
            .authorize("openid")
            .with("prompt", "none")
            .with("id_token_hint", &hint);
        assert_eq!(browser.open(&request).await.answer().error(), "invalid_request");
    }
    let jwt = own.sign(&assertion(&world, "machine"));
    machine
        .post_as_is("/oauth2/token", None, &proved_by(&jwt))
        .await
        .tokens();
}

#[tokio::test]
async fn a_header_changes_nothing_of_how_an_assertion_is_read() {
    let world = World::new().await;
    let signer = Signer::new(ClientAlg::ES256);
    let machine = machine(&world, "machine", &signer).await;
    for more in [
        json!({ "b64": false, "crit": ["b64"] }),
        json!({ "crit": ["exp"], "exp": 1 }),
        json!({ "crit": [] }),
        json!({ "kid": "../../../../dev/null" }),
        json!({ "kid": "' OR '1'='1" }),
        json!({ "kid": 7 }),
    ] {
        let jwt = signer.sign_with(
            &with(&signer.header(), more.clone()),
            &assertion(&world, "machine"),
        );
        let reply = machine.post_as_is("/oauth2/token", None, &proved_by(&jwt)).await;
        assert_eq!(reply.refusal(), (401, "invalid_client".to_owned()), "{more}");
    }
    // What nobody has to understand is passed over (RFC 7515, 4): `b64` alone makes the payload no other text.
    let more =
        json!({ "b64": false, "jku": "https://evil.example/jwks", "x5u": "https://evil.example/chain" });
    let jwt = signer.sign_with(&with(&signer.header(), more), &assertion(&world, "machine"));
    machine
        .post_as_is("/oauth2/token", None, &proved_by(&jwt))
        .await
        .tokens();
    assert_eq!(world.servers().calls(), []);
}
