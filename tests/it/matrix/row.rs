//! The classes of rows: who may come, and by which way.

use super::cast::{COMPANY, NEIGHBOUR, Role};
use super::pages::with_parameter;
use super::routes::Route;
use super::ways::{Given, Link, Stage, Whom};
use http::Method;
use url::Url;

/// What may be done at one route, and by whom.
pub(super) struct Row {
    pub(super) path: &'static str,
    pub(super) method: Method,
    pub(super) access: Access,
    /// A parameter of its query.
    pub(super) asks: Option<(&'static str, &'static str)>,
    /// None: it changes nothing.
    pub(super) deed: Option<Deed>,
}

/// Who may come.
#[derive(Clone, Copy, Debug)]
pub(super) enum Access {
    /// Whoever comes; roles make no difference, except to what is shown.
    Everyone,
    /// A program, which shows no cookie: one makes no difference.
    Machine,
    /// Whoever is signed in, about their own account.
    Own,
    /// Who manages the company of the address, and somebody or something of it where the path has a parameter.
    Company(Option<Whom>),
    /// These instance roles, and somebody or something where the path has a parameter.
    Instance(&'static [Role], Option<Whom>),
    /// Whoever has the link of a mail.
    Link(Link),
    /// The browser whose login it is.
    Stage(Stage),
}

/// A form, and what it does.
#[derive(Debug)]
pub(super) struct Deed {
    /// The page on which the form stands; empty: it has no field but the token, and may stand anywhere.
    pub(super) page: &'static str,
    /// What is entered.
    pub(super) fields: Vec<(&'static str, &'static str)>,
    /// The boxes that are ticked.
    pub(super) ticked: Vec<&'static str>,
    /// A file that is chosen.
    pub(super) file: Option<File>,
    /// The hidden input that names what it is about.
    pub(super) names: Option<&'static str>,
    /// What must be there before.
    pub(super) given: Given,
    /// Whether nothing is written down, but in the login under way.
    pub(super) is_silent: bool,
    /// Whether it changes the whole account, which an admin may only of who is in no other company.
    pub(super) is_on_account: bool,
    /// Whether the platform's staff are led to a page of their own instead.
    pub(super) is_the_admins: bool,
}

/// A file, and the field of a form in which it is chosen.
#[derive(Clone, Copy, Debug)]
pub(super) struct File {
    pub(super) field: &'static str,
    pub(super) name: &'static str,
    pub(super) bytes: &'static [u8],
}

/// A page that everyone may open.
pub(super) fn for_everyone(path: &'static str) -> Row {
    page(path, Access::Everyone)
}

/// A form that everyone may send, on that page.
pub(super) fn deed_for_everyone(path: &'static str, on: &'static str) -> Row {
    deed(path, Access::Everyone, on)
}

/// A form that only leads back to where somebody came from: it carries nothing but its token.
pub(super) fn way_back(path: &'static str) -> Row {
    deed(path, Access::Everyone, "").silent()
}

/// A request that needs no token, because it changes nothing.
pub(super) fn without_effect(method: Method, path: &'static str) -> Row {
    Row {
        method,
        ..for_everyone(path)
    }
}

/// An endpoint for programs.
pub(super) fn machine(method: Method, path: &'static str) -> Row {
    Row {
        method,
        ..page(path, Access::Machine)
    }
}

/// A page of one's own account.
pub(super) fn own_page(path: &'static str) -> Row {
    page(path, Access::Own)
}

/// A form about one's own account, on that page.
pub(super) fn own_deed(path: &'static str, on: &'static str) -> Row {
    deed(path, Access::Own, on)
}

/// A page of a company.
pub(super) fn company_page(path: &'static str) -> Row {
    page(path, Access::Company(None))
}

/// A form about a company, on that page.
pub(super) fn company_deed(path: &'static str, on: &'static str) -> Row {
    deed(path, Access::Company(None), on)
}

/// A page of the support, which the operators have too.
pub(super) fn support_page(path: &'static str) -> Row {
    page(path, Access::Instance(Role::STAFF, None))
}

/// A form of the support, on that page.
pub(super) fn support_deed(path: &'static str, on: &'static str) -> Row {
    deed(path, Access::Instance(Role::STAFF, None), on)
}

/// A page of the operators.
pub(super) fn operator_page(path: &'static str) -> Row {
    page(path, Access::Instance(Role::OPERATORS, None))
}

/// A form of the operators, on that page.
pub(super) fn operator_deed(path: &'static str, on: &'static str) -> Row {
    deed(path, Access::Instance(Role::OPERATORS, None), on)
}

/// The page of a link.
pub(super) fn by_link(path: &'static str, link: Link) -> Row {
    page(path, Access::Link(link))
}

/// A form on the page of a link.
pub(super) fn link_deed(path: &'static str, link: Link) -> Row {
    deed(path, Access::Link(link), "")
}

/// A page of a login under way.
pub(super) fn step(path: &'static str, stage: Stage) -> Row {
    page(path, Access::Stage(stage))
}

/// A form on a page of a login under way.
pub(super) fn step_deed(path: &'static str, stage: Stage) -> Row {
    deed(path, Access::Stage(stage), "")
}

fn page(path: &'static str, access: Access) -> Row {
    Row {
        path,
        method: Method::GET,
        access,
        asks: None,
        deed: None,
    }
}

fn deed(path: &'static str, access: Access, on: &'static str) -> Row {
    let deed = Deed {
        page: on,
        fields: Vec::new(),
        ticked: Vec::new(),
        file: None,
        names: None,
        given: Given::Nothing,
        is_silent: false,
        is_on_account: false,
        is_the_admins: false,
    };
    Row {
        path,
        method: Method::POST,
        access,
        asks: None,
        deed: Some(deed),
    }
}

impl Row {
    /// Whom or what the parameter of the path names.
    pub(super) fn of(mut self, whom: Whom) -> Self {
        match &mut self.access {
            Access::Company(of) | Access::Instance(_, of) => *of = Some(whom),
            other => panic!("{}: {other:?} has no parameter", self.path),
        }
        self
    }

    /// A parameter of the query: what is asked for, or what it is about.
    pub(super) fn asking(mut self, name: &'static str, value: &'static str) -> Self {
        self.asks = Some((name, value));
        self
    }

    /// The address with that parameter.
    pub(super) fn asked(&self, url: Url) -> Url {
        match self.asks {
            Some(parameter) => with_parameter(url, parameter),
            None => url,
        }
    }

    /// What is entered into a field of the form.
    pub(super) fn fill(mut self, name: &'static str, value: &'static str) -> Self {
        self.the_deed().fields.push((name, value));
        self
    }

    /// A box that is ticked.
    pub(super) fn tick(mut self, name: &'static str) -> Self {
        self.the_deed().ticked.push(name);
        self
    }

    /// A file that is chosen in that field.
    pub(super) fn upload(mut self, field: &'static str, name: &'static str, bytes: &'static [u8]) -> Self {
        self.the_deed().file = Some(File { field, name, bytes });
        self
    }

    /// The hidden input that names what the form is about: with somebody else's it must do nothing.
    pub(super) fn names(mut self, input: &'static str) -> Self {
        self.the_deed().names = Some(input);
        self
    }

    /// What must be there before the form is.
    pub(super) fn given(mut self, given: Given) -> Self {
        self.the_deed().given = given;
        self
    }

    /// Nothing is written down, but in the login under way.
    pub(super) fn silent(mut self) -> Self {
        self.the_deed().is_silent = true;
        self
    }

    /// It changes the whole account, which an admin may only of who is in no other company.
    pub(super) fn on_account(mut self) -> Self {
        self.the_deed().is_on_account = true;
        self
    }

    /// The platform's staff are led to a page of their own instead.
    pub(super) fn by_admins(mut self) -> Self {
        self.the_deed().is_the_admins = true;
        self
    }

    fn the_deed(&mut self) -> &mut Deed {
        self.deed.as_mut().expect("a form")
    }

    pub(super) fn route(&self) -> Route {
        Route::new(&self.method, self.path)
    }
}

impl Access {
    /// Who may do it in the company of that short name, where it is about one.
    pub(super) fn may(self, company: &str) -> &'static [Role] {
        match (self, company) {
            (Self::Company(_), COMPANY) => Role::STEWARDS,
            (Self::Company(_), NEIGHBOUR) => Role::STEWARDS_THERE,
            (Self::Company(_), _) => &[],
            (Self::Instance(roles, _), _) => roles,
            (Self::Own, _) => Role::SIGNED_IN,
            _ => &Role::ALL,
        }
    }

    pub(super) const fn whom(self) -> Option<Whom> {
        match self {
            Self::Company(whom) | Self::Instance(_, whom) => whom,
            _ => None,
        }
    }
}
