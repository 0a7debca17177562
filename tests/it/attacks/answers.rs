//! Whatever is sent, no answer leads to an address that is not registered for its client.
//!
//! Requests that are nearly right are made up by chance, and all that a browser would follow by itself is looked at: the
//! `Location` of a redirect, and on a page each frame, form and refresh. `VOLTKEY_TEST_CASES` says how many are tried,
//! and `VOLTKEY_TEST_SEED` begins with others.

use super::dice::Dice;
use super::nearly_right::{APPS, App, Case, authorization, log_out, register, resumed};
use crate::harness::{Browser, ISSUER, Reply, World};
use axum::body::Body;
use http::Request;
use scraper::{Html, Selector};
use std::net::IpAddr;
use std::str::FromStr;
use url::{Host, Url};
use voltkey_tests::postgres::environment;

/// How many requests are tried where nobody says so.
const CASES: usize = 400;
/// Where whoever comes without an app goes: the operator's own.
const PLATFORM: &str = "https://platform.example/login";
/// More hops than any answer takes.
const MOST_HOPS: usize = 6;

/// Whether answers and log-outs of one of these apps may lead there, as browsers read the address. An app that the
/// request does not name gets nothing.
fn is_registered(named: &[&App], to: &str) -> bool {
    let is_ours = |registered: &str, by_port: bool| {
        let joint = if registered.contains('?') { '&' } else { '?' };
        let ends = |rest: &str| rest.is_empty() || rest.starts_with([joint, '#']);
        to.strip_prefix(registered).is_some_and(ends)
            || (by_port && differs_in_the_port_alone(registered, to))
    };
    to == PLATFORM
        || named.iter().any(|app| {
            let mut redirects = app.redirect_uris.iter();
            let mut out = app.post_logout_redirect_uris.iter().chain([&app.front_channel]);
            redirects.any(|uri| is_ours(uri, app.id == "desk"))
                || out.any(|uri| !uri.is_empty() && is_ours(uri, false))
        })
}

fn differs_in_the_port_alone(registered: &str, to: &str) -> bool {
    let (Ok(own), Ok(to)) = (Url::parse(registered), Url::parse(to)) else {
        return false;
    };
    let is_loopback = match to.host() {
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        _ => false,
    };
    let is_plain = to.username().is_empty() && to.password().is_none() && to.scheme() == "http";
    is_loopback && is_plain && own.host() == to.host() && own.path() == to.path()
}

/// Where a page leads without anybody's doing, or with the press of a button.
fn leads_of(html: &str) -> Vec<String> {
    let document = Html::parse_document(html);
    let of = |selector: &str, attribute: &str| {
        let selector = Selector::parse(selector).unwrap();
        let values = document
            .select(&selector)
            .filter_map(|element| element.attr(attribute));
        values.map(str::to_owned).collect::<Vec<_>>()
    };
    let refreshes = of("meta[http-equiv=refresh i]", "content");
    let refreshes = refreshes
        .iter()
        .filter_map(|text| text.split_once("url="))
        .map(|(_, url)| url.to_owned());
    [
        of("form", "action"),
        of("[formaction]", "formaction"),
        of("iframe, frame, embed, script, img", "src"),
        of("base, link", "href"),
        refreshes.collect(),
    ]
    .concat()
}

/// Sends a request, follows it through our own addresses, and finds every way out of it registered. Says how many there
/// were.
async fn follow(browser: &mut Browser, named: &[&App], case: &Case, told: &str) -> (usize, Option<String>) {
    let mut request = case.request();
    let (mut ways_out, mut key) = (0, None);
    for _ in 0..MOST_HOPS {
        let at = Url::parse(ISSUER)
            .unwrap()
            .join(&request.uri().to_string())
            .unwrap();
        let reply = browser.send(request).await;
        assert!(
            reply.status.as_u16() < 500 || reply.status == 503,
            "{told}: {}",
            reply.status
        );
        ways_out += look(&reply, &at, named, told);
        let Some(to) = reply.headers.get("location") else {
            return (ways_out, key);
        };
        let to = at.join(to.to_str().expect("ASCII")).expect("an address");
        if to.origin() != at.origin() {
            return (ways_out, key);
        }
        let own = to.query_pairs().find(|(name, _)| name == "request");
        key = own.map(|(_, value)| value.into_owned()).or(key);
        let uri = to[url::Position::BeforePath..url::Position::AfterQuery].to_owned();
        request = Request::get(uri).body(Body::empty()).unwrap();
    }
    panic!("{told}: it goes in circles");
}

/// Looks at one answer, and counts its ways out.
fn look(reply: &Reply, at: &Url, named: &[&App], told: &str) -> usize {
    let locations: Vec<_> = reply.headers.get_all("location").iter().collect();
    assert!(locations.len() <= 1, "{told}");
    for name in ["refresh", "content-location", "link"] {
        assert!(!reply.headers.contains_key(name), "{told}: {name}");
    }
    let location = locations.first().map(|to| to.to_str().expect("ASCII").to_owned());
    let leads = location.into_iter().chain(leads_of(&reply.body));
    let away = leads.filter(|lead| {
        at.join(lead)
            .is_ok_and(|to| to.origin() != at.origin() || !to.has_host())
    });
    away.map(|lead| assert!(is_registered(named, &lead), "{told} leads to {lead}"))
        .count()
}

fn told(seed: u64, number: usize, case: &Case) -> String {
    format!(
        "case {number} of seed {seed}: {} {} {:?} {:?}",
        case.method, case.path, case.pairs, case.headers
    )
}

fn variable<T: FromStr>(name: &str, default: T) -> T {
    let said = environment(name);
    said.map_or(default, |text| text.parse().ok().expect("a number"))
}

/// A network of its own for each request, because one may not begin so many.
fn network(number: usize) -> IpAddr {
    let [_, a, b, c] = u32::try_from(number).expect("a few").to_be_bytes();
    IpAddr::from([10, a, b, c])
}

/// The apps whom a request names; none where it is of two minds.
fn named_by(case: &Case) -> Vec<&'static App> {
    let ids: Vec<_> = case
        .pairs
        .iter()
        .filter(|(name, _)| name == "client_id")
        .collect();
    match &ids[..] {
        [(_, id)] => APPS.iter().filter(|app| app.id == id).collect(),
        _ => Vec::new(),
    }
}

#[tokio::test]
async fn each_goes_to_a_registered_address_of_its_client_or_to_nobody() {
    let (cases, seed) = (
        variable("VOLTKEY_TEST_CASES", CASES),
        variable("VOLTKEY_TEST_SEED", 1),
    );
    let (world, dice) = (World::new().await, Dice::new(seed));
    register(&world).await;
    let nobody = world.browser();
    let mut carla = world.signed_in("carla").await;
    let mut ways_out = 0;
    for number in 0..cases {
        let app = &APPS[dice.below(APPS.len())];
        let is_signed_in = dice.once_in(2);
        let mut browser = if is_signed_in {
            carla.clone()
        } else {
            nobody.clone()
        };
        browser.address = network(number);
        let case = authorization(&dice, &world, app);
        let named = named_by(&case);
        let (out, key) = follow(&mut browser, &named, &case, &told(seed, number, &case)).await;
        ways_out += out;
        if let Some(key) = key {
            let case = resumed(&dice, &key, app);
            ways_out += follow(&mut browser, &named, &case, &told(seed, number, &case))
                .await
                .0;
        }
        if is_signed_in && browser.cookie("__Host-vk_session").is_none() {
            carla = world.signed_in("carla").await;
        }
    }
    assert!(ways_out > cases / 10, "{ways_out}: too few answers went anywhere");
}

#[tokio::test]
async fn whoever_logs_out_goes_to_a_registered_address_of_the_app_or_to_nobody() {
    let (cases, seed) = (
        variable("VOLTKEY_TEST_CASES", CASES) / 4,
        variable("VOLTKEY_TEST_SEED", 1),
    );
    let (world, dice) = (World::new().await, Dice::new(seed));
    register(&world).await;
    let mut ways_out = 0;
    for number in 0..cases {
        let app = &APPS[dice.below(APPS.len())];
        let mut browser = world.browser();
        browser.address = network(number);
        let mut client = world.stranger(app.id, Some("shop-secret-0123456789abcdef0123456789"));
        if app.id == "desk" {
            client = client.with_secret(None);
        }
        client.redirect_uri = app.redirect_uris[0].to_owned();
        let request = client.authorize("openid");
        let tokens = world.tokens_by(&client, &mut browser, "carla", &request).await;
        let case = log_out(&dice, app, &tokens.id);
        let has_hint = case.pairs.iter().any(|(name, _)| name == "id_token_hint");
        let named: Vec<_> = match named_by(&case)[..] {
            [] => vec![app],
            [other] if has_hint && other.id != app.id => Vec::new(),
            [other] => vec![other],
            _ => Vec::new(),
        };
        let (out, _) = follow(&mut browser, &named, &case, &told(seed, number, &case)).await;
        ways_out += out;
    }
    assert!(ways_out > cases / 20, "{ways_out}: too few went anywhere");
}
