//! What a description holds: typed, and not yet checked against the database or the settings.

pub use crate::secret_text::SecretText;
use jiff::civil::Date;
use voltkey_protocol::client::Client;
use voltkey_store::companies::CompanyPolicy;
use voltkey_store::memberships::Role;

/// The clients, companies and people that shall be there.
#[derive(Clone, Debug, Default)]
pub struct World {
    /// Relying parties and machines.
    pub clients: Vec<ClientEntry>,
    /// Tenants.
    pub companies: Vec<CompanyEntry>,
    /// Accounts.
    pub people: Vec<PersonEntry>,
}

/// A client, found by its `client_id`; all of its metadata is set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientEntry {
    pub(super) client: Client,
    pub(super) secret: Option<SecretText>,
}

impl ClientEntry {
    /// A client with that metadata, and its secret if it can keep one.
    #[must_use]
    pub fn new(client: Client, secret: Option<SecretText>) -> Self {
        let client = Client {
            has_secret: secret.is_some(),
            ..client
        };
        Self { client, secret }
    }
}

/// A company, found by its slug; all of the rest is set.
#[derive(Clone, Debug)]
pub struct CompanyEntry {
    /// Its short name, as the claim `companies` has it.
    pub slug: String,
    /// What people read.
    pub name: String,
    /// Its second-factor policy.
    pub second_factor: CompanyPolicy,
    /// The last day without a second factor, in the platform's time zone.
    pub grace_until: Option<Date>,
}

/// A person, found by the e-mail address.
#[derive(Clone, Debug)]
pub struct PersonEntry {
    /// The address.
    pub email: String,
    /// First name; set at creation only.
    pub given_name: String,
    /// Last name; set at creation only.
    pub family_name: String,
    /// `en`, `es` or `de`; set at creation only.
    pub language: String,
    /// Companies that the person belongs to. Others are left as they are.
    pub memberships: Vec<MembershipEntry>,
    /// The instance roles; none: they are left as they are.
    pub roles: Option<Vec<InstanceRole>>,
    /// Whether the address is known to be the person's. False leaves it as it is.
    pub email_verified: bool,
    /// The first password; set at creation only.
    pub password: Option<SecretText>,
    /// Its hash instead, as PHC string or bcrypt's own format; set at creation only.
    pub password_hash: Option<SecretText>,
    /// The authenticator's secret in base32; set at creation only.
    pub otp_secret: Option<SecretText>,
}

/// Who belongs to which company, and as what.
#[derive(Clone, Debug)]
pub struct MembershipEntry {
    /// The company's slug.
    pub company: String,
    /// What the person may do there.
    pub role: Role,
}

/// A role on the whole instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InstanceRole {
    /// The platform's support.
    Support,
    /// Whoever runs the provider.
    Operator,
}
