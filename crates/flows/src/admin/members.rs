//! The members of a company as whoever manages it sees them (S5): who is stuck and why, and what can be done about it.
//!
//! A page takes one statement, however many members there are, and a second one for their number.

use super::steward::{Reach, Steward};
use crate::account::second_factor::{self, LastDays, Term};
use crate::account::session::full_name;
use crate::calendar;
use crate::ctx::Ctx;
use crate::error::Fault;
use crate::paging::cut;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::civil::Date;
use std::fmt;
use std::str::FromStr;
use voltkey_protocol::time::Timestamp;
use voltkey_store::members::{self, Asked, Listed, PAGE, Place, Policy, Sought, Span, Which};
use voltkey_store::memberships::Role;

/// Most characters of a search that are looked at.
const LONGEST_SEARCH: usize = 200;

/// Which members are asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Filter {
    /// All of them, and who is invited.
    #[default]
    All,
    /// Who has not accepted the invitation yet.
    Invited,
    /// Who has no second factor.
    NotEnrolled,
    /// Who must have one by a date.
    InGrace,
    /// Who should have one already.
    Overdue,
    /// Who entered too many wrong PINs.
    Locked,
    /// Who is blocked.
    Blocked,
}

/// Which page is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Turn {
    /// The first.
    #[default]
    First,
    /// The one after this place.
    After(Cursor),
    /// The one before it.
    Before(Cursor),
}

/// A place between two pages. As text it can stand in an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor(Place);

/// A page of the list.
#[derive(Clone, Debug)]
pub struct Members {
    /// Its rows, by name.
    pub rows: Vec<Row>,
    /// How many there are in all; only counted where nothing is sought.
    pub total: Option<u32>,
    /// Where the page before ends.
    pub before: Option<Cursor>,
    /// Where the next page begins.
    pub after: Option<Cursor>,
}

/// Somebody in the list.
#[derive(Clone, Debug)]
pub struct Row {
    /// What addresses name them by: a person's `sub`, or an invitation's identifier.
    pub id: String,
    /// The name; empty where it is not known.
    pub name: String,
    /// The address.
    pub email: String,
    /// Whether they are an admin of the company, or will be.
    pub is_admin: bool,
    /// Whether it is the one who looks.
    pub is_you: bool,
    /// What they are.
    pub standing: Standing,
    /// What the one who looks may do, the most likely first.
    pub deeds: Vec<Deed>,
}

/// What somebody in the list is.
#[derive(Clone, Debug)]
pub enum Standing {
    /// A member.
    Member {
        /// Whether they have a second factor.
        factor: Factor,
        /// Whether they can sign in.
        access: Access,
        /// When they last signed in; none: never.
        last_login: Option<Timestamp>,
    },
    /// Somebody who has not accepted the invitation yet.
    Invited {
        /// What became of the mail.
        mail: Mail,
        /// Until when its link works.
        until: Timestamp,
    },
    /// Somebody who has not accepted it in time.
    Expired,
}

/// Whether a member has a second factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Factor {
    /// It is set up.
    On,
    /// There is none, and none is required.
    Off,
    /// There is none, and this is the last day without.
    InGrace(Date),
    /// There is none, though it is required; since that day, where a period of grace has ended.
    Overdue(Option<Date>),
}

/// Whether a member can sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// They can.
    Open,
    /// Too many wrong PINs: not for a while.
    Locked,
    /// The account is blocked.
    Blocked,
}

/// What became of a mail. An answer is the mail server's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mail {
    /// It is about to be sent.
    Queued,
    /// It was not taken yet.
    Trying {
        /// The last answer.
        answer: String,
        /// When it is tried again.
        next: Timestamp,
    },
    /// It was taken.
    Sent {
        /// When.
        at: Timestamp,
    },
    /// It was refused for good.
    Failed {
        /// Why.
        answer: String,
    },
}

/// What can be done with somebody in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Remove the second factor, so that it is set up again.
    ResetOtp,
    /// Make an admin of a member.
    MakeAdmin,
    /// Make a member of an admin.
    MakeMember,
    /// Keep them from signing in.
    Block,
    /// Let them sign in again.
    Unblock,
    /// Remove them from the company.
    Remove,
    /// Give them more time to set up the second factor.
    Extend,
    /// Send the invitation again.
    SendAgain,
    /// Correct the invited address.
    CorrectAddress,
    /// Withdraw the invitation.
    Withdraw,
}

/// A page of the company's members.
///
/// # Errors
/// When the database does not answer.
pub async fn list(
    ctx: &Ctx,
    steward: &Steward,
    search: &str,
    filter: Filter,
    turn: &Turn,
) -> Result<Members, Fault> {
    let (now, settings) = (ctx.now(), &ctx.settings);
    let days = LastDays::of(&steward.company, settings);
    let as_text =
        |day: Option<Option<Date>>| day.map(|day| day.map_or_else(String::new, |day| day.to_string()));
    let (of_instance, of_company) = (as_text(days.of_instance), as_text(days.of_company));
    let sought: String = search.chars().take(LONGEST_SEARCH).collect();
    let span = turn.span();
    let asked = Asked {
        company: &steward.company.id,
        which: filter.which(),
        sought: &Sought::new(&sought),
        span: &span,
        viewer: &steward.me.session.person_id,
        policy: Policy {
            of_instance: of_instance.as_deref(),
            of_company: of_company.as_deref(),
            is_instance_wide: settings.second_factor.required,
            today: &calendar::today(settings, now).to_string(),
        },
        now,
    };
    let mut listed = members::page(&ctx.store, &asked).await?;
    if listed.is_empty() && *turn != Turn::First {
        // Whoever stood beyond that place is gone.
        let first = Asked {
            span: &Turn::First.span(),
            ..asked
        };
        listed = members::page(&ctx.store, &first).await?;
        return Ok(paged(ctx, steward, listed, &Turn::First));
    }
    let total = match search.trim().is_empty() && filter == Filter::All {
        true => Some(members::count(&ctx.store, &steward.company.id).await?),
        false => None,
    };
    Ok(Members {
        total: total.map(|total| u32::try_from(total).unwrap_or(u32::MAX)),
        ..paged(ctx, steward, listed, turn)
    })
}

/// What was found as a page: in order, without the one too many, and with the ways on.
fn paged(ctx: &Ctx, steward: &Steward, mut listed: Vec<Listed>, turn: &Turn) -> Members {
    let goes_on = cut(&mut listed, PAGE);
    let is_backwards = matches!(turn, Turn::Before(_));
    if is_backwards {
        listed.reverse();
    }
    // Where one came from, there is a page.
    let has_before = goes_on && is_backwards || matches!(turn, Turn::After(_));
    let has_after = goes_on || is_backwards;
    let place = |row: &Listed| {
        Cursor(Place {
            entry: row.entry.clone(),
            id: row.id.clone(),
        })
    };
    Members {
        before: listed.first().filter(|_| has_before).map(place),
        after: listed.last().filter(|_| has_after).map(place),
        rows: listed
            .into_iter()
            .map(|row| Row::new(ctx, steward, row))
            .collect(),
        total: None,
    }
}

impl Row {
    fn new(ctx: &Ctx, steward: &Steward, row: Listed) -> Self {
        let is_you = row.id == steward.me.session.person_id.as_str();
        let standing = Standing::of(ctx, &row);
        let is_admin = row.role == Role::Admin;
        let deeds = match &standing {
            _ if is_you => Vec::new(),
            Standing::Member { factor, access, .. } => {
                let reach = steward.reach_of(row.is_support, row.is_operator, row.is_administered);
                let can_reset = *factor == Factor::On || row.is_reset;
                deeds_on_member(reach, (*factor, can_reset), *access, is_admin)
            }
            Standing::Invited { .. } | Standing::Expired => {
                vec![Deed::SendAgain, Deed::CorrectAddress, Deed::Withdraw]
            }
        };
        Self {
            name: full_name(&row.given_name, &row.family_name),
            id: row.sub.unwrap_or(row.id),
            email: row.email,
            is_admin,
            is_you,
            standing,
            deeds,
        }
    }
}

/// What a steward of that reach may do. A reset is made once more for whoever has lost its code.
fn deeds_on_member(
    reach: Reach,
    (factor, can_reset): (Factor, bool),
    access: Access,
    is_admin: bool,
) -> Vec<Deed> {
    let is_required = matches!(factor, Factor::InGrace(_) | Factor::Overdue(_));
    let role = match is_admin {
        true => Deed::MakeMember,
        false => Deed::MakeAdmin,
    };
    let account = [
        (access == Access::Blocked).then_some(Deed::Unblock),
        can_reset.then_some(Deed::ResetOtp),
        is_required.then_some(Deed::Extend),
        Some(role),
        (access != Access::Blocked).then_some(Deed::Block),
        Some(Deed::Remove),
    ];
    match reach {
        Reach::Account => account.into_iter().flatten().collect(),
        Reach::Membership => vec![role, Deed::Remove],
        Reach::Nothing => Vec::new(),
    }
}

impl Standing {
    fn of(ctx: &Ctx, row: &Listed) -> Self {
        if row.sub.is_some() {
            return Self::Member {
                factor: Factor::of(ctx, row),
                access: match (row.is_blocked, row.is_locked) {
                    (true, _) => Access::Blocked,
                    (false, true) => Access::Locked,
                    (false, false) => Access::Open,
                },
                last_login: row.last_login_at,
            };
        }
        match row.link_until {
            Some(until) if ctx.now() < until => Self::Invited {
                mail: Mail::of(row),
                until,
            },
            _ => Self::Expired,
        }
    }
}

impl Factor {
    fn of(ctx: &Ctx, row: &Listed) -> Self {
        let Some(until) = &row.until else {
            return match row.is_enrolled {
                true => Self::On,
                false => Self::Off,
            };
        };
        match second_factor::term(until.parse().ok(), &ctx.settings, ctx.now()) {
            _ if row.is_enrolled => Self::On,
            Term::Until(grace) => Self::InGrace(grace.until),
            Term::Since(day) => Self::Overdue(day),
        }
    }
}

impl Mail {
    fn of(row: &Listed) -> Self {
        match (
            row.mail_done_at,
            row.mail_failed_at,
            &row.mail_error,
            row.mail_run_at,
        ) {
            (Some(at), ..) => Self::Sent { at },
            (_, Some(_), error, _) => Self::Failed {
                answer: error.clone().unwrap_or_default(),
            },
            (_, _, Some(answer), Some(next)) => Self::Trying {
                answer: answer.clone(),
                next,
            },
            _ => Self::Queued,
        }
    }
}

impl Filter {
    const fn which(self) -> Which {
        match self {
            Self::All => Which::All,
            Self::Invited => Which::Invited,
            Self::NotEnrolled => Which::NotEnrolled,
            Self::InGrace => Which::InGrace,
            Self::Overdue => Which::Overdue,
            Self::Locked => Which::Locked,
            Self::Blocked => Which::Blocked,
        }
    }
}

impl Turn {
    fn span(&self) -> Span {
        match self {
            Self::First => Span::After(Place::default()),
            Self::After(Cursor(place)) => Span::After(place.clone()),
            Self::Before(Cursor(place)) => Span::Before(place.clone()),
        }
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Place { entry, id } = &self.0;
        f.write_str(&URL_SAFE_NO_PAD.encode(format!("{id} {entry}")))
    }
}

/// The text is no cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no place in a list of members")]
pub struct NoCursor;

impl FromStr for Cursor {
    type Err = NoCursor;

    fn from_str(text: &str) -> Result<Self, NoCursor> {
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| NoCursor)?;
        let place = String::from_utf8(bytes).map_err(|_| NoCursor)?;
        // What no entry holds, PostgreSQL would not take.
        if place.contains('\0') {
            return Err(NoCursor);
        }
        let (id, entry) = place.split_once(' ').ok_or(NoCursor)?;
        Ok(Self(Place {
            entry: entry.to_owned(),
            id: id.to_owned(),
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_survives_an_address() {
        let cursor = Cursor(Place {
            entry: "王 小明 x@y.example".to_owned(),
            id: "018f".to_owned(),
        });
        assert_eq!(cursor.to_string().parse(), Ok(cursor));
        let no_place = URL_SAFE_NO_PAD.encode("id a\0b");
        for wrong in ["", "?", "YQ", "_w", &no_place] {
            assert_eq!(wrong.parse::<Cursor>(), Err(NoCursor), "{wrong}");
        }
    }

    #[test]
    fn what_may_be_done_hangs_on_the_reach() {
        use Deed::{Block, Extend, MakeAdmin, MakeMember, Remove, ResetOtp, Unblock};
        let day = Date::constant(2027, 2, 6);
        let of = deeds_on_member;
        assert_eq!(
            of(Reach::Account, (Factor::On, true), Access::Open, false),
            [ResetOtp, MakeAdmin, Block, Remove]
        );
        assert_eq!(
            of(
                Reach::Account,
                (Factor::InGrace(day), false),
                Access::Locked,
                true
            ),
            [Extend, MakeMember, Block, Remove]
        );
        assert_eq!(
            of(Reach::Account, (Factor::Off, false), Access::Blocked, false),
            [Unblock, MakeAdmin, Remove]
        );
        assert_eq!(
            of(Reach::Membership, (Factor::On, true), Access::Blocked, true),
            [MakeMember, Remove]
        );
        assert_eq!(of(Reach::Nothing, (Factor::On, true), Access::Open, false), []);
    }
}
