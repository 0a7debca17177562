//! Each page is tried by everybody: it shows itself to whom it is for, and changes nothing.

use super::cast::{COMPANY, Cast, NEIGHBOUR, Role};
use super::row::{Access, Row};
use super::sent::{Came, ask, ask_by};
use super::ways::Whom;
use url::Url;

/// What must come of a try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Expected {
    LetIn,
    ToLogin,
    Hidden,
    /// Some answer that tells that there is nothing to do here.
    Over,
}

impl Expected {
    /// For somebody with that role, where these may do it.
    pub(super) fn of(role: Role, may: &[Role]) -> Self {
        match role {
            _ if may.contains(&role) => Self::LetIn,
            Role::Nobody => Self::ToLogin,
            _ => Self::Hidden,
        }
    }

    pub(super) fn is(self, came: &Came) -> bool {
        match self {
            Self::LetIn => came.is_let_in(),
            Self::ToLogin => *came == Came::ToLogin,
            Self::Hidden => *came == Came::HIDDEN,
            Self::Over => matches!(came, Came::Status(400 | 404 | 410)),
        }
    }
}

/// An address with the parameter of its path filled in, and about that company.
pub(super) fn address(cast: &Cast, path: &str, target: &str, company: Option<&str>) -> Url {
    let path = match (path.split_once('{'), path.split_once('}')) {
        (Some((before, _)), Some((_, after))) => format!("{before}{target}{after}"),
        _ => path.to_owned(),
    };
    let url = cast.world.provider().address(&path);
    match company {
        Some(company) => about(url, company),
        None => url,
    }
}

/// The same address, about that company.
pub(super) fn about(url: Url, company: &str) -> Url {
    with_parameter(url, ("company", company))
}

/// The same address, with that parameter in its query.
pub(super) fn with_parameter(mut url: Url, (name, value): (&str, &str)) -> Url {
    let others: Vec<_> = url
        .query_pairs()
        .into_owned()
        .filter(|(other, _)| other != name)
        .collect();
    url.query_pairs_mut()
        .clear()
        .extend_pairs(others)
        .append_pair(name, value);
    url
}

/// Tries a page as everybody.
pub(super) async fn try_page(cast: &mut Cast, row: &Row) {
    match row.access {
        Access::Everyone => for_everyone(cast, row).await,
        Access::Machine => {}
        Access::Own => {
            let url = address(cast, row.path, "", None);
            by_all(cast, row, &[(url, Role::SIGNED_IN)]).await;
        }
        Access::Company(whom) => {
            let tries = of_company(cast, row, whom).await;
            by_all(cast, row, &tries).await;
        }
        Access::Instance(roles, whom) => {
            let tries = of_instance(cast, row, roles, whom).await;
            by_all(cast, row, &tries).await;
        }
        Access::Link(_) => by_link(cast, row).await,
        Access::Stage(_) => at_stage(cast, row).await,
    }
}

/// Tries each address as everybody, of whom these may.
async fn by_all(cast: &mut Cast, row: &Row, tries: &[(Url, &[Role])]) {
    cast.look().await;
    for (url, may) in tries {
        for role in Role::ALL {
            let came = ask(&mut cast.browser(role), url).await;
            let expected = Expected::of(role, may);
            assert!(
                expected.is(&came),
                "{url} as {role:?}: {came:?} is not {expected:?}"
            );
        }
    }
    cast.nothing_changed(&row.route().to_string()).await;
}

async fn for_everyone(cast: &mut Cast, row: &Row) {
    let url = address(cast, row.path, "", None);
    cast.look().await;
    for role in Role::ALL {
        let came = ask_by(&mut cast.browser(role), row.method.clone(), &url).await;
        // An address without what it needs is explained to everyone alike.
        let is_fine = came.is_let_in() || came == Came::Status(400);
        assert!(is_fine, "{url} as {role:?}: {came:?}");
    }
    cast.nothing_changed(&row.route().to_string()).await;
}

async fn of_company(cast: &mut Cast, row: &Row, whom: Option<Whom>) -> Vec<(Url, &'static [Role])> {
    let (own, foreign) = match whom {
        Some(whom) => (
            cast.target(whom, COMPANY).await,
            cast.target(whom, NEIGHBOUR).await,
        ),
        None => (String::new(), String::new()),
    };
    let url = |target: &str, company| row.asked(address(cast, row.path, target, Some(company)));
    let mut tries = vec![
        (url(&own, COMPANY), row.access.may(COMPANY)),
        (url(&foreign, NEIGHBOUR), row.access.may(NEIGHBOUR)),
        (url(&own, "nowhere"), &[][..]),
    ];
    if whom.is_some() {
        tries.extend([
            (url(&foreign, COMPANY), &[][..]),
            (url(&own, NEIGHBOUR), &[]),
            (url("unknown", COMPANY), &[]),
        ]);
    }
    tries
}

async fn of_instance(
    cast: &mut Cast,
    row: &Row,
    roles: &'static [Role],
    whom: Option<Whom>,
) -> Vec<(Url, &'static [Role])> {
    let Some(whom) = whom else {
        let url = address(cast, row.path, "", None);
        let unknown = row
            .asks
            .map(|(name, _)| with_parameter(url.clone(), (name, "unknown")));
        let unknown = unknown.map(|url| (url, &[][..]));
        return [(row.asked(url), roles)].into_iter().chain(unknown).collect();
    };
    let target = cast.target(whom, COMPANY).await;
    vec![
        (address(cast, row.path, &target, None), roles),
        (address(cast, row.path, "unknown", None), &[]),
    ]
}

async fn by_link(cast: &mut Cast, row: &Row) {
    let url = cast.opened(row).await.page.url;
    let unknown = address(cast, &format!("{}?token=unknown", row.path), "", None);
    cast.look().await;
    for role in Role::ALL {
        let came = ask(&mut cast.browser(role), &url).await;
        assert!(came.is_let_in(), "{url} as {role:?}: {came:?}");
        let came = ask(&mut cast.browser(role), &unknown).await;
        assert!(Expected::Over.is(&came), "{unknown} as {role:?}: {came:?}");
    }
    cast.nothing_changed(&row.route().to_string()).await;
}

async fn at_stage(cast: &mut Cast, row: &Row) {
    let mut opened = cast.opened(row).await;
    let mut url = opened.page.url.clone();
    url.set_path(row.path);
    let unknown = address(cast, &format!("{}?request=unknown", row.path), "", None);
    cast.look().await;
    for role in Role::ALL {
        for url in [&url, &unknown] {
            let came = ask(&mut cast.browser(role), url).await;
            assert!(Expected::Over.is(&came), "{url} as {role:?}: {came:?}");
        }
    }
    let came = ask(&mut opened.browser, &url).await;
    assert!(came.is_let_in(), "{url}: {came:?}");
    cast.nothing_changed(&row.route().to_string()).await;
}
