//! More than anybody needs, at every endpoint: each is told clearly, nothing is echoed, and nobody else is asked.

use crate::harness::{Client, Reply, World};
use axum::body::Body;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::{Method, Request};
use url::form_urlencoded::Serializer;

const REGISTRATION: &str = "[registration]\nmode = \"open\"";
const SIZES: [usize; 4] = [9_000, 17_000, 60_000, 300_000];
/// Where clients send tokens in a form, and by which names.
const FORMS: [(&str, &[&str]); 6] = [
    (
        "/oauth2/token",
        &[
            "code",
            "refresh_token",
            "client_assertion",
            "code_verifier",
            "client_secret",
        ],
    ),
    ("/oauth2/introspect", &["token", "client_assertion"]),
    ("/oauth2/revoke", &["token"]),
    ("/oauth2/userinfo", &["access_token"]),
    (
        "/oauth2/authorize",
        &["request", "id_token_hint", "claims", "state"],
    ),
    ("/oauth2/logout", &["id_token_hint", "state"]),
];

/// A token of that size, by its looks: as an opaque one, and as a JWT with a long header or a long payload.
fn tokens(size: usize) -> [String; 4] {
    let head = URL_SAFE_NO_PAD.encode(r#"{"alg":"ES256","kid":"1","typ":"at+jwt"}"#);
    let long = "x".repeat(size);
    let kid = URL_SAFE_NO_PAD.encode(format!(r#"{{"alg":"ES256","kid":"{long}"}}"#));
    [
        long.clone(),
        format!("{head}.{long}.{}", "A".repeat(86)),
        format!("{kid}.e30.AAAA"),
        ".".repeat(size),
    ]
}

fn assert_told(reply: &Reply, told: &str) {
    let status = reply.status.as_u16();
    // A log-out and an authorization request may be refused by leading back; whatever is no token is inactive.
    assert!(matches!(status, 200 | 303 | 400 | 401 | 413), "{told}: {status}");
    assert!(
        !reply.body.contains(&"x".repeat(1000)) && reply.body.len() < 100_000,
        "{told}: it is echoed"
    );
    assert!(reply.header("location").len() < 4_000, "{told}");
    if status == 200 {
        assert!(
            reply.body.is_empty() || reply.body == r#"{"active":false}"#,
            "{told}: {}",
            reply.body
        );
    }
}

async fn send(client: &Client, request: http::request::Builder, body: String) -> Reply {
    client.send(request.body(Body::from(body)).unwrap()).await
}

#[tokio::test]
async fn no_token_is_too_long_to_be_refused() {
    let world = World::with(REGISTRATION).await;
    let (platform, spa) = (world.client("platform"), world.client("spa"));
    for token in SIZES.into_iter().flat_map(tokens) {
        let told = format!("{} octets {:.20}", token.len(), token);
        for (path, names) in FORMS {
            for name in names {
                let more = [
                    ("grant_type", "authorization_code"),
                    ("client_id", "spa"),
                    (*name, token.as_str()),
                ];
                let type_of = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
                let mut params = more.to_vec();
                if *name == "client_assertion" {
                    params.push(("client_assertion_type", type_of));
                }
                assert_told(
                    &spa.post_as_is(path, None, &params).await,
                    &format!("{path} {name} {told}"),
                );
            }
        }
        for path in ["/oauth2/userinfo", "/oauth2/register/app", "/oauth2/register"] {
            let request = Request::builder().method(Method::GET).uri(path);
            let reply = send(
                &spa,
                request.header("authorization", format!("Bearer {token}")),
                String::new(),
            )
            .await;
            assert!(
                [400, 401, 405].contains(&reply.status.as_u16()),
                "{path} {told}: {}",
                reply.status
            );
        }
        for scheme in ["Basic", "Bearer"] {
            let header = format!("{scheme} {token}");
            let grant = [("grant_type", "client_credentials")];
            let reply = spa.post_as_is("/oauth2/token", Some(&header), &grant).await;
            assert_told(&reply, &format!("{scheme} {told}"));
        }
    }
    let told = platform.introspect("x").await;
    assert_eq!(told["active"], false, "others are served");
    assert_eq!(world.servers().calls(), []);
}

#[tokio::test]
async fn no_address_is_too_long_to_be_refused() {
    let world = World::new().await;
    let anyone = world.stranger("anyone", None);
    // The library that reads addresses takes none beyond 64 KiB.
    for token in [9_000, 17_000, 40_000].into_iter().flat_map(tokens) {
        for (path, name) in [
            ("/oauth2/authorize?client_id=platform", "id_token_hint"),
            ("/oauth2/authorize?client_id=platform", "request"),
            ("/oauth2/authorize?client_id=platform", "request_uri"),
            ("/oauth2/authorize?client_id=platform", "redirect_uri"),
            ("/oauth2/logout?client_id=platform", "id_token_hint"),
            ("/oauth2/authorize/resume?x=y", "request"),
            ("/login?x=y", "request"),
            ("/.well-known/webfinger?x=y", "resource"),
        ] {
            let query = Serializer::new(String::new()).append_pair(name, &token).finish();
            let reply = send(&anyone, Request::get(format!("{path}&{query}")), String::new()).await;
            let status = reply.status.as_u16();
            assert!(
                [400, 404, 410, 413, 414].contains(&status),
                "{path} {name} {}: {status}",
                token.len()
            );
            // The switch of languages leads to the same address, once for each.
            let longest = 50_000 + 4 * query.len();
            assert!(reply.body.len() < longest, "{path} {name}: {}", reply.body.len());
        }
    }
}

#[tokio::test]
async fn parameters_and_cookies_without_number_are_refused_or_passed_over() {
    let world = World::new().await;
    let anyone = world.stranger("anyone", None);
    let many = "a=1&".repeat(5_000);
    for (path, _) in FORMS {
        let reply = anyone
            .post_body(path, None, "application/x-www-form-urlencoded", many.clone())
            .await;
        assert!(
            [400, 413].contains(&reply.status.as_u16()),
            "{path}: {}",
            reply.status
        );
        let reply = send(&anyone, Request::get(format!("{path}?{many}")), String::new()).await;
        assert!(
            [400, 401, 405, 413].contains(&reply.status.as_u16()),
            "{path}: {}",
            reply.status
        );
    }
    let mut browser = world.signed_in("ada").await;
    let mut request = Request::get("/account").body(Body::empty()).unwrap();
    for number in 0..200 {
        let cookies = format!(
            "__Host-vk_session=x{number}; __Host-vk_others={}",
            "y.".repeat(200)
        );
        request.headers_mut().append("cookie", cookies.parse().unwrap());
    }
    assert_eq!(
        browser.send(request).await.status,
        200,
        "what is hers is found behind all of them"
    );
}

#[tokio::test]
async fn what_is_compressed_is_not_inflated() {
    let world = World::with(REGISTRATION).await;
    let service = world.client("service");
    // A gzip stream of a few octets, which could stand for any number of them.
    let gzip: &[u8] = &[
        0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0x4b, 4, 0, 0x43, 0xbe, 0xb7, 0xe8, 1, 0, 0, 0,
    ];
    for (path, media_type) in [
        ("/oauth2/token", "application/x-www-form-urlencoded"),
        ("/oauth2/introspect", "application/x-www-form-urlencoded"),
        ("/oauth2/authorize", "application/x-www-form-urlencoded"),
        ("/oauth2/register", "application/json"),
    ] {
        for coding in ["gzip", "deflate", "br"] {
            let request = Request::post(path)
                .header("content-type", media_type)
                .header("content-encoding", coding);
            let reply = service.send(request.body(Body::from(gzip)).unwrap()).await;
            assert_eq!(reply.status, 400, "{path} {coding}: {}", reply.body);
        }
    }
}

#[tokio::test]
async fn no_page_with_a_secret_on_it_is_compressed() {
    let world = World::new().await;
    let mut browser = world.signed_in("ada").await;
    // Its length would tell of what stands beside what a stranger sends along.
    for path in [
        "/login",
        "/account",
        "/account/password",
        "/oauth2/logout?state=guess",
        "/oauth2/authorize",
        "/.well-known/openid-configuration",
    ] {
        let request = Request::get(path).header("accept-encoding", "gzip, br, deflate, zstd");
        let reply = browser.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(reply.header("content-encoding"), "", "{path}");
    }
}
