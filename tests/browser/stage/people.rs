//! People beside those of the demo, so that no story uses up another's PINs and attempts.

use super::app::App;
use super::tongue::Tongue;

/// Everybody's password, also of the demo's people.
pub const PASSWORD: &str = "Sonne-2026!";

/// The secret of every authenticator that is set up already, also of the demo's people.
pub const SECRET: &str = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

/// Members who have an authenticator and read English.
const ENROLLED: [&str; 6] = ["emil", "frida", "greta", "olaf", "tilda", "wanda"];

/// Members who have an authenticator, with their company: one of them for each language.
const ENROLLED_IN_EACH_TONGUE: &[(&str, &str)] = &[
    ("eva", "solluna"),
    ("fay", "sonnenfeld"),
    ("ines", "sonnenfeld"),
    ("jo", "sonnenfeld"),
    ("ken", "sonnenfeld"),
    ("leo", "sonnenfeld"),
    ("lou", "windpark"),
    ("mia", "sonnenfeld"),
    ("nick", "sonnenfeld"),
    ("noel", "sonnenfeld"),
    ("ole", "sonnenfeld"),
    ("pia", "sonnenfeld"),
    ("rea", "sonnenfeld"),
    ("robin", "sonnenfeld"),
    ("ruth", "sonnenfeld"),
    ("timo", "sonnenfeld"),
    ("tom", "sonnenfeld"),
    ("udo", "sonnenfeld"),
    ("ulf", "solarhof"),
    ("uli", "solarhof"),
    ("ute", "sonnenfeld"),
    ("vito", "solluna"),
    ("wim", "sonnenfeld"),
];

/// Admins of Solarhof AG, who have an authenticator: one of them for each language.
const ADMINS: [&str; 4] = ["abe", "ann", "asa", "ava"];

/// The platform's own staff, with their role: one of them for each language.
const STAFF: [(&str, &str); 3] = [("opal", "operator"), ("otto", "operator"), ("sven", "support")];

/// Members without an authenticator, with their company: one of them for each language.
const NOT_ENROLLED: [(&str, &str); 6] = [
    ("alex", "solluna"),
    ("kim", "windpark"),
    ("max", "altland"),
    ("nils", "sonnenfeld"),
    ("sol", "windpark"),
    ("yara", "sonnenfeld"),
];

/// Companies of which there is one for each language, each with four admins, two members with an authenticator and one
/// without: what an admin changes there is nobody else's.
const OWN_COMPANIES: [(&str, &str, bool); 7] = [
    ("jana", "admin", true),
    ("lola", "member", true),
    ("gesa", "admin", true),
    ("hedi", "admin", true),
    ("zita", "admin", true),
    ("edo", "member", true),
    ("oda", "member", false),
];

/// An app, and where it is told of log-outs.
fn app(id: &str, name: &str, app: &App, told: &str, path: &str) -> String {
    let (callback, told_at) = (app.address("/callback"), app.address(path));
    format!(
        "[[clients]]\nid = \"{id}\"\nname = \"{name}\"\ntrusted = true\n\
         secret = \"{id}-secret-0123456789abcdef0123\"\nredirect_uris = [\"{callback}\"]\n\
         {told}_uri = \"{told_at}\"\n{told}_session_required = true\n"
    )
}

/// Our apps; three companies, of which one had a period of grace that is long over, and one has admins; and the people.
pub fn world(server: &App) -> String {
    let mut world = [
        app(
            "sundial",
            "Sundial",
            server,
            "frontchannel_logout",
            "/front-channel",
        ),
        app("almanac", "Almanac", server, "backchannel_logout", "/refuses"),
        app("hourglass", "Hourglass", server, "backchannel_logout", "/hangs"),
    ]
    .concat();
    world += "[[companies]]\nslug = \"windpark\"\nname = \"Windpark Küste eG\"\nsecond_factor = \"required\"\n\
         [[companies]]\nslug = \"altland\"\nname = \"Altland Solar KG\"\nsecond_factor = \"required\"\n\
         grace_until = \"2026-02-06\"\n\
         [[companies]]\nslug = \"solarhof\"\nname = \"Solarhof AG\"\n";
    for name in ENROLLED {
        let email = format!("{name}@stories.example");
        world += &enrolled(&person(&email, "sonnenfeld", Tongue::English));
    }
    for tongue in Tongue::ALL {
        world += &own_company(tongue);
        for (name, company) in ENROLLED_IN_EACH_TONGUE {
            world += &enrolled(&person(&tongue.address_of(name), company, tongue));
        }
        for name in ADMINS {
            let admin = person(&tongue.address_of(name), "solarhof", tongue);
            world += &enrolled(&admin.replace("role = \"member\"", "role = \"admin\""));
        }
        for (name, role) in STAFF {
            let roles = format!("memberships = []\nroles = [\"{role}\"]\n");
            world += &enrolled(&belonging(&tongue.address_of(name), &roles, tongue));
        }
        for (name, company) in NOT_ENROLLED {
            world += &person(&tongue.address_of(name), company, tongue);
        }
    }
    world
}

fn own_company(tongue: Tongue) -> String {
    let slug = format!("tide-{}", tongue.code());
    let mut world = format!("[[companies]]\nslug = \"{slug}\"\nname = \"Gezeitenkraft AG\"\n");
    for (name, role, is_enrolled) in OWN_COMPANIES {
        let described = person(&tongue.address_of(name), &slug, tongue);
        let described = described.replace("role = \"member\"", &format!("role = \"{role}\""));
        world += &if is_enrolled {
            enrolled(&described)
        } else {
            described
        };
    }
    world
}

/// A member of a company, as `voltkey apply` takes it.
pub fn person(email: &str, company: &str, tongue: Tongue) -> String {
    let membership = format!("memberships = [{{ company = \"{company}\", role = \"member\" }}]\n");
    belonging(email, &membership, tongue)
}

/// Somebody who belongs there.
fn belonging(email: &str, there: &str, tongue: Tongue) -> String {
    format!(
        "[[people]]\nemail = \"{email}\"\ngiven_name = \"Robin\"\nfamily_name = \"Stern\"\nlanguage = \"{}\"\n\
         {there}email_verified = true\npassword = \"{PASSWORD}\"\n",
        tongue.code()
    )
}

fn enrolled(person: &str) -> String {
    format!("{person}otp_secret = \"{SECRET}\"\n")
}
