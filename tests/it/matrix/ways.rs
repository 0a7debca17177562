//! How somebody comes to a form: what must be there before, which mail brings the link, how far a login has got.

use super::cast::{COMPANY, Cast, IN_GRACE, NEIGHBOUR, Newcomer, Role};
use super::row::{Access, Deed, Row};
use super::sent::Sent;
use super::table::{CHOSEN, LIST, LOGO, NEW_ADDRESS};
use crate::harness::{Browser, FilledForm, Landed, OTP_SECRET, PASSWORD, Page, pin_at};
use crate::people::acts::{SESSION_COOKIE, first_pin, make_codes, shown_codes, to_recovery_code};
use voltkey_flows::admin::apply::InstanceRole;
use voltkey_flows::admin::invite::{self, Invitee};
use voltkey_flows::admin::registration_tokens::{self, Wanted};
use voltkey_flows::jobs::{self, Task};
use voltkey_store::memberships::Role as CompanyRole;
use voltkey_store::people::{self, BlockReason};
use voltkey_store::{invitations, logout_calls, sessions};

/// Whom or what the parameter of a path names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Whom {
    /// A member, by `sub`.
    Member,
    /// An admin beside others, by `sub`.
    Admin,
    /// A member who is blocked, by `sub`.
    Blocked,
    /// A member without a second factor, by `sub`.
    NotEnrolled,
    /// An open invitation, by its id.
    Invitation,
    /// A list of people to be invited, by its id.
    List,
}

impl Whom {
    /// Somebody like that, who belongs to that company.
    fn newcomer(self, company: &'static str) -> Newcomer {
        let role = match self {
            Self::Admin => CompanyRole::Admin,
            _ => CompanyRole::Member,
        };
        Newcomer {
            memberships: vec![(company, role)],
            has_authenticator: self != Self::NotEnrolled,
            ..Newcomer::default()
        }
    }

    /// Whether it is a person, and not something of the company.
    pub(super) fn is_somebody(self) -> bool {
        !matches!(self, Self::Invitation | Self::List)
    }
}

/// What must be there before a form is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Given {
    /// Nothing.
    Nothing,
    /// A session, for a form that is there without one too.
    SignedIn,
    /// An authenticator.
    Authenticator,
    /// The same person is signed in in another browser.
    AnotherDevice,
    /// A new address waits to be confirmed.
    WaitingAddress,
    /// An app has access.
    App,
    /// Recovery codes.
    RecoveryCodes,
    /// The page that shows recovery codes, as it does once.
    ShownCodes,
    /// A new authenticator waits for its first PIN.
    NewAuthenticator,
    /// The company requires a second factor from a date on.
    Grace,
    /// The company leaves the second factor to its people.
    Choice,
    /// The company has a logo.
    Logo,
    /// The app has two secrets.
    SecondSecret,
    /// An app could register itself.
    RegistrationToken,
    /// A mail was not taken.
    FailedMail,
    /// The platform was told of a log-out in vain.
    UntoldApp,
}

impl Given {
    const fn has_authenticator(self) -> bool {
        matches!(
            self,
            Self::Authenticator | Self::RecoveryCodes | Self::ShownCodes | Self::NewAuthenticator
        )
    }
}

/// Which mail brought a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Link {
    /// An invitation of somebody who has no account.
    Invitation,
    /// The same, in place of which a new one was sent.
    ReplacedInvitation,
    /// An invitation of somebody who has an account and is not signed in.
    Joining,
    /// The same, signed in.
    JoiningSignedIn,
    /// For a new password.
    Reset,
    /// The same, used.
    UsedReset,
    /// To a new address, which it confirms.
    NewAddress,
    /// "This was not me".
    NotMe,
}

impl Link {
    /// Whether the link is worth something in the hands of whom it was sent to alone.
    pub(super) fn is_personal(self) -> bool {
        self == Self::JoiningSignedIn
    }
}

/// How far a login has got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// The page on which an account is chosen.
    ChooseAccount,
    /// The page that says how one gets an account.
    NewAccount,
    /// The page of the password.
    Login,
    /// The page of the PIN.
    Pin,
    /// The page that takes a recovery code in the place of the PIN.
    RecoveryCode,
    /// The page that sets up a second factor, and may be put off.
    Enroll,
    /// The page of the consent.
    Consent,
    /// The page that joins a further company.
    Join,
}

/// A page or a form, and the browser that has it.
pub(super) struct Opened {
    pub(super) browser: Browser,
    pub(super) page: Page,
    /// A recovery code that works, where the page takes one.
    code: Option<String>,
}

impl Opened {
    fn new(browser: Browser, page: Page) -> Self {
        Self {
            browser,
            page,
            code: None,
        }
    }

    /// The form that goes to that path, filled in.
    pub(super) fn sent(&self, cast: &mut Cast, path: &str, deed: &Deed) -> Sent {
        let mut forms = self.page.forms().into_iter();
        let found = forms.find(|form| form.action.path() == path && form.method == "post");
        let form = found.unwrap_or_else(|| panic!("no form to {path}: {:?}", self.page));
        let secret = ["csrf", "owner"];
        for name in form.hidden.iter().filter(|name| !secret.contains(&name.as_str())) {
            let is_told = deed.names == Some(name) || IN_LOGINS.contains(&name.as_str());
            assert!(
                is_told,
                "{path}: the form is about {name}: let the row say .names(\"{name}\")"
            );
        }
        let form = match &self.code {
            Some(code) => form.fill("code", code),
            None => form,
        };
        let form = self.with_pin(cast, form);
        let form = deed.ticked.iter().fold(form, |form, name| form.tick(name));
        let filled = deed.fields.iter();
        filled.fold(Sent::new(&form, deed.file), |sent, (name, value)| {
            assert!(sent.value(name).is_some(), "{path}: no field {name}");
            match *value {
                NEW_ADDRESS => sent.with(name, &cast.new_address_of_nobody()),
                value => sent.with(name, value),
            }
        })
    }

    fn with_pin(&self, cast: &Cast, form: FilledForm) -> FilledForm {
        let asks_pin = form.sent().iter().any(|(name, _)| name == "pin");
        match (asks_pin, self.page.has("[data-otp-secret]")) {
            (false, _) => form,
            (true, true) => form.fill("pin", &first_pin(&cast.world, &self.page)),
            (true, false) => form.fill("pin", &pin_at(OTP_SECRET, cast.world.now())),
        }
    }
}

/// Hidden inputs that are about the login under way, which the address names already.
const IN_LOGINS: [&str; 1] = ["session"];

impl Cast {
    /// A newcomer's browser on the page of the row's form; for a link or a login under way, on its page.
    pub(super) async fn opened(&mut self, row: &Row) -> Opened {
        // What waits already is others'.
        self.world.mails().await;
        let (given, on) = match &row.deed {
            Some(deed) => (deed.given, deed.page),
            None => (Given::Nothing, row.path),
        };
        match row.access {
            Access::Own => self.on_own_page(given, on).await,
            Access::Everyone if given == Given::SignedIn => self.on_own_page(given, on).await,
            Access::Everyone => arrived(self.new_browser(), on).await,
            Access::Link(link) => {
                let (browser, address) = self.by_mail(link).await;
                arrived(browser, &address).await
            }
            Access::Stage(stage) => self.at(stage).await,
            Access::Machine | Access::Company(_) | Access::Instance(..) => {
                panic!("{} is nobody's own", row.path)
            }
        }
    }

    async fn on_own_page(&mut self, given: Given, on: &str) -> Opened {
        let newcomer = Newcomer {
            has_authenticator: given.has_authenticator(),
            ..Newcomer::member(COMPANY)
        };
        let (mut browser, email) = self.signed_in(&newcomer).await;
        match given {
            Given::AnotherDevice => {
                let mut phone = self.new_browser();
                self.sign_in(&mut phone, &email).await;
            }
            Given::WaitingAddress => drop(self.address_link(&mut browser).await),
            Given::App => {
                let request = self.world.client("platform").authorize("openid offline_access");
                let answer = browser.open(&request).await.answer();
                let platform = self.world.client("platform");
                platform.exchange(&request, answer.code()).await.tokens();
            }
            Given::RecoveryCodes => drop(make_codes(&mut browser).await),
            Given::ShownCodes => {
                let page = make_codes(&mut browser).await;
                return Opened::new(browser, page);
            }
            Given::NewAuthenticator => {
                let codes = shown_codes(&make_codes(&mut browser).await);
                let page = browser.get(on).await.page();
                let form = page.form_to(on).fill("current_password", PASSWORD);
                let page = form.fill("code", &codes[0]).submit(&mut browser).await.page();
                return Opened::new(browser, page);
            }
            Given::Nothing | Given::SignedIn | Given::Authenticator => {}
            other => panic!("{other:?} is nobody's own"),
        }
        arrived(browser, on).await
    }

    /// What must be there before a form of a company or of the instance is.
    pub(super) async fn prepare(&mut self, given: Given) {
        match given {
            Given::Nothing => {}
            Given::Grace => self.require_second_factor(true).await,
            Given::Choice => self.require_second_factor(false).await,
            Given::Logo => {
                let page = "/company/settings";
                let logo = ("logo.png", LOGO);
                self.upload(COMPANY, (page, "/company/settings/logo"), "logo", logo)
                    .await;
            }
            Given::SecondSecret => {
                let mut app = arrived(self.browser(Role::Operator), "/operator/apps/app?app=platform").await;
                let form = app.page.form_to("/operator/apps/app/secret");
                form.submit(&mut app.browser).await.page();
            }
            Given::RegistrationToken => {
                let wanted = Wanted {
                    label: "Partners".to_owned(),
                    ..Wanted::default()
                };
                let made = registration_tokens::create(self.world.ctx(), &wanted).await;
                assert!(made.unwrap().is_some());
            }
            Given::FailedMail => {
                self.world.mails().await;
                let email = self.new_address_of_nobody();
                self.invite(&email, COMPANY).await;
                let ctx = self.world.ctx();
                let mail = jobs::claim(ctx).await.unwrap().expect("a mail");
                jobs::failed(ctx, &mail, "451 4.7.1 greylisted", false)
                    .await
                    .unwrap();
            }
            Given::UntoldApp => {
                let (store, now) = (self.world.store().await, self.world.now());
                let operator = people::by_email_key(store, Role::Operator.email()).await;
                let operator = operator.unwrap().expect("somebody");
                let sessions = sessions::of_person(store, &operator.id, now).await.unwrap();
                logout_calls::insert(store, &sessions[0].id, "platform", now)
                    .await
                    .unwrap();
                // It has no address at which it could be told.
                self.world.call_clients().await;
            }
            other => panic!("{other:?} is a person's"),
        }
    }

    /// A browser that does not know the link yet, and its address.
    async fn by_mail(&mut self, link: Link) -> (Browser, String) {
        let known = Newcomer::member(COMPANY);
        let mut browser = self.new_browser();
        let address = match link {
            Link::Invitation => {
                let email = self.new_address_of_nobody();
                self.invitation_link(&email).await
            }
            Link::ReplacedInvitation => {
                let email = self.new_address_of_nobody();
                let old = self.invitation_link(&email).await;
                self.invitation_link(&email).await;
                old
            }
            Link::Joining => {
                let email = self.newcomer(&known).await;
                self.invitation_link(&email).await
            }
            Link::JoiningSignedIn => {
                let email = self.newcomer(&known).await;
                self.sign_in(&mut browser, &email).await;
                self.invitation_link(&email).await
            }
            Link::Reset => self.reset_link(&known).await,
            Link::UsedReset => {
                let link = self.reset_link(&known).await;
                let page = browser.get(&link).await.page();
                let form = page.form().fill("password", CHOSEN);
                form.submit(&mut browser).await;
                self.world.mails().await;
                link
            }
            Link::NewAddress => {
                let (mut own, _) = self.signed_in(&known).await;
                self.address_link(&mut own).await
            }
            Link::NotMe => {
                self.signed_in(&known).await;
                let token = self.mailed(|task| match task {
                    Task::NewDevice(notice) => notice.not_me.as_ref().map(|token| token.as_str().to_owned()),
                    _ => None,
                });
                format!("/account/not-me?token={}", token.await)
            }
        };
        (browser, address)
    }

    async fn at(&mut self, stage: Stage) -> Opened {
        let mut browser = self.new_browser();
        let (app, newcomer) = match stage {
            Stage::Login => ("platform", None),
            Stage::Pin => ("platform", Some(Newcomer::member(COMPANY).with_authenticator())),
            Stage::Enroll => ("platform", Some(Newcomer::member(IN_GRACE))),
            Stage::Consent => ("solar-reports", Some(Newcomer::member(COMPANY))),
            Stage::ChooseAccount => return self.asked_by("select_account").await,
            Stage::NewAccount => return self.asked_by("create").await,
            Stage::RecoveryCode => return self.with_recovery_code(browser).await,
            Stage::Join => return self.joining(browser).await,
        };
        let login = browser
            .open(&self.world.client(app).authorize("openid email"))
            .await
            .page();
        let page = match newcomer {
            None => login,
            Some(newcomer) => {
                let email = self.newcomer(&newcomer).await;
                self.enter_password(&mut browser, &login, &email).await.page()
            }
        };
        Opened::new(browser, page)
    }

    /// Where an app leads that asks for `prompt`, in a browser in which somebody was signed in before.
    async fn asked_by(&mut self, prompt: &str) -> Opened {
        let (mut browser, _) = self.signed_in(&Newcomer::member(COMPANY)).await;
        browser.lose_cookie(SESSION_COOKIE);
        let request = self.world.client("platform").authorize("openid");
        let page = browser.open(&request.with("prompt", prompt)).await.page();
        Opened::new(browser, page)
    }

    async fn with_recovery_code(&mut self, mut browser: Browser) -> Opened {
        let newcomer = Newcomer::member(COMPANY).with_authenticator();
        let (mut own, email) = self.signed_in(&newcomer).await;
        let codes = shown_codes(&make_codes(&mut own).await);
        let login = browser.get("/login").await.page();
        let pin = self.enter_password(&mut browser, &login, &email).await.page();
        let page = to_recovery_code(&mut browser, &pin).await;
        Opened {
            code: codes.into_iter().next(),
            ..Opened::new(browser, page)
        }
    }

    async fn joining(&mut self, mut browser: Browser) -> Opened {
        let email = self.newcomer(&Newcomer::member(COMPANY)).await;
        let link = self.invitation_link(&email).await;
        let page = browser.get(&link).await.page();
        let login = page
            .form_to("/activate/sign-in")
            .submit(&mut browser)
            .await
            .page();
        let page = self.enter_password(&mut browser, &login, &email).await.page();
        Opened::new(browser, page)
    }

    async fn invitation_link(&self, email: &str) -> String {
        self.invite(email, NEIGHBOUR).await;
        let token = self.mailed(|task| match task {
            Task::Invitation(mail) => Some(mail.token.as_str().to_owned()),
            _ => None,
        });
        format!("/activate?token={}", token.await)
    }

    async fn invite(&self, email: &str, company: &str) {
        let invitee = Invitee {
            email: email.to_owned(),
            given_name: "Dora".to_owned(),
            family_name: String::new(),
            language: Some("en".to_owned()),
            company: Some(company.to_owned()),
            role: CompanyRole::Member,
            roles: Vec::new(),
            client_id: None,
        };
        invite::invite(self.world.ctx(), &invitee)
            .await
            .unwrap_or_else(|error| panic!("{error}"));
    }

    async fn reset_link(&mut self, newcomer: &Newcomer) -> String {
        let email = self.newcomer(newcomer).await;
        let mut browser = self.new_browser();
        let page = browser.get("/forgot-password").await.page();
        page.form()
            .fill("email", &email)
            .submit(&mut browser)
            .await
            .page();
        let token = self.mailed(|task| match task {
            Task::PasswordReset(mail) => Some(mail.token.as_str().to_owned()),
            _ => None,
        });
        format!("/reset-password?token={}", token.await)
    }

    async fn address_link(&mut self, browser: &mut Browser) -> String {
        let email = self.new_address_of_nobody();
        let page = browser.get("/account").await.page();
        let form = page.form_to("/account/email").fill("new_email", &email);
        let form = form.fill("current_password", PASSWORD);
        form.submit(browser).await.page();
        let token = self.mailed(|task| match task {
            Task::ConfirmEmail(mail) => Some(mail.token.as_str().to_owned()),
            _ => None,
        });
        format!("/account/email/confirm?token={}", token.await)
    }

    /// What the mail brings that waits.
    async fn mailed(&self, read: impl Fn(&Task) -> Option<String>) -> String {
        let mails = self.world.mails().await;
        let found = mails.iter().find_map(read);
        found.unwrap_or_else(|| panic!("no such mail: {mails:?}"))
    }

    /// Somebody or something new of that company, as the parameter of a path names it.
    pub(super) async fn target(&mut self, whom: Whom, company: &'static str) -> String {
        match whom {
            Whom::Invitation => {
                let email = self.new_address_of_nobody();
                self.invite(&email, company).await;
                let store = self.world.store().await;
                let open = invitations::to_address(store, &email).await.unwrap();
                open.first().expect("an invitation").id.clone()
            }
            Whom::List => self.list(company).await,
            somebody => self.somebody(somebody, &somebody.newcomer(company)).await,
        }
    }

    /// A list that waits to be looked at.
    async fn list(&mut self, company: &str) -> String {
        let page = "/company/members/import";
        let list = ("people.csv", LIST);
        let lines = self.upload(company, (page, page), "list", list).await;
        let (_, id) = lines.url.path().rsplit_once('/').expect("an id");
        id.to_owned()
    }

    /// Sends a file by a form on a page of the company, as an operator.
    async fn upload(
        &mut self,
        company: &str,
        (on, form): (&str, &str),
        field: &str,
        file: (&str, &[u8]),
    ) -> Page {
        let sender = self.browser(Role::Operator);
        let mut sender = arrived(sender, &format!("{on}?company={company}")).await;
        let form = sender.page.form_to(form);
        form.upload(&mut sender.browser, field, file).await.page()
    }

    /// Members of the company of whom that role may not change what a deed does: the whole account, or also their
    /// membership.
    pub(super) async fn beyond_reach(
        &mut self,
        role: Role,
        whom: Whom,
        of_account: bool,
    ) -> Vec<(&'static str, String)> {
        let member = whom.newcomer(COMPANY);
        let elsewhere = (NEIGHBOUR, CompanyRole::Member);
        let in_two = Newcomer {
            memberships: [&member.memberships[..], &[elsewhere]].concat(),
            ..member.clone()
        };
        let with = |role| Newcomer {
            roles: vec![role],
            ..member.clone()
        };
        let in_two = ("somebody of two companies", in_two);
        let support = ("one of the support", with(InstanceRole::Support));
        let operator = ("an operator", with(InstanceRole::Operator));
        let beyond = match role {
            Role::Operator => vec![operator],
            Role::Support => vec![support, operator],
            _ if of_account => vec![in_two, support, operator],
            _ => Vec::new(),
        };
        let mut subs = Vec::new();
        for (who, newcomer) in beyond {
            subs.push((who, self.somebody(whom, &newcomer).await));
        }
        subs
    }

    /// Somebody new by `sub`, blocked where they are to be.
    async fn somebody(&mut self, whom: Whom, newcomer: &Newcomer) -> String {
        let email = self.newcomer(newcomer).await;
        let store = self.world.store().await;
        let person = people::by_email_key(store, &email).await.unwrap();
        let person = person.expect("a person");
        if whom == Whom::Blocked {
            people::block(store, &person.id, BlockReason::Decided, self.world.now())
                .await
                .unwrap();
        }
        person.sub
    }
}

/// A browser on the page of an address, to which it came by a link on another site.
pub(super) async fn arrived(mut browser: Browser, address: &str) -> Opened {
    match browser.arrive(address).await {
        Landed::Page(page) => Opened::new(browser, page),
        other => panic!("{address}: {other:?}"),
    }
}
