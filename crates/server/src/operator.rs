//! Who runs a command, as the operating system names them: the audit trail tells it.

use std::fs;
use std::os::unix::fs::MetadataExt as _;

/// The name of the user that this process runs as; behind it, under sudo, the one who called it.
#[must_use]
pub fn name(environment: &[(String, String)]) -> String {
    let accounts = fs::read_to_string("/etc/passwd").unwrap_or_default();
    let own = match fs::metadata("/proc/self") {
        Ok(process) => user(&accounts, process.uid()),
        Err(_) => "unknown".to_owned(),
    };
    let caller = environment.iter().find(|(name, _)| name == "SUDO_USER");
    match caller {
        Some((_, caller)) => format!("{own} (sudo by {caller})"),
        None => own,
    }
}

/// The name of a user's number, as passwd(5) lists them; else the number.
fn user(accounts: &str, uid: u32) -> String {
    let uid = uid.to_string();
    let named = accounts.lines().find_map(|line| {
        let mut fields = line.split(':');
        let name = fields.next()?;
        (fields.nth(1)? == uid).then(|| name.to_owned())
    });
    named.unwrap_or_else(|| format!("uid {uid}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_has_the_name_that_the_system_gives() {
        let accounts = "root:x:0:0:root:/root:/bin/sh\nanna:x:1000:1000:Anna:/home/anna:/bin/sh\n";
        assert_eq!(user(accounts, 1000), "anna");
        assert_eq!(user(accounts, 0), "root");
        assert_eq!(user(accounts, 7), "uid 7");
    }

    #[test]
    fn whoever_calls_through_sudo_is_told_too() {
        let environment = [("SUDO_USER".to_owned(), "anna".to_owned())];
        assert!(name(&environment).ends_with(" (sudo by anna)"));
        assert!(!name(&[]).contains("sudo"));
    }
}
