//! Ports that nobody uses.

use anyhow::{Result, bail};
use std::net::{Ipv4Addr, TcpListener};

/// How many the demo takes.
const IN_A_ROW: u16 = 4;

/// The first of four free ports in a row on the loopback interface.
///
/// # Errors
/// When the machine has none.
pub fn free_in_a_row() -> Result<u16> {
    for _ in 0..100 {
        let first = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let base = first.local_addr()?.port();
        let others =
            (1..IN_A_ROW).map(|n| TcpListener::bind((Ipv4Addr::LOCALHOST, base.checked_add(n)?)).ok());
        if others.collect::<Option<Vec<_>>>().is_some() {
            return Ok(base);
        }
    }
    bail!("no {IN_A_ROW} free ports in a row");
}
