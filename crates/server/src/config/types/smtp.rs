//! The address of the SMTP server.

use crate::config::value::TextSetting;
use percent_encoding::percent_decode_str;
use std::fmt;
use std::net::IpAddr;
use url::{Host, Url};

/// Where mail is handed over, from an address such as `smtps://user:password@host:465`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SmtpServer {
    /// A name or an IP address, without brackets.
    pub host: String,
    /// 25, 587 with STARTTLS or 465 with TLS, unless the address says otherwise.
    pub port: u16,
    /// How the connection is protected.
    pub security: SmtpSecurity,
    /// Who logs in there, if anyone.
    pub credentials: Option<SmtpCredentials>,
}

/// How a connection to an SMTP server is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SmtpSecurity {
    /// Not at all: only taken for this machine itself.
    Plain,
    /// STARTTLS (RFC 3207), and no mail without it.
    StartTls,
    /// TLS from the first byte (RFC 8314, section 3.3).
    Tls,
}

/// Name and password at the SMTP server.
#[derive(Clone, PartialEq, Eq)]
pub struct SmtpCredentials {
    /// The user's name.
    pub user: String,
    /// The password in clear.
    pub password: String,
}

impl fmt::Debug for SmtpCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SmtpCredentials")
            .field("user", &self.user)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for SmtpServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.host.contains(':') {
            return write!(f, "[{}]:{}", self.host, self.port);
        }
        write!(f, "{}:{}", self.host, self.port)
    }
}

impl TextSetting for SmtpServer {
    const SECRET: bool = true;
    const EXPECTED: &'static str = "\"smtps://user:password@host\" or \
         \"smtp://user:password@host?tls=required\" \
         (special characters percent-encoded), or \"smtp://localhost:1025\" on this machine";

    fn parse_text(text: &str) -> Option<Self> {
        let url = Url::parse(text).ok()?;
        let (host, is_loopback) = host(&url)?;
        let (security, usual_port) = match (url.scheme(), url.query()) {
            ("smtps", None) => (SmtpSecurity::Tls, 465),
            ("smtp", Some("tls=required")) => (SmtpSecurity::StartTls, 587),
            ("smtp", None) if is_loopback => (SmtpSecurity::Plain, 25),
            _ => return None,
        };
        if !matches!(url.path(), "" | "/") || url.fragment().is_some() {
            return None;
        }
        let credentials = match (url.username(), url.password()) {
            ("", None) => None,
            ("", Some(_)) | (_, None) => return None,
            (user, Some(password)) => Some(SmtpCredentials {
                user: decode(user)?,
                password: decode(password)?,
            }),
        };
        Some(Self {
            host,
            port: url.port().unwrap_or(usual_port),
            security,
            credentials,
        })
    }
}

/// The host, and whether it is this machine. The parser leaves hosts of unknown schemes as text.
fn host(url: &Url) -> Option<(String, bool)> {
    let host = Host::parse(url.host_str()?).ok()?;
    Some(match host {
        Host::Domain(name) => {
            let is_loopback = name == "localhost";
            (name, is_loopback)
        }
        Host::Ipv4(address) => (address.to_string(), IpAddr::from(address).is_loopback()),
        Host::Ipv6(address) => (address.to_string(), IpAddr::from(address).is_loopback()),
    })
}

fn decode(text: &str) -> Option<String> {
    percent_decode_str(text).decode_utf8().ok().map(Into::into)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn protection_port_and_password_come_from_the_address() {
        let tls = SmtpServer::parse_text("smtps://volt:p%40ss@mail.example.com").expect("right");
        assert_eq!((tls.security, tls.port), (SmtpSecurity::Tls, 465));
        assert_eq!(
            tls.credentials.as_ref().map(|who| who.password.as_str()),
            Some("p@ss")
        );
        assert!(!format!("{tls:?} {tls}").contains("p@ss"));

        let starttls = SmtpServer::parse_text("smtp://mail.example.com?tls=required").expect("right");
        assert_eq!((starttls.security, starttls.port), (SmtpSecurity::StartTls, 587));

        let here = SmtpServer::parse_text("smtp://[::1]:1025").expect("right");
        assert_eq!(
            (here.host.as_str(), here.port, here.security),
            ("::1", 1025, SmtpSecurity::Plain)
        );
    }

    #[test]
    fn mail_never_leaves_this_machine_in_clear() {
        for text in [
            "smtp://mail.example.com",
            "smtp://10.0.0.5:25",
            "smtp://mail.example.com?tls=opportunistic",
        ] {
            assert_eq!(SmtpServer::parse_text(text), None, "{text}");
        }
    }

    #[test]
    fn half_a_login_and_strange_parts_are_refused() {
        for text in [
            "smtps://volt@mail.example.com",
            "smtps://mail.example.com/x",
            "http://localhost",
            "smtp:",
        ] {
            assert_eq!(SmtpServer::parse_text(text), None, "{text}");
        }
    }
}
