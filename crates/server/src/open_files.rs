//! How many files the process may open: connections are files too.

/// What is open besides connections: the database, calls to clients' servers, mails.
const OTHERS: u64 = 200;

/// What is to be said where the process may not open as many files as `server.max_connections` asks for; none where it
/// may, or where the system does not tell.
pub(crate) fn shortage(max_connections: u16) -> Option<String> {
    let limits = std::fs::read_to_string("/proc/self/limits").ok()?;
    compare(max_connections, soft_limit(&limits)?)
}

fn compare(max_connections: u16, allowed: u64) -> Option<String> {
    let wanted = u64::from(max_connections) + OTHERS;
    (allowed < wanted).then(|| {
        format!(
            "the process may open {allowed} files, and server.max_connections = {max_connections} wants {wanted}: raise the \
             limit (ulimit -n, LimitNOFILE), or lower the number"
        )
    })
}

/// The limit in force, of the table that Linux shows (proc_pid_limits(5)); none where there is none.
fn soft_limit(limits: &str) -> Option<u64> {
    let line = limits
        .lines()
        .find_map(|line| line.strip_prefix("Max open files"))?;
    line.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_in_force_is_read() {
        let table = |soft| {
            format!(
                "Limit                     Soft Limit           Hard Limit           Units     \n\
                 Max processes             127235               127235               processes \n\
                 Max open files            {soft:<21}524288               files     \n"
            )
        };
        assert_eq!(soft_limit(&table("1024")), Some(1024));
        assert_eq!(soft_limit(&table("unlimited")), None);
        assert_eq!(soft_limit(""), None);
    }

    #[test]
    fn a_shortage_is_told() {
        assert_eq!(compare(800, 1024), None);
        let told = compare(1000, 1024).expect("a shortage");
        assert!(told.contains("1024 files") && told.contains("1200"), "{told}");
    }
}
