//! The bar over the pages of a signed-in person: the brand, and a menu under the company's name.

use super::form::Form;
use super::message::Message;
use super::people::WayOn;
use serde::Serialize;

/// Who is signed in, and where they can go.
#[derive(Clone, Debug, Serialize)]
pub struct Bar {
    /// The person's name, or the address where no name is known.
    pub name: String,
    /// The person's address.
    pub email: String,
    /// The company that the pages are about, or the person's own; none: they belong to none.
    pub company: Option<BarCompany>,
    /// The person's own account.
    pub account_url: String,
    /// The form that reaches the support.
    pub support_url: Option<String>,
    /// The support's console, for those who have that role.
    pub console_url: Option<String>,
    /// The operator's pages, for those who have that role.
    pub operator_url: Option<String>,
    /// Signs out.
    pub sign_out: Form,
    /// The app that the person came from.
    pub back: Option<WayOn>,
}

/// The company at the top right.
#[derive(Clone, Debug, Serialize)]
pub struct BarCompany {
    /// Its name, which opens the menu.
    pub name: String,
    /// Whether the person administers it; only then are its pages in the menu.
    pub is_admin: bool,
    /// As what of the platform's staff they do; none: as its own admin.
    pub acting: Option<ActingAs>,
    /// Its first page.
    pub company_url: String,
    /// Its members.
    pub members_url: String,
    /// Further companies that the person administers.
    pub others: Vec<BarLink>,
}

/// As what somebody of the platform's staff manages a company.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(into = "Message")]
pub enum ActingAs {
    /// The platform's support.
    Support,
    /// An operator.
    Operator,
}

impl From<ActingAs> for Message {
    fn from(acting: ActingAs) -> Self {
        Self::new(match acting {
            ActingAs::Support => "menu-acting-support",
            ActingAs::Operator => "menu-acting-operator",
        })
    }
}

/// A further company.
#[derive(Clone, Debug, Serialize)]
pub struct BarLink {
    /// Its name.
    pub name: String,
    /// Its first page.
    pub href: String,
}

#[cfg(test)]
impl Bar {
    /// An admin's, a member's, and that of somebody of the platform's own staff, alone and in a company.
    pub fn samples() -> [Self; 4] {
        use super::sample;
        let company = BarCompany {
            name: "Sonnenfeld GmbH".to_owned(),
            is_admin: true,
            acting: None,
            company_url: "/company".to_owned(),
            members_url: "/company/members".to_owned(),
            others: vec![BarLink {
                name: "Sonnenfeld Erneuerbare Energien Betriebsgesellschaft mbH & Co. KG".to_owned(),
                href: "/company?company=sonnenfeld-energien".to_owned(),
            }],
        };
        let admin = Self {
            name: "Ada Sommer".to_owned(),
            email: "ada@sonnenfeld.example".to_owned(),
            company: Some(company.clone()),
            account_url: "/account".to_owned(),
            support_url: Some("/support".to_owned()),
            console_url: None,
            operator_url: None,
            sign_out: sample::form("/auth/logout"),
            back: Some(sample::platform()),
        };
        let member = Self {
            name: "Emilia Oberhauser-Waldenfels".to_owned(),
            email: "emilia.oberhauser-waldenfels@sonnenfeld-erneuerbare-energien.example".to_owned(),
            company: Some(BarCompany {
                name: company.others[0].name.clone(),
                is_admin: false,
                others: Vec::new(),
                ..company.clone()
            }),
            back: None,
            ..admin.clone()
        };
        let staff = Self {
            name: "Olga Nowak".to_owned(),
            email: "olga@voltkey.example".to_owned(),
            company: None,
            support_url: None,
            console_url: Some("/support/console".to_owned()),
            operator_url: Some("/operator".to_owned()),
            back: None,
            ..admin.clone()
        };
        let acting = Self {
            company: Some(BarCompany {
                acting: Some(ActingAs::Operator),
                others: Vec::new(),
                ..company
            }),
            ..staff.clone()
        };
        [admin, member, staff, acting]
    }
}
