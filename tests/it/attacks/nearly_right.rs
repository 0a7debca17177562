//! Requests that are nearly right: real ones of registered apps, in which chance has changed something.

use super::dice::Dice;
use crate::harness::World;
use axum::body::Body;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::{Method, Request};
use serde_json::json;
use url::form_urlencoded::Serializer;

/// A client that signs people in without asking, and where its answers may go.
pub struct App {
    pub id: &'static str,
    pub redirect_uris: &'static [&'static str],
    pub post_logout_redirect_uris: &'static [&'static str],
    pub front_channel: &'static str,
}

pub static APPS: [App; 2] = [
    App {
        id: "shop",
        redirect_uris: &[
            "https://shop.example/cb",
            "https://shop.example/cb?x=1",
            "https://shop.example/",
        ],
        post_logout_redirect_uris: &["https://shop.example/bye", "https://shop.example/bye?from=op"],
        front_channel: "https://shop.example/out",
    },
    App {
        id: "desk",
        redirect_uris: &[
            "http://127.0.0.1/cb",
            "http://[::1]:8/cb?x=1",
            "com.example.desk:/cb",
        ],
        post_logout_redirect_uris: &["com.example.desk:/bye"],
        front_channel: "",
    },
];

/// What turns one address into another, or seems not to.
const SPLINTERS: &[&str] = &[
    "/",
    "//",
    "/..",
    "/./",
    "\\",
    "@",
    ":",
    ":443",
    ":8",
    ":99999",
    "?",
    "&",
    "#",
    "#f",
    ";",
    "%2e",
    "%2f",
    "%5c",
    "%40",
    "%00",
    "%0d%0aLocation:%20https://evil.example",
    "%",
    "\t",
    "\n",
    "\r\n",
    " ",
    "\u{a0}",
    "\u{202e}",
    "\u{ff0f}",
    "\u{3002}",
    "\u{2024}",
    "evil.example",
    ".evil.example",
    "evil@",
    "user:pw@",
    "javascript:",
    "data:,",
    "//evil.example",
    "https://evil.example",
    "[::1]",
    "127.1",
    "0x7f.1",
    "2130706433",
    "localhost",
    "SHOP",
    "HTTPS",
    ".",
    "xn--",
    "ü",
    "\u{130}",
    "*",
];

const RESPONSE_TYPES: &[&str] = &[
    "code",
    "id_token",
    "code id_token",
    "code token",
    "none",
    "token",
    "",
];
const RESPONSE_MODES: &[&str] = &[
    "query",
    "fragment",
    "form_post",
    "web_message",
    "https://evil.example",
];
const PROMPTS: &[&str] = &[
    "none",
    "login",
    "consent",
    "select_account",
    "create",
    "none login",
];
/// Names by which others know the address, or that are nearly ours.
const LOOKALIKES: &[&str] = &[
    "redirect_url",
    "REDIRECT_URI",
    "redirect_uri[]",
    "redirect_uri ",
    "return_to",
    "next",
    "target_link_uri",
    "post_logout_redirect_uri",
    "sector_identifier_uri",
    "frontchannel_logout_uri",
];

/// A request that is tried.
pub struct Case {
    pub method: Method,
    pub path: String,
    pub pairs: Vec<(String, String)>,
    pub headers: Vec<(&'static str, String)>,
}

/// Registers them.
pub async fn register(world: &World) {
    for app in &APPS {
        let is_web = app.id == "shop";
        let mut metadata = json!({
            "name": app.id, "trusted": true, "application_type": if is_web { "web" } else { "native" },
            "redirect_uris": app.redirect_uris,
            "post_logout_redirect_uris": app.post_logout_redirect_uris,
        });
        if is_web {
            metadata["response_types"] = json!(["code", "id_token", "code id_token", "code token"]);
            metadata["grant_types"] = json!(["authorization_code", "implicit"]);
            metadata["request_object_signing_alg"] = json!("none");
            metadata["request_uris"] = json!(["https://shop.example/request"]);
            metadata["frontchannel_logout_uri"] = json!(app.front_channel);
        }
        world.register(app.id, metadata, is_web).await;
    }
}

/// An authorization request of this app, with something wrong about it.
pub fn authorization(dice: &Dice, world: &World, app: &App) -> Case {
    let registered = dice.pick(app.redirect_uris);
    let sent = match dice.below(3) {
        0 => registered.to_owned(),
        _ => dice.harm(registered, SPLINTERS),
    };
    let mut pairs = pairs(&[
        ("client_id", app.id),
        ("redirect_uri", &sent),
        ("response_type", dice.pick(RESPONSE_TYPES)),
        ("scope", "openid"),
        ("state", "s\r\nLocation: https://evil.example"),
        ("nonce", "n"),
        ("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"),
        ("code_challenge_method", "S256"),
    ]);
    let mut add = |name: &str, value: &str| pairs.push((name.to_owned(), value.to_owned()));
    if dice.once_in(3) {
        add("response_mode", dice.pick(RESPONSE_MODES));
    }
    if dice.once_in(3) {
        add("prompt", dice.pick(PROMPTS));
    }
    if dice.once_in(5) {
        add(dice.pick(LOOKALIKES), "https://evil.example/cb");
    }
    if dice.once_in(6) {
        add("redirect_uri", dice.pick(app.redirect_uris));
    }
    if dice.once_in(9) {
        add("client_id", dice.pick(&["shop", "desk", "platform"]));
    }
    let inside = dice.harm(dice.pick(app.redirect_uris), SPLINTERS);
    match dice.below(6) {
        0 => add("request", &object(&inside)),
        1 => {
            let lies_at = "https://shop.example/request";
            world.servers().serve(lies_at, "application/jwt", object(&inside));
            add(
                "request_uri",
                &dice.harm(lies_at, &["", "", "#x", "@evil.example", "?"]),
            );
        }
        _ => {}
    }
    if dice.once_in(4) {
        let dropped = dice.below(pairs.len());
        pairs.remove(dropped);
    }
    case(dice, "/oauth2/authorize", pairs)
}

/// An unsigned request object that names another address.
fn object(redirect_uri: &str) -> String {
    let claims = json!({ "redirect_uri": redirect_uri, "state": "inside" }).to_string();
    format!("eyJhbGciOiJub25lIn0.{}.", URL_SAFE_NO_PAD.encode(claims))
}

/// A request to end the session, which comes back to some address.
pub fn log_out(dice: &Dice, app: &App, hint: &str) -> Case {
    let registered = dice.pick(app.post_logout_redirect_uris);
    let sent = match dice.below(3) {
        0 => registered.to_owned(),
        _ => dice.harm(registered, SPLINTERS),
    };
    let mut pairs = pairs(&[("post_logout_redirect_uri", &sent), ("state", "s\r\nLocation: x")]);
    let mut add = |name: &str, value: &str| pairs.push((name.to_owned(), value.to_owned()));
    if !dice.once_in(4) {
        add("id_token_hint", hint);
    }
    if dice.once_in(2) {
        add("client_id", dice.pick(&["shop", "desk", "platform", app.id]));
    }
    if dice.once_in(4) {
        add("post_logout_redirect_uri", "https://evil.example/");
    }
    if dice.once_in(4) {
        add(dice.pick(LOOKALIKES), "https://evil.example/");
    }
    case(dice, "/oauth2/logout", pairs)
}

/// The way back into a request that is under way, with something added.
pub fn resumed(dice: &Dice, key: &str, app: &App) -> Case {
    let mut pairs = pairs(&[("request", key)]);
    let evil = dice.harm(dice.pick(app.redirect_uris), SPLINTERS);
    for _ in 0..=dice.below(2) {
        let name = dice.pick(&[
            "redirect_uri",
            "client_id",
            "state",
            "response_mode",
            "request",
            "return_to",
        ]);
        pairs.push((name.to_owned(), evil.clone()));
    }
    let paths = [
        "/oauth2/authorize/resume",
        "/oauth2/consent",
        "/login",
        "/login/account",
        "/login/cancel",
    ];
    case(dice, dice.pick(&paths), pairs)
}

fn pairs(known: &[(&str, &str)]) -> Vec<(String, String)> {
    let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    known.iter().map(owned).collect()
}

fn case(dice: &Dice, path: &str, pairs: Vec<(String, String)>) -> Case {
    let mut headers = Vec::new();
    for name in [
        "host",
        "x-forwarded-host",
        "forwarded",
        "origin",
        "referer",
        "x-original-url",
    ] {
        if dice.once_in(8) {
            let value = match name {
                "forwarded" => "host=evil.example;proto=http",
                "origin" | "referer" => "https://evil.example",
                _ => "evil.example",
            };
            headers.push((name, value.to_owned()));
        }
    }
    let method = match dice.once_in(4) {
        true => Method::POST,
        false => Method::GET,
    };
    Case {
        method,
        path: path.to_owned(),
        pairs,
        headers,
    }
}

impl Case {
    /// The request as it is sent.
    pub fn request(&self) -> Request<Body> {
        let encoded = Serializer::new(String::new()).extend_pairs(&self.pairs).finish();
        let is_post = self.method == Method::POST;
        let (uri, body) = match is_post {
            true => (self.path.clone(), encoded),
            false => (format!("{}?{encoded}", self.path), String::new()),
        };
        let mut request = Request::builder().method(&self.method).uri(uri);
        if is_post {
            request = request.header("content-type", "application/x-www-form-urlencoded");
        }
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        request.body(Body::from(body)).expect("a request")
    }
}
