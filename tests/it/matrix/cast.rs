//! Who tries the doors: one browser for each role, in a world of two companies and their neighbours.

use super::contents::Contents;
use crate::harness::{Browser, Landed, OTP_SECRET, PASSWORD, Page, World, pin_at, seconds};
use jiff::civil::date;
use std::collections::BTreeMap;
use std::net::Ipv4Addr;
use url::Url;
use voltkey_flows::admin::apply::{
    self, CompanyEntry, InstanceRole, MembershipEntry, Mode, PersonEntry, SecretText, apply,
};
use voltkey_flows::visitor::Token;
use voltkey_flows::{Network, Visitor};
use voltkey_store::companies::CompanyPolicy;
use voltkey_store::{memberships, people};

/// The company whose pages are tried.
pub(super) const COMPANY: &str = "sonnenfeld";
/// The company of the neighbours.
pub(super) const NEIGHBOUR: &str = "solluna";
/// A company whose members have to set up a second factor, and may wait.
pub(super) const IN_GRACE: &str = "mondschein";
/// The cookie that binds forms to a browser.
pub(super) const BROWSER_COOKIE: &str = "__Host-vk_browser";

/// As who somebody comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    /// Not signed in.
    Nobody,
    /// A member of the company.
    Member,
    /// The company's admin.
    Admin,
    /// The admin of a neighbour.
    Neighbour,
    /// The platform's support.
    Support,
    /// An operator.
    Operator,
}

impl Role {
    /// Everybody.
    pub(super) const ALL: [Self; 6] = [
        Self::Nobody,
        Self::Member,
        Self::Admin,
        Self::Neighbour,
        Self::Support,
        Self::Operator,
    ];
    /// Whoever is signed in.
    pub(super) const SIGNED_IN: &[Self] = &[
        Self::Member,
        Self::Admin,
        Self::Neighbour,
        Self::Support,
        Self::Operator,
    ];
    /// Who manages the company.
    pub(super) const STEWARDS: &[Self] = &[Self::Admin, Self::Support, Self::Operator];
    /// Who manages the company of the neighbours.
    pub(super) const STEWARDS_THERE: &[Self] = &[Self::Neighbour, Self::Support, Self::Operator];
    /// Who looks after everybody.
    pub(super) const STAFF: &[Self] = &[Self::Support, Self::Operator];
    /// Who runs the provider.
    pub(super) const OPERATORS: &[Self] = &[Self::Operator];

    /// Whoever has it, by address.
    pub(super) const fn email(self) -> &'static str {
        match self {
            Self::Nobody => "",
            Self::Member => "mia@sonnenfeld.example",
            Self::Admin => "ada@sonnenfeld.example",
            Self::Neighbour => "nina@solluna.example",
            Self::Support => "sid@voltkey.example",
            Self::Operator => "ora@voltkey.example",
        }
    }
}

/// Somebody who is there for one try: who they are, and how they belong.
#[derive(Clone, Debug, Default)]
pub(super) struct Newcomer {
    pub(super) memberships: Vec<(&'static str, memberships::Role)>,
    pub(super) roles: Vec<InstanceRole>,
    pub(super) has_authenticator: bool,
}

impl Newcomer {
    /// A member of that company.
    pub(super) fn member(company: &'static str) -> Self {
        Self {
            memberships: vec![(company, memberships::Role::Member)],
            ..Self::default()
        }
    }

    /// The same with an authenticator.
    pub(super) fn with_authenticator(self) -> Self {
        Self {
            has_authenticator: true,
            ..self
        }
    }
}

/// The world, a browser for each role, and what stood in the database lately.
pub(super) struct Cast {
    pub(super) world: World,
    browsers: BTreeMap<Role, Browser>,
    before: Contents,
    count: u32,
}

impl Cast {
    pub(super) async fn new() -> Self {
        let world = World::new().await;
        write(
            &world,
            vec![company(IN_GRACE, "Mondschein KG", true)],
            everybody(),
        )
        .await;
        let mut cast = Self {
            before: Contents::read(world.database_url()).await,
            world,
            browsers: BTreeMap::new(),
            count: 0,
        };
        // Everybody is signed in elsewhere too, so that there is something to lose.
        for _ in 0..2 {
            cast.world.clock.advance(seconds(30));
            for role in Role::ALL {
                let mut browser = cast.new_browser();
                match role {
                    Role::Nobody => drop(browser.get("/forgot-password").await.page()),
                    _ => cast.sign_in(&mut browser, role.email()).await,
                }
                cast.browsers.insert(role, browser);
            }
        }
        cast
    }

    /// A browser at a new address, so that no quota is used up.
    pub(super) fn new_browser(&mut self) -> Browser {
        let browser = self.world.browser();
        browser.at(&self.new_address())
    }

    /// The browser of a role, at a new address.
    pub(super) fn browser(&mut self, role: Role) -> Browser {
        let address = self.new_address();
        self.browsers[&role].clone().at(&address)
    }

    fn new_address(&mut self) -> String {
        self.count += 1;
        Ipv4Addr::from_bits(Ipv4Addr::new(10, 0, 0, 0).to_bits() + self.count).to_string()
    }

    /// Signs somebody in by address, with everybody's password and authenticator.
    pub(super) async fn sign_in(&self, browser: &mut Browser, email: &str) {
        let login = browser.get("/login").await.page();
        if let Landed::Page(page) = self.enter_password(browser, &login, email).await {
            self.enter_pin(browser, &page).await.away();
        }
    }

    pub(super) async fn enter_password(&self, browser: &mut Browser, login: &Page, email: &str) -> Landed {
        let form = login.form().fill("email", email).fill("password", PASSWORD);
        form.submit(browser).await
    }

    async fn enter_pin(&self, browser: &mut Browser, page: &Page) -> Landed {
        assert_eq!(page.url.path(), "/login/pin", "{page:?}");
        let pin = pin_at(OTP_SECRET, self.world.now());
        page.form().fill("pin", &pin).submit(browser).await
    }

    /// An e-mail address that nobody has.
    pub(super) fn new_address_of_nobody(&mut self) -> String {
        self.count += 1;
        format!("new{}@newcomers.example", self.count)
    }

    /// Somebody new, by address.
    pub(super) async fn newcomer(&mut self, newcomer: &Newcomer) -> String {
        let email = self.new_address_of_nobody();
        write(&self.world, Vec::new(), vec![newcomer.entry(&email)]).await;
        email
    }

    /// Lets the company require a second factor from a date on, or leave it to its people.
    pub(super) async fn require_second_factor(&self, is_required: bool) {
        let company = company(COMPANY, "Sonnenfeld GmbH", is_required);
        write(&self.world, vec![company], Vec::new()).await;
    }

    /// Somebody new who is signed in, and their browser.
    pub(super) async fn signed_in(&mut self, newcomer: &Newcomer) -> (Browser, String) {
        let email = self.newcomer(newcomer).await;
        let mut browser = self.new_browser();
        self.sign_in(&mut browser, &email).await;
        (browser, email)
    }

    /// How somebody is known outside.
    pub(super) async fn sub_of(&self, email: &str) -> String {
        let found = people::by_email_key(self.world.store().await, email).await;
        found.expect("a read").expect("a person").sub
    }

    /// How whoever has that role is known outside; nothing for nobody.
    pub(super) async fn sub(&self, role: Role) -> String {
        match role {
            Role::Nobody => String::new(),
            _ => self.sub_of(role.email()).await,
        }
    }

    /// The token of a form at that address, as a page of ours would give it to that browser.
    pub(super) fn token(&self, browser: &Browser, action: &Url) -> String {
        let known = browser.cookie(BROWSER_COOKIE).expect("a cookie");
        let visitor = Visitor {
            network: Network::of(browser.address),
            user_agent: String::new(),
            request_id: String::new(),
            browser: Token::parse(known.value()).expect("a token"),
            session: None,
            other_sessions: Vec::new(),
            pin_login: None,
        };
        let pending = action.query_pairs().find(|(name, _)| name == "request");
        let subject = pending.map_or_else(|| action.path().to_owned(), |(_, id)| id.into_owned());
        self.world.ctx().form_token(&visitor, &subject)
    }

    /// Takes everything that stands there as it is.
    pub(super) async fn look(&mut self) {
        self.before = Contents::read(self.world.database_url()).await;
    }

    /// Whether anything has changed since the last look.
    pub(super) async fn has_changed(&mut self) -> bool {
        let now = Contents::read(self.world.database_url()).await;
        now != std::mem::replace(&mut self.before, now.clone())
    }

    /// Nothing has changed since the last look.
    pub(super) async fn nothing_changed(&self, after: &str) {
        let now = Contents::read(self.world.database_url()).await;
        let differences = self.before.differences(&now);
        assert!(differences.is_empty(), "{after} has changed: {differences:#?}");
    }
}

impl Newcomer {
    fn entry(&self, email: &str) -> PersonEntry {
        let memberships = self.memberships.iter().map(|(company, role)| MembershipEntry {
            company: (*company).to_owned(),
            role: *role,
        });
        PersonEntry {
            email: email.to_owned(),
            given_name: "Nora".to_owned(),
            family_name: "Neu".to_owned(),
            language: "en".to_owned(),
            memberships: memberships.collect(),
            roles: (!self.roles.is_empty()).then(|| self.roles.clone()),
            email_verified: true,
            password: Some(SecretText::from(PASSWORD.to_owned())),
            password_hash: None,
            otp_secret: self
                .has_authenticator
                .then(|| SecretText::from(OTP_SECRET.to_owned())),
        }
    }
}

/// Whoever is not there yet: Ada is.
fn everybody() -> Vec<PersonEntry> {
    let with_role = |role| Newcomer {
        roles: vec![role],
        has_authenticator: true,
        ..Newcomer::default()
    };
    let neighbour = Newcomer {
        memberships: vec![(NEIGHBOUR, memberships::Role::Admin)],
        has_authenticator: true,
        ..Newcomer::default()
    };
    vec![
        Newcomer::member(COMPANY).entry(Role::Member.email()),
        neighbour.entry(Role::Neighbour.email()),
        with_role(InstanceRole::Support).entry(Role::Support.email()),
        with_role(InstanceRole::Operator).entry(Role::Operator.email()),
    ]
}

/// A company that requires a second factor from a date on, or lets its people choose.
fn company(slug: &str, name: &str, is_required: bool) -> CompanyEntry {
    CompanyEntry {
        slug: slug.to_owned(),
        name: name.to_owned(),
        second_factor: match is_required {
            true => CompanyPolicy::Required,
            false => CompanyPolicy::Inherit,
        },
        grace_until: is_required.then(|| date(2027, 2, 6)),
    }
}

async fn write(world: &World, companies: Vec<CompanyEntry>, people: Vec<PersonEntry>) {
    let described = apply::World {
        companies,
        people,
        ..apply::World::default()
    };
    apply(world.ctx(), &described, Mode::Apply)
        .await
        .unwrap_or_else(|error| panic!("{error}"));
}
