//! Each form is sent by everybody: it does what it says for whom it is for, and nothing otherwise.

use super::cast::{BROWSER_COOKIE, COMPANY, Cast, NEIGHBOUR, Role};
use super::pages::{Expected, about, address, with_parameter};
use super::row::{Access, Deed, Row};
use super::sent::{Came, Sent, ask, post};
use super::ways::{Link, Whom, arrived};
use crate::harness::Browser;
use url::Url;

const TOKEN: &str = "csrf";
const OWNER: &str = "owner";

/// A form as its page gave it to somebody who may send it.
struct Ready {
    browser: Browser,
    sent: Sent,
}

/// Sends a form as everybody.
pub(super) async fn try_deed(cast: &mut Cast, row: &Row, deed: &Deed) {
    match row.access {
        Access::Machine => panic!("{}: programs show no form", row.path),
        Access::Company(whom) => of_company(cast, row, deed, whom).await,
        Access::Instance(roles, whom) => of_instance(cast, row, deed, (roles, whom)).await,
        Access::Everyone | Access::Own | Access::Link(_) | Access::Stage(_) => {
            of_newcomer(cast, row, deed).await;
        }
    }
}

/// A form that somebody sends about themselves, or that is everyone's.
async fn of_newcomer(cast: &mut Cast, row: &Row, deed: &Deed) {
    let mut ready = newcomers(cast, row, deed).await;
    let other = match row.access {
        Access::Own if is_about_something(deed, &ready.sent) => Some(newcomers(cast, row, deed).await.sent),
        _ => None,
    };
    cast.look().await;
    without_token(cast, &mut ready, row).await;
    match row.access {
        Access::Own => of_somebody_else(cast, &mut ready, row, (deed, other)).await,
        Access::Stage(_) => of_another_browser(cast, &mut ready, row).await,
        Access::Link(link) => of_link(cast, &mut ready, row, link).await,
        _ => {}
    }
    done(cast, &mut ready, (row, deed), "whoever it is for").await;
}

async fn newcomers(cast: &mut Cast, row: &Row, deed: &Deed) -> Ready {
    let is_bare = matches!(row.access, Access::Everyone) && deed.page.is_empty();
    if is_bare {
        let browser = cast.browser(Role::Member);
        let sent = Sent::bare(address(cast, row.path, "", None));
        let sent = sent.clone().with(TOKEN, &cast.token(&browser, &sent.action));
        return Ready { browser, sent };
    }
    let opened = cast.opened(row).await;
    let sent = opened.sent(cast, row.path, deed);
    let browser = opened.browser;
    Ready { browser, sent }
}

/// Without its token, with an empty one, with that of another page, and with that of any other browser.
async fn without_token(cast: &mut Cast, ready: &mut Ready, row: &Row) {
    let elsewhere = cast.world.provider().address("/nowhere");
    let of_another_page = cast.token(&ready.browser, &elsewhere);
    let form = &ready.sent;
    let mut tampered = vec![
        form.clone().without(TOKEN),
        form.clone().with(TOKEN, ""),
        form.clone().with(TOKEN, &of_another_page),
    ];
    for role in Role::ALL {
        let mut browser = cast.browser(role);
        if is_same(&browser, &ready.browser) {
            continue;
        }
        // Whose session it is makes no difference.
        let came = post(&mut browser, form).await;
        assert_eq!(
            came,
            Came::FORBIDDEN,
            "{} with the token of another browser, as {role:?}",
            row.path
        );
        tampered.push(form.clone().with(TOKEN, &cast.token(&browser, &form.action)));
    }
    for form in tampered {
        let came = post(&mut ready.browser, &form).await;
        assert_eq!(
            came,
            Came::FORBIDDEN,
            "{} without the token of its page",
            row.path
        );
    }
    cast.nothing_changed(&format!("{} without the token of its page", row.path))
        .await;
}

fn is_same(one: &Browser, other: &Browser) -> bool {
    one.cookie(BROWSER_COOKIE) == other.cookie(BROWSER_COOKIE)
}

/// Everybody sends the form of somebody else, and a form of their own that is about something of somebody else's.
async fn of_somebody_else(
    cast: &mut Cast,
    ready: &mut Ready,
    row: &Row,
    (deed, other): (&Deed, Option<Sent>),
) {
    for role in Role::ALL {
        let came = with_own_token(cast, role, &ready.sent).await;
        let is_refused = match role {
            Role::Nobody => came == Came::ToLogin,
            // The page is shown anew.
            _ => matches!(came, Came::Led(_) | Came::ToLogin),
        };
        assert!(is_refused, "{} of somebody else, as {role:?}: {came:?}", row.path);
        cast.nothing_changed(&format!("{} of somebody else, as {role:?}", row.path))
            .await;
        if other.is_some() && role != Role::Nobody {
            let own = ready.sent.clone().with(OWNER, &cast.sub(role).await);
            let came = with_own_token(cast, role, &own).await;
            cast.nothing_changed(&format!(
                "{} with a foreign identifier, as {role:?}: {came:?}",
                row.path
            ))
            .await;
        }
    }
    let Some(other) = other else { return };
    for sent in foreign(cast, row, (deed, &ready.sent), &other) {
        let token = cast.token(&ready.browser, &sent.action);
        let came = post(&mut ready.browser, &sent.clone().with(TOKEN, &token)).await;
        cast.nothing_changed(&format!("{} as {sent:?}: {came:?}", row.path))
            .await;
    }
}

/// Whether a form says what it is about: in a hidden input, or as the request that its address names.
fn is_about_something(deed: &Deed, sent: &Sent) -> bool {
    deed.names.is_some() || sent.action.query().is_some()
}

/// A form of one's own about what the form of somebody else is about, or about nothing that there is.
fn foreign(cast: &Cast, row: &Row, (deed, own): (&Deed, &Sent), other: &Sent) -> Vec<Sent> {
    let mut forms = Vec::new();
    if let Some(name) = deed.names {
        // An app is the same for everybody.
        let theirs = other.value(name).filter(|theirs| own.value(name) != Some(theirs));
        let values = theirs.into_iter().chain(["unknown"]);
        forms.extend(values.map(|value| own.clone().with(name, value)));
    }
    if own.action.query().is_some() {
        let unknown = address(cast, &format!("{}?request=unknown", row.path), "", None);
        forms.extend([other.action.clone(), unknown].map(|action| own.clone().to(action)));
    }
    forms
}

/// Somebody makes a link up; or everybody has one that is worth something to its own person alone.
async fn of_link(cast: &mut Cast, ready: &mut Ready, row: &Row, link: Link) {
    let unknown = format!("{}?token=unknown", row.path);
    let unknown = ready.sent.clone().to(address(cast, &unknown, "", None));
    let came = match post(&mut ready.browser, &unknown).await {
        // The page of the link says it.
        Came::Led(next) => ask(&mut ready.browser, &address(cast, &next, "", None)).await,
        came => came,
    };
    assert!(
        Expected::Over.is(&came),
        "{} with an unknown token: {came:?}",
        row.path
    );
    cast.nothing_changed(&format!("{} with an unknown token", row.path))
        .await;
    if !link.is_personal() {
        return;
    }
    for role in Role::ALL {
        let came = with_own_token(cast, role, &ready.sent).await;
        cast.nothing_changed(&format!("{} as {role:?}: {came:?}", row.path))
            .await;
    }
}

/// Everybody comes with the address of somebody else's login under way.
async fn of_another_browser(cast: &mut Cast, ready: &mut Ready, row: &Row) {
    for role in Role::ALL {
        let came = with_own_token(cast, role, &ready.sent).await;
        assert!(
            Expected::Over.is(&came),
            "{} of another browser, as {role:?}: {came:?}",
            row.path
        );
        cast.nothing_changed(&format!("{} of another browser, as {role:?}", row.path))
            .await;
    }
    let unknown = address(cast, &format!("{}?request=unknown", row.path), "", None);
    let token = cast.token(&ready.browser, &unknown);
    let came = post(
        &mut ready.browser,
        &ready.sent.clone().with(TOKEN, &token).to(unknown),
    )
    .await;
    assert!(
        Expected::Over.is(&came),
        "{} of an unknown request: {came:?}",
        row.path
    );
    cast.nothing_changed(&format!("{} of an unknown request", row.path))
        .await;
}

async fn of_instance(cast: &mut Cast, row: &Row, deed: &Deed, (roles, whom): (&[Role], Option<Whom>)) {
    for (count, role) in roles.iter().enumerate() {
        cast.prepare(deed.given).await;
        let target = new_target(cast, whom, COMPANY).await;
        let on = row.asked(address(cast, deed.page, &target, None));
        let mut ready = ready_as(cast, *role, row, deed, (&on, &target)).await;
        if count == 0 {
            cast.look().await;
            without_token(cast, &mut ready, row).await;
            of_wrong_owner(cast, &mut ready, row).await;
            for role in Role::ALL {
                is_refused(cast, role, &ready.sent, (row, roles)).await;
            }
            if whom.is_some() {
                let unknown = address(cast, row.path, "unknown", None);
                let unknown = named(&ready.sent, deed, "unknown").to(unknown);
                for role in Role::ALL {
                    is_refused(cast, role, &unknown, (row, &[])).await;
                }
            }
            if let (None, Some(name)) = (whom, deed.names) {
                let unknown = ready.sent.clone().with(name, "unknown");
                let came = post(&mut ready.browser, &unknown).await;
                cast.nothing_changed(&format!("{} with an unknown {name}: {came:?}", row.path))
                    .await;
            }
            if let Some((name, _)) = row.asks {
                let action = with_parameter(ready.sent.action.clone(), (name, "unknown"));
                let unknown = ready.sent.clone().to(action);
                for role in Role::ALL {
                    is_refused(cast, role, &unknown, (row, &[])).await;
                }
            }
        }
        beyond_reach(cast, *role, &ready.sent, (row, deed, None)).await;
        done(cast, &mut ready, (row, deed), &format!("{role:?}")).await;
    }
}

async fn of_company(cast: &mut Cast, row: &Row, deed: &Deed, whom: Option<Whom>) {
    let stewards = match deed.is_the_admins {
        true => &[Role::Admin],
        false => Role::STEWARDS,
    };
    for role in stewards {
        cast.prepare(deed.given).await;
        let target = new_target(cast, whom, COMPANY).await;
        let on = address(cast, deed.page, &target, Some(COMPANY));
        let mut ready = ready_as(cast, *role, row, deed, (&on, &target)).await;
        if *role == Role::Admin {
            let foreign = new_target(cast, whom, NEIGHBOUR).await;
            cast.look().await;
            without_token(cast, &mut ready, row).await;
            of_wrong_owner(cast, &mut ready, row).await;
            for (sent, may) in of_other_companies(
                cast,
                row,
                deed,
                (&ready.sent, whom.map(|_| (&*target, &*foreign))),
            ) {
                for role in Role::ALL {
                    is_refused(cast, role, &sent, (row, may)).await;
                }
            }
        }
        beyond_reach(cast, *role, &ready.sent, (row, deed, Some(COMPANY))).await;
        done(cast, &mut ready, (row, deed), &format!("{role:?}")).await;
    }
}

/// The form as it is, and about other companies or somebody of them; with who may send it.
fn of_other_companies(
    cast: &Cast,
    row: &Row,
    deed: &Deed,
    (sent, targets): (&Sent, Option<(&str, &str)>),
) -> Vec<(Sent, &'static [Role])> {
    let to = |company: &str| sent.clone().to(about(sent.action.clone(), company));
    let with =
        |target: &str, company| named(sent, deed, target).to(address(cast, row.path, target, Some(company)));
    let mut tries = vec![
        (to(COMPANY), row.access.may(COMPANY)),
        (to(NEIGHBOUR), row.access.may(NEIGHBOUR)),
        (to("nowhere"), &[]),
    ];
    if let Some((own, foreign)) = targets {
        tries = vec![
            (with(own, COMPANY), row.access.may(COMPANY)),
            (with(foreign, NEIGHBOUR), row.access.may(NEIGHBOUR)),
            (with(own, "nowhere"), &[]),
            (with(own, NEIGHBOUR), &[]),
            (with(foreign, COMPANY), &[]),
            (with("unknown", COMPANY), &[]),
        ];
    }
    tries
}

/// About a member who is not that role's to change. `company` is that of the form, where it is about one.
async fn beyond_reach(
    cast: &mut Cast,
    role: Role,
    sent: &Sent,
    (row, deed, company): (&Row, &Deed, Option<&str>),
) {
    let Some(whom) = row.access.whom().filter(|whom| whom.is_somebody()) else {
        return;
    };
    for (who, target) in cast.beyond_reach(role, whom, deed.is_on_account).await {
        cast.look().await;
        let action = address(cast, row.path, &target, company);
        let came = with_own_token(cast, role, &named(sent, deed, &target).to(action)).await;
        cast.nothing_changed(&format!("{} of {who} as {role:?}: {came:?}", row.path))
            .await;
    }
}

/// The form with what it is about named otherwise.
fn named(sent: &Sent, deed: &Deed, target: &str) -> Sent {
    match deed.names {
        Some(name) => sent.clone().with(name, target),
        None => sent.clone(),
    }
}

async fn new_target(cast: &mut Cast, whom: Option<Whom>, company: &'static str) -> String {
    match whom {
        Some(whom) => cast.target(whom, company).await,
        None => String::new(),
    }
}

/// The form on that page, as that role has it.
async fn ready_as(cast: &mut Cast, role: Role, row: &Row, deed: &Deed, (on, target): (&Url, &str)) -> Ready {
    let opened = arrived(cast.browser(role), on.as_str()).await;
    let path = address(cast, row.path, target, None);
    let sent = opened.sent(cast, path.path(), deed);
    let browser = opened.browser;
    Ready { browser, sent }
}

/// Somebody else has signed in since the page was shown.
async fn of_wrong_owner(cast: &mut Cast, ready: &mut Ready, row: &Row) {
    let other = cast.sub(Role::Member).await;
    for sent in [
        ready.sent.clone().with(OWNER, &other),
        ready.sent.clone().without(OWNER),
    ] {
        let came = post(&mut ready.browser, &sent).await;
        assert!(
            matches!(came, Came::Led(_)),
            "{} of another owner: {came:?}",
            row.path
        );
        cast.nothing_changed(&format!("{} of another owner", row.path))
            .await;
    }
}

/// Who may not send a form is refused, though everything else about it is theirs.
async fn is_refused(cast: &mut Cast, role: Role, sent: &Sent, (row, may): (&Row, &[Role])) {
    let expected = Expected::of(role, may);
    if expected == Expected::LetIn {
        return;
    }
    let own = sent.clone().with(OWNER, &cast.sub(role).await);
    let came = with_own_token(cast, role, &own).await;
    let (path, to) = (row.path, &sent.action);
    assert!(
        expected.is(&came),
        "{path} to {to} as {role:?}: {came:?} is not {expected:?}"
    );
    cast.nothing_changed(&format!("{path} to {to} as {role:?}")).await;
}

/// Sends a form with the token that a page would have given to that role's browser.
async fn with_own_token(cast: &mut Cast, role: Role, sent: &Sent) -> Came {
    let mut browser = cast.browser(role);
    let token = cast.token(&browser, &sent.action);
    post(&mut browser, &sent.clone().with(TOKEN, &token)).await
}

/// Whoever may does it, and something has changed.
async fn done(cast: &mut Cast, ready: &mut Ready, (row, deed): (&Row, &Deed), who: &str) {
    cast.look().await;
    let came = post(&mut ready.browser, &ready.sent).await;
    assert!(
        came.is_let_in() || came == Came::ToLogin,
        "{} by {who}: {came:?}",
        row.path
    );
    let has_changed = cast.has_changed().await;
    assert_eq!(
        has_changed, !deed.is_silent,
        "whether {} by {who} has changed anything",
        row.path
    );
}
